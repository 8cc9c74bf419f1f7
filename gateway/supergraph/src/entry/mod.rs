//! A supergraph that is a subgraph of another: what it offers to the gateway above it, and the
//! entry by which that gateway asks for entities. How the entry is answered is not in here.
//!
//! The entry is a subgraph of its own that knows nothing but the keys of entities. So planning
//! treats `_entities` like any field: the keys are there, and the rest is fetched by them.

mod graph;
mod offer;

pub use graph::{ENTRY, with_entry};
pub use offer::subgraph_sdl;
