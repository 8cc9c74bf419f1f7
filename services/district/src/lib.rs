//! The district service: one district's deputies, delegations, grids, petitions and brands, served
//! as one partition of a federated graph.

pub mod access;
pub mod brands;
pub mod compare;
mod database;
pub mod dataset;
pub mod delegations;
pub mod deputies;
pub mod district;
pub mod duty;
pub mod generate;
pub mod graph;
pub mod listing;
pub mod node;
pub mod numbers;
pub mod petitions;
pub mod places;
pub mod request;
pub mod schema;
mod service;
pub mod stations;
pub mod supervision;
#[cfg(test)]
mod testing;
pub mod text;
pub mod time;

pub use database::{MIGRATIONS, migrate, open};
pub use graph::DistrictSchema;
pub use service::{Config, serve, subgraph};

/// The SDL of the subgraph.
#[must_use]
pub fn sdl() -> String {
    subgraph_server::print_sdl(&graph::schema())
}
