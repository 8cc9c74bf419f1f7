//! Small subgraphs on sockets, a gateway before them, and a client.

mod execute;
mod subgraph;
mod world;

pub use subgraph::{Call, Running, Subgraph};
pub use world::World;
