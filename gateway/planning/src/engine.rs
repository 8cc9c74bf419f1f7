//! The external planner behind one function. It is frozen code that panics on inputs its authors
//! did not think of, so nothing calls it but [`Engine`], and a panic is an error like another.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    time::Duration,
};

use gateway_supergraph::{OverrideLabels, Overrides};
use hive_router_query_planner::{
    ast::normalization::normalize_operation,
    graph::PlannerOverrideContext,
    planner::{Planner, PlannerError, QueryPlannerOptions, plan_nodes::QueryPlan},
    state::supergraph_state::SupergraphState,
    utils::{
        cancellation::{CancellationError, CancellationToken},
        parsing::{safe_parse_operation, safe_parse_schema},
    },
};

use crate::error::{PlannerBuildError, PlanningError};

/// The external planner for one supergraph.
pub(crate) struct Engine {
    planner: Planner,
}

impl Engine {
    pub(crate) fn new(supergraph_sdl: &str) -> Result<Self, PlannerBuildError> {
        let refused = |problem: String| PlannerBuildError::Refused(problem);
        contained(|| {
            let schema =
                safe_parse_schema(supergraph_sdl).map_err(|error| refused(error.to_string()))?;
            Planner::new_from_supergraph(&schema, QueryPlannerOptions::default())
                .map(|planner| Self { planner })
                .map_err(|error| refused(error.to_string()))
        })
        .unwrap_or_else(|panic| Err(refused(panic)))
    }

    /// Plans a document with one operation, as it is for those for whom labels hold.
    pub(crate) fn plan(
        &self,
        document: &str,
        labels: &OverrideLabels,
        overrides: Overrides,
        deadline: Duration,
    ) -> Result<QueryPlan, PlanningError> {
        let names = labels.held_names(overrides).map(ToOwned::to_owned).collect();
        let context = PlannerOverrideContext::new(names, labels.representative_draw(overrides));
        contained(|| self.plan_uncontained(document, context, deadline))
            .unwrap_or_else(|panic| Err(PlanningError::Engine(panic)))
    }

    /// What the planner knows of the supergraph.
    pub(crate) fn state(&self) -> &SupergraphState {
        &self.planner.supergraph
    }

    fn plan_uncontained(
        &self,
        document: &str,
        overrides: PlannerOverrideContext,
        deadline: Duration,
    ) -> Result<QueryPlan, PlanningError> {
        let engine_error = |error: &dyn std::fmt::Display| PlanningError::Engine(error.to_string());
        let cancellation = CancellationToken::with_timeout(deadline);
        let parsed = safe_parse_operation(document).map_err(|error| engine_error(&error))?;
        let normalized = normalize_operation(&self.planner.supergraph, &parsed, None)
            .map_err(|error| engine_error(&error))?;
        self.planner
            .plan_from_normalized_operation(
                normalized.executable_operation(),
                overrides,
                &cancellation,
            )
            .map_err(|error| match error {
                PlannerError::CancellationError(CancellationError::TimedOut) => {
                    PlanningError::Timeout
                }
                _ if cancellation.bail_if_cancelled().is_err() => PlanningError::Timeout,
                error => engine_error(&error),
            })
    }
}

/// Runs code that may panic; the panic's message is the error.
fn contained<T>(run: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(run)).map_err(|panic| {
        let message = panic
            .downcast_ref::<&str>()
            .map(|text| (*text).to_owned())
            .or_else(|| panic.downcast_ref::<String>().cloned())
            .unwrap_or_else(|| "no message".to_owned());
        tracing::error!(%message, "the external planner panicked");
        "the planner met a case that it does not know".to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_an_error() {
        assert_eq!(contained(|| 3), Ok(3));
        let panicked: Result<(), _> = contained(|| panic!("{}", "no such node"));
        assert_eq!(panicked, Err("the planner met a case that it does not know".to_owned()));
    }

    #[test]
    fn what_is_no_schema_is_refused() {
        assert!(matches!(Engine::new("type {"), Err(PlannerBuildError::Refused(_))));
    }
}
