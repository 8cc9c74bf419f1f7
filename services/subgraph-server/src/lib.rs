//! Serves any async-graphql schema as a subgraph: HTTP, subscriptions, caller context, deadlines,
//! health, metrics, shutdown, and the SDL that the gateway composes.
//!
//! The GraphQL types that several subgraphs share without being of any domain are in [`graphql`].
//! Domains, databases and configuration files are not in here.

mod caller;
mod config;
mod deadline;
mod endpoint;
mod error_codes;
mod executor;
mod failure;
pub mod graphql;
mod guard;
mod health;
mod interrupted;
mod metrics;
mod rejection;
mod sdl;
mod server;
mod subgraph;
mod subscription;

pub use config::{SchemaLimits, ServerConfig};
pub use failure::{Failure, Result};
pub use interrupted::interrupted;
pub use sdl::print_sdl;
pub use server::{Server, ServerError};
pub use subgraph::Subgraph;
