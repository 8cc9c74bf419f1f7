//! A gateway, the subgraphs behind it, and a client before it.

mod client;
mod gateway;
mod subgraph;
mod supergraph;
mod versioned;

pub use client::{Answer, Client, decoded, exchange};
pub use gateway::{TestGateway, served_by};
pub use subgraph::FakeSubgraph;
pub use supergraph::{Graph, partitioned_sdl, sdl};
pub use versioned::{Version, VersionedPartition};
