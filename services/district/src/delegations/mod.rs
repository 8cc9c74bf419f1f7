//! Delegations and their working groups.

pub mod filter;
pub mod graphql;
pub mod listed;
pub mod loader;
pub mod model;
pub mod order;
pub mod queries;
pub mod root;
pub mod working_group_graphql;

#[cfg(test)]
mod tests;
