//! The stages from text to a plan, in their order. It blocks and computes; where it runs and who
//! waits for it is the planner's business.

use std::{
    sync::{Arc, OnceLock},
    time::{Duration, Instant},
};

use apollo_compiler::{ExecutableDocument, executable::OperationType};
use gateway_operation::{
    OperationCost, PrepareSettings, PreparedOperation, RESERVED_PREFIX, RequestError, Variables,
    prepare,
    variables::{self, Nullable, Nulls, source_refusal},
};
use gateway_plan::{Fetch, OperationKind, Plan};
use gateway_query_planner::{QueryPlanner, Request};
use gateway_supergraph::{Overrides, Supergraph};

use crate::{
    CacheStats, LiftedVariable, PlanFailure, PlannerBuildError, PlannerSettings,
    cache::{Cache, Key},
    error::PlanningError,
    lift::{Lifted, lift},
    projection::Projector,
    skew::Versions,
    translate::Translator,
};

/// A planned operation: all that is known before variables are.
#[derive(Debug)]
pub struct Planned {
    /// The client's operation, valid and selected.
    pub operation: PreparedOperation,
    /// The plan. Operations that differ in literals alone share it.
    pub plan: Arc<Plan>,
    /// The variables that the plan has beside the client's.
    pub lifted: Vec<LiftedVariable>,
    nullable: Nullable,
    bytes: usize,
    cost: OnceLock<OperationCost>,
}

impl Planned {
    /// What the operation costs, computed when somebody first asks; `list_size` is how long lists
    /// are of which nothing is said, the same each time.
    #[must_use]
    pub fn cost(&self, supergraph: &Supergraph, list_size: u64) -> &OperationCost {
        self.cost.get_or_init(|| OperationCost::of(supergraph, &self.operation, list_size))
    }

    /// Which variables are null in a request although they cannot be where they stand.
    pub(crate) fn nulls(&self, raw: &Variables) -> Nulls {
        self.nullable.nulls(&self.operation.operation, raw)
    }

    /// The variables of a request: the client's, coerced, and the lifted ones. `supergraph` is the
    /// one that the plan was made for.
    ///
    /// # Errors
    /// One error for each variable that does not fit.
    pub fn variables(
        &self,
        supergraph: &Supergraph,
        raw: &Variables,
    ) -> Result<Variables, Vec<RequestError>> {
        let mut values = variables::coerce(&supergraph.api_schema, &self.operation, raw)?;
        let lifted: Vec<_> = self
            .lifted
            .iter()
            .map(|variable| Ok((variable.name.clone(), variable.evaluate(&values)?)))
            .collect::<Result<_, RequestError>>()
            .map_err(|error| vec![error])?;
        values.extend(lifted.into_iter().filter_map(|(name, value)| Some((name, value?))));
        Ok(values)
    }

    /// What it weighs in memory, roughly.
    pub(crate) fn bytes(&self) -> usize {
        self.bytes
    }
}

/// What is planned.
struct Asked<'a> {
    operation: &'a PreparedOperation,
    /// The variables whose nulls fail fields.
    nulls: &'a [&'a str],
    key: Key<'a>,
}

/// Everything that planning needs of one supergraph.
pub(crate) struct Pipeline {
    supergraph: Arc<Supergraph>,
    prepare: PrepareSettings,
    deadline: Duration,
    engine: QueryPlanner,
    versions: Versions,
    plans: Cache<Plan>,
}

impl Pipeline {
    pub(crate) fn new(
        supergraph: Arc<Supergraph>,
        settings: &PlannerSettings,
    ) -> Result<Self, PlannerBuildError> {
        Ok(Self {
            engine: QueryPlanner::new(&supergraph),
            versions: Versions::new(&supergraph),
            supergraph,
            prepare: settings.prepare.clone(),
            deadline: settings.deadline,
            plans: Cache::new(settings.cached_plans, settings.cached_bytes),
        })
    }

    pub(crate) fn cache_stats(&self) -> CacheStats {
        self.plans.stats()
    }

    pub(crate) fn run(&self, key: Key<'_>) -> Result<Planned, PlanFailure> {
        let Key { document, operation_name, nulls, .. } = key;
        let schema = &self.supergraph.api_schema;
        let operation = prepare(schema, &self.prepare, document, operation_name)?;
        let nullable = Nullable::of(schema, &operation);
        let null_names = nullable.names(nulls);
        if operation.kind() == OperationType::Subscription
            && let Some(refused) = source_refusal(schema, &operation, &null_names)
        {
            return Err(vec![refused].into());
        }
        let prefix = self.prefix(document);
        let lifted = lift(&self.supergraph, &operation, &null_names, &prefix)?;
        let asked = Asked { operation: &operation, nulls: &null_names, key };
        let plan = self.plan(&asked, &lifted, &prefix)?;
        // Syntax trees take a multiple of their text; so does what they cost.
        let bytes = 16 * document.len();
        let cost = OnceLock::new();
        Ok(Planned { operation, plan, lifted: lifted.variables, nullable, bytes, cost })
    }

    /// What names that planning adds begin with: nothing that the document has. A gateway above
    /// adds names of its own, and another one above that.
    fn prefix(&self, document: &str) -> String {
        let mut prefix = RESERVED_PREFIX.to_owned();
        let mut level = 0;
        while self.prepare.from_gateways && document.contains(&prefix) {
            level += 1;
            prefix = format!("_y{level}_");
        }
        prefix
    }

    fn plan(
        &self,
        asked: &Asked<'_>,
        lifted: &Lifted,
        prefix: &str,
    ) -> Result<Arc<Plan>, PlanningError> {
        let key = Key { document: &lifted.cache_text, operation_name: None, ..asked.key };
        if let Some(plan) = self.plans.get(key) {
            return Ok(plan);
        }
        let plan = Arc::new(self.make_plan(asked, lifted, prefix)?);
        self.plans.insert(key, Arc::clone(&plan), weight(&plan));
        Ok(plan)
    }

    fn make_plan(
        &self,
        asked: &Asked<'_>,
        lifted: &Lifted,
        prefix: &str,
    ) -> Result<Plan, PlanningError> {
        let overrides = asked.key.overrides;
        let kind = match asked.operation.kind() {
            OperationType::Query => OperationKind::Query,
            OperationType::Mutation => OperationKind::Mutation,
            OperationType::Subscription => OperationKind::Subscription,
        };
        // First, because it bounds what selections on abstract types can become.
        let projection = Projector::new(&self.supergraph).project(asked.operation, asked.nulls)?;
        let until = Instant::now() + self.deadline;
        let mut fetches = Vec::new();
        for case in &lifted.cases {
            let before = fetches.len();
            for mut fetch in self.fetches(kind, &case.document, prefix, overrides, until)? {
                fetch.conditions.extend_from_slice(&case.conditions);
                fetch.after.iter_mut().for_each(|earlier| *earlier += before);
                fetches.push(fetch);
            }
        }
        self.versions.add(&self.supergraph, &mut fetches)?;
        Ok(Plan { kind, fetches, projection })
    }

    fn fetches(
        &self,
        kind: OperationKind,
        document: &ExecutableDocument,
        prefix: &str,
        overrides: Overrides,
        until: Instant,
    ) -> Result<Vec<Fetch>, PlanningError> {
        let labels = &self.supergraph.override_labels;
        let plan = self.engine.plan(Request { document, prefix, labels, overrides, until })?;
        Translator::new(&self.supergraph, kind, prefix).translate(plan)
    }
}

/// What a plan weighs, from the length of its text form.
fn weight(plan: &Plan) -> usize {
    serde_json::to_vec(plan).map_or(usize::MAX / 2, |text| 2 * text.len())
}
