//! The city service: reference data that all districts refer to, the definitions of metrics, and
//! the statistics of comparison. It holds no rows of any district.

pub mod agencies;
pub mod categories;
pub mod cities;
pub mod compare;
mod database;
pub mod districts;
mod graph;
mod language;
mod loaders;
mod loading;
pub mod metrics;
pub mod population;
mod seed;
mod service;
pub mod statistics;
mod tables;

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

pub use database::{migrate, open};
pub use graph::{CitySchema, Query};
pub use language::Language;
pub use loaders::Loaders;
pub use service::{Config, MAX_BODY_BYTES, PART, schema, serve, subgraph};

/// The SDL of the subgraph.
#[must_use]
pub fn sdl() -> String {
    subgraph_server::print_sdl(&graph::schema().finish())
}
