//! Runs a plan: routes, scatters, fetches, gathers, projects.
//!
//! A request moves one way: `schedule` starts a fetch when those before it are done; `route`
//! chooses its partitions and `scatter` makes one body for each; the client calls them; `answer`
//! reads what came; `root_fetch` and `entity_fetch` gather and place it; `run` projects the whole.
//! HTTP statuses towards clients and the merge laws themselves are not in here.

mod answer;
mod cache_control;
mod call_body;
mod call_headers;
pub mod coverage;
mod emptiness;
mod entity_fetch;
mod entry;
mod error;
mod executor;
mod explain;
#[doc(hidden)]
pub mod fuzzing;
mod gather_fields;
mod headers;
mod id_split;
mod limits;
mod order;
mod owner;
mod place;
mod planned_routes;
pub mod policy;
mod relocate;
mod request;
mod response_headers;
mod root_fetch;
mod route;
mod run;
mod scatter;
mod schedule;
mod sender;
mod skew;
mod subgraph_error;
mod subscription;
pub mod topology;

pub use call_headers::HeaderPolicy;
pub use coverage::Coverage;
pub use executor::{Executor, ExecutorConfig};
pub use limits::Limits;
pub use planned_routes::planned_routes;
pub use policy::{PartitionPolicy, PolicyError, PolicyKind, PolicyKindError};
pub use request::{ClientDocument, Execution, ExecutionRequest, Location};
pub use response_headers::ResponseHeaderPolicy;
pub use route::Variables;
pub use subgraph_error::{SubgraphErrors, SubgraphMessages};
pub use subscription::{Subscription, SubscriptionLimits};
pub use topology::{Partition, Partitions, Service, Topology, TopologyError};

// A topology tells in these how its services do, to whoever makes metrics of it.
pub use gateway_subgraph_client::{BreakerState, Replicas, TrafficCounts};
