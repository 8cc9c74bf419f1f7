//! Supervision of the authorities.

pub mod filter;
pub mod graphql;
pub mod kinds;
pub mod listed;
pub mod loader;
pub mod model;
pub mod order;
pub mod root;

#[cfg(test)]
mod tests;
