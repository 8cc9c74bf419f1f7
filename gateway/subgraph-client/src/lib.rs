//! Sends one GraphQL request to one service and says exactly how it failed when it did. A service
//! has one or more replicas behind it; the caller sees only the answer's bytes.
//!
//! What the bytes mean is not in here: reading them is the work of execution and response.

mod body;
mod breaker;
mod budget;
mod call;
mod client;
mod connection;
mod connections;
mod deadline;
mod endpoint;
mod error;
mod exchange;
#[doc(hidden)]
pub mod fuzzing;
mod header_rules;
mod headers;
mod health;
mod idle;
mod in_flight;
mod pause;
mod policy;
mod replicas;
mod response_header_rules;
mod signer;
mod subscription;
mod target;
mod tls;

pub use breaker::BreakerState;
pub use call::{Answer, Call, Effect, Notes};
pub use client::SubgraphClient;
pub use connections::ClientConfig;
pub use endpoint::{Endpoint, EndpointError};
pub use error::CallError;
pub use header_rules::{HeaderNameError, HeaderPattern, HeaderRule, HeaderRules, header_name};
pub use headers::OutgoingHeaders;
pub use policy::{BreakerPolicy, RetryPolicy, TrafficPolicy};
pub use replicas::{EndpointState, NoReplicas, Replicas, TrafficCounts};
pub use response_header_rules::{
    Algorithm, ResponseHeaderRule, ResponseHeaderRules, ResponseHeaders, response_header_name,
};
pub use signer::CallerSigner;
pub use subscription::{
    EventSource, SourceEvent, SubscriptionCall, SubscriptionConfig, SubscriptionPath,
    SubscriptionPathError, SubscriptionProtocol, SubscriptionTransport,
};
pub use tls::{TrustError, TrustedRoots};
