//! Translates a plan of fetches to the plan that runs: documents become pieces by root field, and
//! routes and merge laws of partitions become concrete by the response keys of the operation.

mod augment;
mod document;
mod entities;
mod gather;
mod root;
mod selection;

use apollo_compiler::{Node, ast::VariableDefinition};
use gateway_plan::{Condition, Fetch, FetchId, OperationKind, Step};
use gateway_query_planner::{PlannedFetch, PlannedStep, QueryPlan};
use gateway_supergraph::{PartitionRules, Supergraph};

use crate::error::PlanningError;

/// Translates plans of one operation kind for one supergraph.
pub(crate) struct Translator<'a> {
    supergraph: &'a Supergraph,
    kind: OperationKind,
    /// What the names of added fields begin with.
    prefix: &'a str,
    variables: Vec<Node<VariableDefinition>>,
    fetches: Vec<Fetch>,
}

/// What the fetches have in common that a planned one becomes. Most become one; some are too large
/// for that.
struct Frame {
    subgraph: String,
    after: Vec<FetchId>,
    conditions: Vec<Condition>,
}

impl<'a> Translator<'a> {
    pub(crate) fn new(supergraph: &'a Supergraph, kind: OperationKind, prefix: &'a str) -> Self {
        Self { supergraph, kind, prefix, variables: Vec::new(), fetches: Vec::new() }
    }

    pub(crate) fn translate(mut self, plan: QueryPlan) -> Result<Vec<Fetch>, PlanningError> {
        self.variables = plan.variables;
        let mut parts: Vec<Vec<FetchId>> = Vec::with_capacity(plan.fetches.len());
        for PlannedFetch { subgraph, after, conditions, step } in plan.fetches {
            let after = after.iter().filter_map(|earlier| parts.get(*earlier)).flatten();
            let frame = Frame { subgraph, after: after.copied().collect(), conditions };
            let first = self.fetches.len();
            match step {
                PlannedStep::Root(call) => self.root_fetch(call, frame)?,
                PlannedStep::Entities(calls) => self.entity_fetch(calls, &frame)?,
            }
            // Writes are done one after another: who waits for the last waits for all.
            let last = self.fetches.len().saturating_sub(1);
            let is_write = self.kind == OperationKind::Mutation;
            let first = if is_write { last.max(first) } else { first };
            parts.push((first..self.fetches.len()).collect());
        }
        Ok(self.fetches)
    }

    fn rules(&self, subgraph: &str) -> Option<&'a PartitionRules> {
        self.supergraph.partitions.get(subgraph)
    }

    fn push(&mut self, frame: &Frame, conditions: Vec<Condition>, step: Step) -> FetchId {
        self.fetches.push(Fetch {
            subgraph: frame.subgraph.clone(),
            after: frame.after.clone(),
            conditions,
            step,
            skewed: Vec::new(),
        });
        self.fetches.len() - 1
    }
}
