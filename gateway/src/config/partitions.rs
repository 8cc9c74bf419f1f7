//! What requests may demand of partitions.

use std::time::Duration;

use gateway_execution::{PartitionPolicy, PolicyKind, PolicyKindError};
use gateway_server::PartitionSettings;

use super::reader::{Problems, Section};

/// How partitions are waited for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartitionsConfig {
    /// What is demanded whatever a request says.
    pub policy_floor: PartitionPolicy,
    /// The kinds of policy that a request may name.
    pub policies: Vec<PolicyKind>,
    /// How soon every request is answered that says nothing about it.
    pub answer_within: Option<Duration>,
    /// The soonest that a request may ask for.
    pub shortest_answer_within: Duration,
    /// How often services are asked for their schemas again; without it, never.
    pub schema_poll: Option<Duration>,
}

impl Default for PartitionsConfig {
    fn default() -> Self {
        Self {
            policy_floor: PartitionPolicy::Partial,
            policies: PolicyKind::ALL.to_vec(),
            answer_within: None,
            shortest_answer_within: Duration::from_millis(10),
            schema_poll: Some(Duration::from_secs(30)),
        }
    }
}

impl PartitionsConfig {
    /// What the server needs of it, with the policy of requests that name none.
    pub(crate) fn settings(&self, policy: &PartitionPolicy) -> PartitionSettings {
        PartitionSettings {
            policy: policy.clone(),
            choices: self.policies.clone(),
            answer_within: self.answer_within,
            shortest_answer_within: self.shortest_answer_within,
        }
    }
}

/// Reads the table `partitions`.
pub(super) fn read(mut section: Section<'_>, problems: &Problems<'_>) -> PartitionsConfig {
    let default = PartitionsConfig::default();
    let policy_floor = section.parsed("policy_floor", str::parse).unwrap_or_default();
    let names_policies = section.has("policies");
    let named: Vec<PolicyKind> = section
        .texts("policies")
        .iter()
        .filter_map(|text| {
            let refused = |error: &PolicyKindError| {
                problems.add(text.offset, format!("`partitions.policies`: {error}"));
            };
            text.value.parse().inspect_err(refused).ok()
        })
        .collect();
    let policies = if names_policies { named } else { default.policies };
    let mut time = |key| section.integer(key, 1..=600_000).map(Duration::from_millis);
    let config = PartitionsConfig {
        policy_floor,
        policies,
        answer_within: time("answer_within_ms"),
        shortest_answer_within: time("shortest_answer_within_ms")
            .unwrap_or(default.shortest_answer_within),
        schema_poll: match section.integer("schema_poll_ms", 0..=86_400_000) {
            None => default.schema_poll,
            Some(0) => None,
            Some(time) => Some(Duration::from_millis(time)),
        },
    };
    section.finish();
    config
}
