//! What a request demands of the partitions that it asks: a policy, and how soon it wants to be
//! answered. It says so in the directive `@partitions` on the operation, in the extension
//! `partitions`, or in headers; the nearest to the operation counts, and what nobody says is the
//! configuration's. Whether a turnout meets a policy is decided in execution.

use std::{collections::BTreeSet, time::Duration};

use axum::http::HeaderMap;
use contract::{
    ErrorCode,
    header::{ANSWER_WITHIN_MS, DEADLINE_MS, PARTITION_POLICY},
};
use gateway_execution::{PartitionPolicy, PolicyKind};
use gateway_operation::RequestError;
use serde_json::{Map, Value};

use crate::settings::PartitionSettings;

/// What one place says; what it leaves out, another may say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct PartitionDemand {
    policy: Option<PartitionPolicy>,
    answer_within: Option<Duration>,
}

/// How long a caller that is a gateway itself waits, by the header `x-deadline-ms`. One that is no
/// number is no deadline.
pub(crate) fn time_left(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(DEADLINE_MS)?.to_str().ok()?;
    text.trim().parse().ok().map(Duration::from_millis)
}

/// What counts for a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Granted {
    pub(crate) policy: PartitionPolicy,
    pub(crate) answer_within: Option<Duration>,
}

impl PartitionDemand {
    /// Of the headers `x-partition-policy` and `x-answer-within-ms`.
    pub(crate) fn from_headers(headers: &HeaderMap) -> Result<Self, RequestError> {
        let text = |name: &str| {
            headers.get(name).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
        };
        let policy = text(PARTITION_POLICY).map(|text| {
            let refused = |error| bad(format!("the header {PARTITION_POLICY}: {error}"));
            text.parse().map_err(refused)
        });
        let answer_within = text(ANSWER_WITHIN_MS).map(|text| {
            let refused = |_| bad(format!("the header {ANSWER_WITHIN_MS} must be milliseconds"));
            text.trim().parse().map(Duration::from_millis).map_err(refused)
        });
        Ok(Self { policy: policy.transpose()?, answer_within: answer_within.transpose()? })
    }

    /// Of the extension `partitions` of a request.
    pub(crate) fn from_extensions(extensions: &Map<String, Value>) -> Result<Self, RequestError> {
        match extensions.get("partitions") {
            None | Some(Value::Null) => Ok(Self::default()),
            Some(Value::Object(fields)) => Self::from_fields("the extension `partitions`", fields),
            Some(_) => Err(bad("the extension `partitions` must be an object")),
        }
    }

    /// Of the arguments of the directive `@partitions`.
    pub(crate) fn from_directive(arguments: &Map<String, Value>) -> Result<Self, RequestError> {
        Self::from_fields("the directive `@partitions`", arguments)
    }

    fn from_fields(place: &str, fields: &Map<String, Value>) -> Result<Self, RequestError> {
        let mut said = Said::default();
        for (name, value) in fields.iter().filter(|(_, value)| !value.is_null()) {
            let is_understood = match name.as_str() {
                "policy" => {
                    said.policy = value.as_str().and_then(|text| text.parse().ok());
                    said.policy.is_some()
                }
                "require" => {
                    said.require = keys(value);
                    said.require.is_some()
                }
                "atLeast" => {
                    said.at_least = value.as_u64().and_then(|count| usize::try_from(count).ok());
                    said.at_least.is_some()
                }
                "answerWithin" => {
                    said.answer_within = value.as_u64().map(Duration::from_millis);
                    said.answer_within.is_some()
                }
                _ => return Err(bad(format!("{place} has no `{name}`; {KNOWN}"))),
            };
            if !is_understood {
                return Err(bad(format!("{place}: `{name}` is not as it must be; {KNOWN}")));
            }
        }
        let policy = said.policy().map_err(|problem| bad(format!("{place}: {problem}")))?;
        Ok(Self { policy, answer_within: said.answer_within })
    }

    /// This demand, and of another what this one does not say.
    pub(crate) fn or(self, other: Self) -> Self {
        Self {
            policy: self.policy.or(other.policy),
            answer_within: self.answer_within.or(other.answer_within),
        }
    }

    /// What counts, when the configuration allows it.
    pub(crate) fn grant(self, settings: &PartitionSettings) -> Result<Granted, RequestError> {
        if let Some(policy) = &self.policy
            && !settings.choices.contains(&policy.kind())
        {
            let choices: Vec<&str> = settings.choices.iter().map(|kind| kind.as_str()).collect();
            let allowed = if choices.is_empty() { "none".to_owned() } else { choices.join(", ") };
            let kind = policy.kind().as_str();
            let message = format!("requests may not choose the policy {kind}; allowed: {allowed}");
            return Err(RequestError::new(ErrorCode::Forbidden, message));
        }
        if let Some(time) = self.answer_within
            && time < settings.shortest_answer_within
        {
            let (asked, least) = (time.as_millis(), settings.shortest_answer_within.as_millis());
            let message = format!("an answer within {asked} ms is too soon; the least is {least}");
            return Err(RequestError::new(ErrorCode::Forbidden, message));
        }
        Ok(Granted {
            policy: self.policy.unwrap_or_else(|| settings.policy.clone()),
            answer_within: self.answer_within.or(settings.answer_within),
        })
    }
}

/// What an object may hold, for messages.
const KNOWN: &str = "it takes `policy` (PARTIAL, ABORT, REQUIRE), `require` (partition keys), \
                     `atLeast` (a count) and `answerWithin` (milliseconds)";

/// The parts of a demand as they are written.
#[derive(Default)]
struct Said {
    policy: Option<PolicyKind>,
    require: Option<BTreeSet<String>>,
    at_least: Option<usize>,
    answer_within: Option<Duration>,
}

impl Said {
    /// The policy that the parts are together. A requirement alone means `REQUIRE`.
    fn policy(&self) -> Result<Option<PartitionPolicy>, &'static str> {
        let requirement = match (&self.require, self.at_least) {
            (Some(_), Some(_)) => return Err("give one of `require` and `atLeast`"),
            (Some(keys), None) => Some(PartitionPolicy::RequireKeys(keys.clone())),
            (None, count) => count.map(PartitionPolicy::RequireCount),
        };
        match (self.policy, requirement) {
            (None | Some(PolicyKind::Require), Some(requirement)) => Ok(Some(requirement)),
            (Some(PolicyKind::Require), None) => Err("REQUIRE needs `require` or `atLeast`"),
            (Some(_), Some(_)) => Err("`require` and `atLeast` go with the policy REQUIRE alone"),
            (Some(PolicyKind::Partial), None) => Ok(Some(PartitionPolicy::Partial)),
            (Some(PolicyKind::Abort), None) => Ok(Some(PartitionPolicy::Abort)),
            (None, None) => Ok(None),
        }
    }
}

/// A list of partition keys; a single one is a list of one, as in GraphQL.
fn keys(value: &Value) -> Option<BTreeSet<String>> {
    let items = match value {
        Value::Array(items) => items.as_slice(),
        single => std::slice::from_ref(single),
    };
    let keys: BTreeSet<String> =
        items.iter().map(|item| item.as_str().map(str::to_owned)).collect::<Option<_>>()?;
    (!keys.is_empty()).then_some(keys)
}

fn bad(message: impl Into<String>) -> RequestError {
    RequestError::new(ErrorCode::BadRequest, message)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;
    use serde_json::json;

    use super::*;

    fn extension(value: Value) -> Result<PartitionDemand, RequestError> {
        let extensions = Map::from_iter([("partitions".to_owned(), value)]);
        PartitionDemand::from_extensions(&extensions)
    }

    fn policy(value: Value) -> Option<String> {
        extension(value).expect("a demand").policy.map(|policy| policy.to_string())
    }

    #[test]
    fn an_object_says_policy_and_time() {
        assert_eq!(policy(json!({})), None);
        assert_eq!(policy(json!({ "policy": "PARTIAL" })), Some("PARTIAL".to_owned()));
        assert_eq!(policy(json!({ "policy": "ABORT", "atLeast": null })), Some("ABORT".to_owned()));
        assert_eq!(policy(json!({ "policy": "REQUIRE", "atLeast": 3 })), Some("REQUIRE 3".into()));
        assert_eq!(policy(json!({ "require": ["b", "a"] })), Some("REQUIRE a,b".to_owned()));
        assert_eq!(policy(json!({ "require": "a" })), Some("REQUIRE a".to_owned()));
        let demand = extension(json!({ "answerWithin": 800 })).expect("a demand");
        assert_eq!(demand.answer_within, Some(Duration::from_millis(800)));
    }

    #[test]
    fn what_contradicts_itself_or_is_unknown_is_refused() {
        for wrong in [
            json!(7),
            json!({ "policy": "SOME" }),
            json!({ "policy": "REQUIRE" }),
            json!({ "policy": "ABORT", "atLeast": 3 }),
            json!({ "atLeast": 3, "require": ["a"] }),
            json!({ "atLeast": -3 }),
            json!({ "require": [] }),
            json!({ "require": [7] }),
            json!({ "answerWithin": "soon" }),
            json!({ "polcy": "ABORT" }),
        ] {
            let error = extension(wrong.clone()).expect_err("it is refused");
            assert_eq!(error.code, ErrorCode::BadRequest, "{wrong}");
        }
    }

    fn headers(policy: &'static str, within: &'static str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(PARTITION_POLICY, HeaderValue::from_static(policy));
        headers.insert(ANSWER_WITHIN_MS, HeaderValue::from_static(within));
        headers
    }

    #[test]
    fn the_nearest_to_the_operation_counts() {
        let header = PartitionDemand::from_headers(&headers("ABORT", "500")).expect("a demand");
        let extension = extension(json!({ "atLeast": 2 })).expect("a demand");
        let directive = PartitionDemand::from_fields("it", &Map::new()).expect("a demand");
        let granted = directive
            .or(extension)
            .or(header)
            .grant(&PartitionSettings::default())
            .expect("everything is allowed");
        assert_eq!(granted.policy.to_string(), "REQUIRE 2");
        assert_eq!(granted.answer_within, Some(Duration::from_millis(500)));
    }

    #[test]
    fn a_header_that_says_nothing_is_refused() {
        for (policy, within) in [("SOMETIMES", "5"), ("ABORT", "soon"), ("ABORT", "-1")] {
            assert!(PartitionDemand::from_headers(&headers(policy, within)).is_err());
        }
    }

    #[test]
    fn the_configuration_says_what_may_be_chosen() {
        let settings = PartitionSettings {
            policy: PartitionPolicy::Abort,
            choices: vec![PolicyKind::Require],
            answer_within: None,
            shortest_answer_within: Duration::from_millis(200),
        };
        let grant = |value| extension(value).expect("a demand").grant(&settings);
        assert_eq!(grant(json!({})).map(|granted| granted.policy), Ok(PartitionPolicy::Abort));
        assert!(grant(json!({ "atLeast": 2, "answerWithin": 200 })).is_ok());
        let refused = |value| grant(value).expect_err("it is refused");
        assert_eq!(
            refused(json!({ "policy": "PARTIAL" })).message,
            "requests may not choose the policy PARTIAL; allowed: REQUIRE"
        );
        assert_eq!(refused(json!({ "answerWithin": 199 })).code, ErrorCode::Forbidden);
    }
}
