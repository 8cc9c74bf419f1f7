//! GraphQL over HTTP, GraphiQL, health and metrics. HTTP begins and ends here: what a request
//! means is the work of the stages that `pipeline` lists. Configuration files are not read here.

mod graphiql;
mod http;
mod media;
mod metrics;
mod pipeline;
mod request_id;
mod server;
mod snapshot;
mod status;

pub use server::{Server, ServerConfig, SnapshotHandle};
pub use snapshot::Snapshot;
