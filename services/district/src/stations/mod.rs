//! Stations, channels and codes.

pub mod channel_graphql;
pub mod filter;
pub mod graphql;
pub mod kinds;
pub mod listed;
pub mod loader;
pub mod model;
pub mod order;
pub mod root;
pub mod target;

#[cfg(test)]
mod tests;
