//! Root fetches: which root fields travel together, where each is sent and how it is gathered.

use contract::partition::RouteBy;
use gateway_plan::{
    Condition, Fetch, FetchId, FieldMask, Gather, OperationKind, PartitionRoute, RootFetch,
    RootField, RouteSelector, Step,
};
use gateway_supergraph::PartitionRules;
use hive_router_query_planner::{
    ast::{selection_set::FieldSelection, value::Value},
    planner::plan_nodes::FetchNode,
};

use super::{
    Scope, Translator,
    augment::augment,
    data_flow::DataFlow,
    document::{RootSelection, document, root_fields},
    gather::Gatherer,
    selection::{ByKey, open_fragments},
};
use crate::error::PlanningError;

impl Translator<'_> {
    pub(super) fn root_fetch(
        &mut self,
        node: &FetchNode,
        scope: &Scope,
    ) -> Result<Vec<FetchId>, PlanningError> {
        let rules = self.rules(&node.service_name);
        let mut made = Vec::new();
        for fields in chunks(root_fields(&node.operation.document), self.chunk_size(rules)) {
            let mut inner = scope.clone();
            inner.before.extend(&made);
            let id = self.root_chunk(node, rules, fields, &inner)?;
            made.push(id);
        }
        Ok(made)
    }

    /// Mutations of different partitions must not run at once, so each is a fetch of its own.
    fn chunk_size(&self, rules: Option<&PartitionRules>) -> usize {
        match (self.kind, rules) {
            (OperationKind::Mutation, Some(_)) => 1,
            _ => FieldMask::CAPACITY,
        }
    }

    fn root_chunk(
        &mut self,
        node: &FetchNode,
        rules: Option<&PartitionRules>,
        mut fields: ByKey<RootSelection>,
        scope: &Scope,
    ) -> Result<FetchId, PlanningError> {
        // A fetch of root fields below the root is a query, whatever the operation is.
        let kind = if scope.path.is_empty() { self.kind } else { OperationKind::Query };
        let root_fields = match rules {
            Some(rules) => self.partitioned(rules, &node.service_name, kind, node, &mut fields)?,
            None => fields.iter().map(|(key, _)| plain(key)).collect(),
        };
        let planned = &node.operation.document;
        let mut flow = DataFlow::default();
        flow.read_objects(&scope.path);
        for selection in fields.iter().flat_map(|(_, selections)| selections) {
            flow.write_field(&scope.path, &selection.field, planned);
        }
        let after = match kind {
            OperationKind::Mutation => scope.before.clone(),
            _ => self.makers(&flow, scope),
        };
        let fetch = Fetch {
            subgraph: node.service_name.clone(),
            after,
            conditions: conditions(scope, &fields),
            step: Step::Root(RootFetch {
                document: document(kind, planned, &fields),
                at: self.types.path(&scope.path),
                fields: root_fields,
                output_rewrites: self.types.rewrites(node.output_rewrites.as_ref()),
            }),
            skewed: Vec::new(),
        };
        Ok(self.push(fetch, flow))
    }

    /// Prepares root fields that several partitions answer: adds what gathering reads.
    fn partitioned(
        &self,
        rules: &PartitionRules,
        subgraph: &str,
        kind: OperationKind,
        node: &FetchNode,
        fields: &mut ByKey<RootSelection>,
    ) -> Result<Vec<RootField>, PlanningError> {
        let gatherer = Gatherer { rules, state: self.state, subgraph, prefix: self.prefix };
        let root_type = self.root_type(kind);
        let mut root_fields = Vec::with_capacity(fields.len());
        for (key, selections) in fields.iter_mut() {
            for selection in selections.iter_mut() {
                open_fragments(&mut selection.field.selections, &node.operation.document);
            }
            let of_field = selections.iter_mut().map(|selection| &mut selection.field).collect();
            augment(&gatherer, root_type, of_field);
            root_fields.push(self.partitioned_field(&gatherer, kind, key, selections)?);
        }
        Ok(root_fields)
    }

    fn partitioned_field(
        &self,
        gatherer: &Gatherer<'_>,
        kind: OperationKind,
        key: &str,
        selections: &[RootSelection],
    ) -> Result<RootField, PlanningError> {
        let root_type = self.root_type(kind);
        let fields: Vec<_> = selections.iter().map(|selection| &selection.field).collect();
        let Some(first) = fields.first() else {
            return Err(PlanningError::Unsupported("a root field without a selection".to_owned()));
        };
        let selectors = route_selectors(gatherer.rules, root_type, first)?;
        let gather = match gatherer.rules.merge(root_type, &first.name) {
            Some(_) => gatherer.gather(root_type, &fields)?,
            // Events are passed on one by one, whoever sends them.
            None if kind == OperationKind::Subscription => Gather::One,
            None => self.unmerged(gatherer, root_type, &first.name, &selectors)?,
        };
        let route = Some(PartitionRoute { selectors });
        Ok(RootField { response_key: key.to_owned(), route, gather })
    }

    /// A root field without a law has one owner, or, for a list of ids, an owner for each.
    fn unmerged(
        &self,
        gatherer: &Gatherer<'_>,
        root_type: &str,
        field: &str,
        selectors: &[RouteSelector],
    ) -> Result<Gather, PlanningError> {
        let returns_list = gatherer.returns_list(root_type, field);
        let list_of_ids = gatherer
            .rules
            .routes(root_type, field)
            .iter()
            .find(|route| route.by == RouteBy::Id && route.list && route.path.is_empty());
        match list_of_ids {
            Some(route) if returns_list => {
                let of_list = |selector: &&RouteSelector| selector.argument == route.argument;
                let selector = selectors.iter().find(of_list).ok_or_else(|| {
                    PlanningError::Unsupported(format!("`{root_type}.{field}` without its ids"))
                })?;
                Ok(Gather::ByIds { variable: selector.variable.clone() })
            }
            _ if selectors.is_empty() => Err(gatherer.no_law(root_type, field)),
            _ => Ok(Gather::One),
        }
    }

    fn root_type(&self, kind: OperationKind) -> &str {
        let state = self.state;
        match kind {
            OperationKind::Query => &state.query_type,
            OperationKind::Mutation => state.mutation_type.as_deref().unwrap_or_default(),
            OperationKind::Subscription => state.subscription_type.as_deref().unwrap_or_default(),
        }
    }
}

/// The conditions around a fetch, and those that all of its fields have.
fn conditions(scope: &Scope, fields: &ByKey<RootSelection>) -> Vec<Condition> {
    let of_fields = fields.iter().flat_map(|(_, selections)| selections);
    let common = of_fields.map(RootSelection::conditions).reduce(|mut common, conditions| {
        common.retain(|condition| conditions.contains(condition));
        common
    });
    let mut all = scope.conditions.clone();
    all.extend(common.unwrap_or_default());
    all.sort();
    all.dedup();
    all
}

fn plain(key: &str) -> RootField {
    RootField { response_key: key.to_owned(), route: None, gather: Gather::One }
}

fn chunks(fields: ByKey<RootSelection>, size: usize) -> Vec<ByKey<RootSelection>> {
    let mut chunks: Vec<ByKey<RootSelection>> = Vec::new();
    for field in fields {
        match chunks.last_mut() {
            Some(chunk) if chunk.len() < size => chunk.push(field),
            _ => chunks.push(vec![field]),
        }
    }
    chunks
}

/// The arguments of a field that choose its partitions. Lifting has made variables of them all.
fn route_selectors(
    rules: &PartitionRules,
    root_type: &str,
    field: &FieldSelection,
) -> Result<Vec<RouteSelector>, PlanningError> {
    let mut selectors = Vec::new();
    for route in rules.routes(root_type, &field.name) {
        let given = field.arguments().and_then(|given| given.get_argument(&route.argument));
        let variable = match given {
            None => continue,
            Some(Value::Variable(variable)) => variable.clone(),
            Some(_) => {
                let argument = &route.argument;
                return Err(PlanningError::Unsupported(format!("`{argument}` was not lifted")));
            }
        };
        let mut argument = route.argument.clone();
        for segment in &route.path {
            argument = format!("{argument}.{segment}");
        }
        selectors.push(RouteSelector {
            by: route.by,
            label: route.label.clone(),
            variable,
            path: route.path.clone(),
            argument,
        });
    }
    Ok(selectors)
}
