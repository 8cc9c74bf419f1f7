//! GraphQL over HTTP, GraphiQL, health and metrics. HTTP begins and ends here: what a request
//! means is the work of the stages that `pipeline` lists. Configuration files are not read here.

mod body;
mod cache_metrics;
mod connections;
mod cors;
mod cost;
mod csrf;
mod documents;
mod entry;
#[doc(hidden)]
pub mod fuzzing;
mod graphiql;
mod http;
mod media;
mod metrics;
mod partition_demand;
mod pipeline;
mod protocol;
mod request_id;
mod router;
mod server;
mod settings;
mod snapshot;
mod status;
mod streams;
mod tls;
mod traffic_metrics;

pub use cors::{Cors, CorsError};
pub use cost::CostSettings;
pub use documents::{DocumentHash, DocumentIdError, DocumentSettings, PersistedDocuments};
pub use entry::Entry;
pub use server::{Server, ServerConfig, SnapshotHandle};
pub use settings::{PartitionSettings, RequestSettings};
pub use snapshot::Snapshot;
pub use streams::StreamSettings;
pub use tls::{Tls, TlsError};
