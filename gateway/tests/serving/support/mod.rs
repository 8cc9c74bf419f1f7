//! A gateway, the subgraphs behind it, and a client before it.

mod client;
mod gateway;
mod partitioned;
mod socket;
mod subgraph;
mod supergraph;
mod ticker;
mod versioned;

pub use client::{Answer, Client, decoded, exchange};
pub use gateway::{TestGateway, served_by};
pub use partitioned::{PartitionedGateway, partition};
pub use socket::{Socket, Streamed};
pub use subgraph::FakeSubgraph;
pub use supergraph::{Graph, partitioned_sdl, sdl};
pub use ticker::Ticker;
pub use versioned::{BROKEN, Version, VersionedPartition};
