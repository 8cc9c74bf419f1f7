//! How much planning may cost.

use std::time::Duration;

use gateway_operation::PrepareSettings;

/// Settings of a [`crate::Planner`].
#[derive(Debug, Clone)]
pub struct PlannerSettings {
    /// How operations are prepared before they are planned.
    pub prepare: PrepareSettings,
    /// Threads that plan.
    pub threads: usize,
    /// Operations that may wait for a thread; more are refused.
    pub queue: usize,
    /// How long a request waits for its plan, and how long one plan may take.
    pub deadline: Duration,
    /// Plans that are kept.
    pub cached_plans: usize,
    /// Bytes, roughly, of the plans that are kept.
    pub cached_bytes: usize,
}

impl Default for PlannerSettings {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        Self {
            prepare: PrepareSettings::default(),
            threads: cores.clamp(1, 4),
            queue: 256,
            deadline: Duration::from_secs(2),
            cached_plans: 2_000,
            cached_bytes: 16 * 1_024 * 1_024,
        }
    }
}
