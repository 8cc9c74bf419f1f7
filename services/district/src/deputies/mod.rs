//! Deputies, their mandates and memberships.

pub mod filter;
pub mod graphql;
pub mod kinds;
pub mod listed;
pub mod loader;
pub mod model;
pub mod order;
pub mod queries;
pub mod root;

#[cfg(test)]
mod tests;
