//! Translates the external planner's plan to ours: waves become dependency edges, documents become
//! pieces by root field, and routes and merge laws become concrete by the response keys of the
//! operation.

mod augment;
mod data_flow;
mod document;
mod entities;
mod gather;
mod root;
mod selection;
mod types;
mod walk;

use gateway_plan::{Condition, Fetch, FetchId, OperationKind};
use gateway_supergraph::{PartitionRules, Supergraph};
use hive_router_query_planner::{
    planner::plan_nodes::{FlattenNodePathSegment, QueryPlan},
    state::supergraph_state::SupergraphState,
};

use crate::error::PlanningError;

use data_flow::DataFlow;
use types::Types;

/// Translates plans of one operation kind for one supergraph.
pub(crate) struct Translator<'a> {
    supergraph: &'a Supergraph,
    state: &'a SupergraphState,
    types: Types<'a>,
    kind: OperationKind,
    /// What the names of added fields begin with.
    prefix: &'a str,
    /// Topological, as the planner's waves are.
    fetches: Vec<Fetch>,
    /// Parallel to `fetches`.
    flows: Vec<DataFlow>,
}

/// What lies around a node of the planner's plan.
#[derive(Clone, Default)]
struct Scope {
    path: Vec<FlattenNodePathSegment>,
    conditions: Vec<Condition>,
    /// The fetches that the planner has done before.
    before: Vec<FetchId>,
}

impl<'a> Translator<'a> {
    pub(crate) fn new(
        supergraph: &'a Supergraph,
        state: &'a SupergraphState,
        kind: OperationKind,
        prefix: &'a str,
    ) -> Self {
        let types = Types::new(&supergraph.schema);
        Self { supergraph, state, types, kind, prefix, fetches: Vec::new(), flows: Vec::new() }
    }

    pub(crate) fn translate(mut self, plan: QueryPlan) -> Result<Vec<Fetch>, PlanningError> {
        if let Some(node) = plan.node {
            self.walk(&node, &Scope::default())?;
        }
        Ok(self.fetches)
    }

    fn rules(&self, subgraph: &str) -> Option<&'a PartitionRules> {
        self.supergraph.partitions.get(subgraph)
    }

    /// The earlier fetches that make what a fetch reads.
    fn makers(&self, flow: &DataFlow, scope: &Scope) -> Vec<FetchId> {
        let makes = |id: &FetchId| self.flows.get(*id).is_some_and(|made| flow.reads_from(made));
        scope.before.iter().copied().filter(makes).collect()
    }

    fn push(&mut self, fetch: Fetch, flow: DataFlow) -> FetchId {
        self.fetches.push(fetch);
        self.flows.push(flow);
        self.fetches.len() - 1
    }
}
