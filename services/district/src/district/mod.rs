//! The district as a whole.

pub mod fact_graphql;
pub mod graphql;
pub mod kinds;
pub mod listed;
pub mod loader;
pub mod model;
pub mod queries;

pub use graphql::District;

#[cfg(test)]
mod tests;
