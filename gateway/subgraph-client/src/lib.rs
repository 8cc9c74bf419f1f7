//! Sends one GraphQL request to one service and says exactly how it failed when it did. A service
//! has one or more replicas behind it; the caller sees only the answer's bytes.
//!
//! What the bytes mean is not in here: reading them is the work of execution and response.

mod body;
mod call;
mod client;
mod deadline;
mod endpoint;
mod error;
mod headers;
mod in_flight;
mod policy;
mod replicas;
mod signer;

pub use call::{Answer, Call, Effect};
pub use client::{ClientConfig, SubgraphClient};
pub use endpoint::{Endpoint, EndpointError};
pub use error::CallError;
pub use headers::OutgoingHeaders;
pub use policy::TrafficPolicy;
pub use replicas::{NoReplicas, Replicas};
pub use signer::CallerSigner;
