//! The walk over the planner's nodes, in an order in which every fetch comes after those that the
//! planner has put before it.

use gateway_plan::{Condition, FetchId};
use hive_router_query_planner::planner::plan_nodes::PlanNode;

use super::{Scope, Translator};
use crate::error::PlanningError;

impl Translator<'_> {
    /// Translates a node; returns the fetches that were made of it.
    pub(super) fn walk(
        &mut self,
        node: &PlanNode,
        scope: &Scope,
    ) -> Result<Vec<FetchId>, PlanningError> {
        match node {
            PlanNode::Fetch(fetch) => match &fetch.requires {
                Some(requires) => self.entity_fetch(fetch, requires, scope),
                None => self.root_fetch(fetch, scope),
            },
            PlanNode::Subscription(subscription) => self.root_fetch(&subscription.primary, scope),
            PlanNode::BatchFetch(batch) => self.entity_batch(batch, scope),
            PlanNode::Flatten(flatten) => {
                let mut inner = scope.clone();
                inner.path.extend_from_slice(flatten.path.as_slice());
                self.walk(&flatten.node, &inner)
            }
            PlanNode::Sequence(sequence) => self.sequence(&sequence.nodes, scope),
            PlanNode::Parallel(parallel) => {
                let mut made = Vec::new();
                for node in &parallel.nodes {
                    made.extend(self.walk(node, scope)?);
                }
                Ok(made)
            }
            PlanNode::Condition(condition) => {
                let clauses = [(&condition.if_clause, true), (&condition.else_clause, false)];
                let mut made = Vec::new();
                for (clause, expected) in clauses {
                    if let Some(node) = clause {
                        let variable = condition.condition.clone();
                        let inner = scope.under(Condition { variable, expected });
                        made.extend(self.walk(node, &inner)?);
                    }
                }
                Ok(made)
            }
            PlanNode::Defer(_) => Err(PlanningError::Unsupported("a deferred fetch".to_owned())),
        }
    }

    fn sequence(
        &mut self,
        nodes: &[PlanNode],
        scope: &Scope,
    ) -> Result<Vec<FetchId>, PlanningError> {
        let mut inner = scope.clone();
        let mut made = Vec::new();
        for node in nodes {
            let of_node = self.walk(node, &inner)?;
            inner.before.extend(&of_node);
            made.extend(of_node);
        }
        Ok(made)
    }
}

impl Scope {
    fn under(&self, condition: Condition) -> Self {
        let mut inner = self.clone();
        inner.conditions.push(condition);
        inner.conditions.sort();
        inner.conditions.dedup();
        inner
    }
}
