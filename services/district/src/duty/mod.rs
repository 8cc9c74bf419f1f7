//! Activities, registers, points and cadence.

pub mod cadence_graphql;
pub mod filter;
pub mod graphql;
pub mod kinds;
pub mod listed;
pub mod loader;
pub mod model;
pub mod order;
pub mod points_graphql;
pub mod queries;
pub mod register_graphql;
pub mod root;

#[cfg(test)]
mod tests;
