//! What a request needs of one version of schema, topology and settings. It is made whole, then swapped in:
//! a request sees one from its start to its end.

use std::sync::Arc;

use gateway_execution::Executor;
use gateway_operation::Introspector;
use gateway_planning::{Planner, PlannerBuildError, PlannerSettings};
use gateway_supergraph::{Draw, Overrides, Supergraph};

use crate::settings::RequestSettings;

/// One version of schema, plans, topology and settings.
pub struct Snapshot {
    pub(crate) supergraph: Arc<Supergraph>,
    pub(crate) planner: Planner,
    pub(crate) introspector: Introspector,
    pub(crate) executor: Executor,
    pub(crate) settings: RequestSettings,
}

impl Snapshot {
    /// Prepares planning and introspection for a supergraph that `executor` can reach.
    ///
    /// # Errors
    /// When the planner does not take the supergraph.
    pub fn new(
        supergraph: Arc<Supergraph>,
        executor: Executor,
        planning: PlannerSettings,
        settings: RequestSettings,
    ) -> Result<Self, PlannerBuildError> {
        let planner = Planner::new(Arc::clone(&supergraph), planning)?;
        let introspector = Introspector::new(supergraph.api_schema.clone());
        Ok(Self { supergraph, planner, introspector, executor, settings })
    }

    /// The labels of overrides that hold for a request.
    pub(crate) fn overrides(&self, request_id: &str) -> Overrides {
        let labels = &self.supergraph.override_labels;
        if labels.is_empty() {
            return Overrides::default();
        }
        labels.decide(&self.settings.override_labels, Draw::of(request_id))
    }
}
