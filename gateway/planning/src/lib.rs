//! From a request's text to a plan: prepare, lift literals, project, plan, translate, and keep the
//! result. The external planner's types appear in this crate alone, in `engine` and `translate`;
//! what leaves it is [`gateway_plan::Plan`]. Running a plan is deliberately not in here.

mod cache;
mod engine;
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
