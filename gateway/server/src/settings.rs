//! How requests are read and answered. The settings are a part of the snapshot, so that a reload
//! changes them together with the schema; what needs a restart is in `ServerConfig`.

use std::time::Duration;

use gateway_execution::{PartitionPolicy, PolicyKind};
use gateway_supergraph::LabelShares;

use crate::{
    cors::Cors, cost::CostSettings, documents::DocumentSettings, streams::StreamSettings, tls::Tls,
};

/// What a request finds besides the schema.
#[derive(Debug, Clone)]
pub struct RequestSettings {
    /// The largest request body, in bytes.
    pub max_body_bytes: usize,
    /// The longest that a body may take to arrive.
    pub body_time: Duration,
    /// The longest that a request may take once it has arrived.
    pub request_time: Duration,
    /// What requests may demand of partitions.
    pub partitions: PartitionSettings,
    /// What an operation may cost.
    pub cost: CostSettings,
    /// Whether larger answers are compressed for clients that accept it.
    pub compression: bool,
    /// Whether requests are refused that a browser could have been made to send by another site.
    pub csrf_prevention: bool,
    /// Which pages of other origins may read answers; without it, none.
    pub cors: Option<Cors>,
    /// For which share of the requests a label of an override holds.
    pub override_labels: LabelShares,
    /// Where documents come from.
    pub documents: DocumentSettings,
    /// Bounds of WebSockets and streams of events.
    pub streams: StreamSettings,
    /// The operations in the first tabs of GraphiQL; without a list the page is not served.
    pub graphiql: Option<Vec<String>>,
    /// The certificate that clients are shown; without one, connections are not secured.
    pub tls: Option<Tls>,
}

impl Default for RequestSettings {
    fn default() -> Self {
        Self {
            max_body_bytes: 512 << 10,
            body_time: Duration::from_secs(10),
            request_time: Duration::from_secs(30),
            partitions: PartitionSettings::default(),
            cost: CostSettings::default(),
            compression: true,
            csrf_prevention: true,
            cors: None,
            override_labels: LabelShares::new(),
            documents: DocumentSettings::default(),
            streams: StreamSettings::default(),
            graphiql: None,
            tls: None,
        }
    }
}

/// What is demanded of partitions, and what a request may demand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartitionSettings {
    /// The policy of a request that names none.
    pub policy: PartitionPolicy,
    /// The kinds of policy that a request may name.
    pub choices: Vec<PolicyKind>,
    /// How soon a request that says nothing about it is answered with the partitions that have
    /// answered by then; without it, all are waited for.
    pub answer_within: Option<Duration>,
    /// The soonest that a request may ask for.
    pub shortest_answer_within: Duration,
}

impl Default for PartitionSettings {
    fn default() -> Self {
        Self {
            policy: PartitionPolicy::default(),
            choices: PolicyKind::ALL.to_vec(),
            answer_within: None,
            shortest_answer_within: Duration::ZERO,
        }
    }
}
