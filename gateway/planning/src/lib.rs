//! From a request's text to a plan: prepare, lift literals, project, plan, translate, and keep the
//! result. Which field is fetched where is decided in `gateway-query-planner`; what partitions make
//! of it is decided here, in `translate`. What leaves is [`gateway_plan::Plan`]. Running a plan is
//! deliberately not in here.

mod cache;
mod error;
mod in_flight;
mod lift;
mod pipeline;
mod planner;
mod pool;
mod projection;
mod settings;
mod skew;
mod translate;

#[cfg(test)]
mod tests;

pub use cache::CacheStats;
pub use error::{PlanFailure, PlannerBuildError};
pub use lift::{LiftedVariable, Template};
pub use pipeline::Planned;
pub use planner::Planner;
pub use settings::PlannerSettings;
