//! For tests: random federated graphs with their data, random operations on any schema, and a
//! small GraphQL executor that serves a subgraph of such a graph or the whole of it as a monolith.
//!
//! Everything random is made of [`Choices`], bytes that a property test draws and makes smaller.
//! Nothing here knows the gateway: what is held against it must not share its mistakes.

mod choices;
pub mod execute;
pub mod operation;
pub mod world;

pub use choices::Choices;
pub use execute::{Answer, Resolved, Resolver, execute};
pub use operation::{Operation, OperationWriter};
pub use world::World;
