//! Petitions, their events and escalations.

pub mod escalation_graphql;
pub mod filter;
pub mod graphql;
pub mod kinds;
pub mod lifecycle;
pub mod listed;
pub mod loader;
pub mod model;
pub mod order;
pub mod progress_graphql;
pub mod projection;
pub mod queries;
pub mod root;

#[cfg(test)]
mod tests;
