//! Subgraph answers as indexed bytes: read once, borrowed from, laid over each other, gathered by
//! merge laws and projected to what the client asked for.
//!
//! The way of a request through this crate: [`Tape::index`] reads a body and [`Store`] keeps it;
//! [`Targets`] finds the objects that an entity fetch is about and [`RepresentationSet`] holds
//! what is sent for them; [`gather()`] makes one answer of those of several partitions; [`project()`]
//! writes the client's `data`. Nothing here does IO, waits, or knows who is asked and why.

mod error;
pub mod gather;
pub mod json;
mod path;
pub mod project;
mod representation;
mod representation_set;
mod rewrite;
mod scalar;
mod store;
mod tape;
mod targets;

pub use error::FieldError;
pub use gather::{
    GatherContext, Gathered, Missing, PartitionAnswer, Rejected, RowCounts, RowLimits, gather,
};
pub use path::{ErrorPaths, PathItem, ResponsePath, Step};
pub use project::{Projected, ProjectionInput, project};
pub use representation::write_representation;
pub use representation_set::RepresentationSet;
pub use rewrite::apply_rewrites;
pub use store::{Elements, Entries, Kind, Node, Ref, Store};
pub use tape::{IndexLimits, JsonError, Tape};
pub use targets::{Target, Targets};
