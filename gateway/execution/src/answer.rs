//! Reads what a call brought: the data, the errors, and what became of each root field. Whether a
//! failed partition fails the answer is not decided here.

use std::time::Duration;

use bytes::Bytes;
use contract::coverage::MissingReason;
use gateway_response::{IndexLimits, JsonError, Kind, Ref, Store, Tape};
use gateway_subgraph_client::{Answer, CallError};
use serde_json::Value;

use crate::{
    sender::Returned,
    subgraph_error::{self, Blame, SubgraphError},
};

/// The longest coverage of a gateway below that is passed on, in bytes.
const MAX_BELOW: usize = 256 * 1_024;

/// How a body is read.
pub(crate) type Reading = fn(Bytes, &IndexLimits) -> Result<Tape, JsonError>;

/// What a call brought.
#[derive(Debug)]
pub(crate) struct Received {
    /// The data object, when there is one.
    pub data: Option<Ref>,
    pub errors: Vec<SubgraphError>,
    /// Why there is no data. With data, nothing.
    pub failure: Option<MissingReason>,
    /// What became of the partitions behind the service, when it is a gateway itself.
    pub below: Option<Value>,
    pub elapsed: Duration,
}

/// What became of one root field in one answer.
#[derive(Debug, PartialEq)]
pub(crate) enum FieldOutcome<'a> {
    /// A value, null included.
    Value(Ref),
    /// The caller asked for what cannot be.
    Mistake(&'a SubgraphError),
    /// The subgraph failed it.
    Failed(MissingReason),
}

impl Received {
    /// Reads what a call returned and keeps its data in the store. What went wrong is logged here
    /// and nowhere else.
    pub(crate) fn read(
        store: &mut Store,
        reading: Reading,
        subgraph: &str,
        returned: Returned,
    ) -> Self {
        let Returned { partition, result, elapsed } = returned;
        let partition = partition.as_deref();
        let read = match result {
            Ok(answer) => Self::from_body(store, reading, answer, elapsed),
            Err(failure) => Err((failure.reason, failure.detail)),
        };
        match read {
            Ok(received) => {
                received.log_errors(subgraph, partition);
                received
            }
            Err((reason, detail)) => {
                let reason_name = reason.as_str();
                tracing::warn!(subgraph, partition, reason = reason_name, detail, "a call failed");
                Self { failure: Some(reason), elapsed, ..Self::not_asked(reason) }
            }
        }
    }

    /// What comes of a call that is not made.
    pub(crate) fn not_asked(reason: MissingReason) -> Self {
        let (errors, elapsed) = (Vec::new(), Duration::ZERO);
        Self { data: None, errors, failure: Some(reason), below: None, elapsed }
    }

    /// Whether the subgraph found the operation to be none of its schema.
    pub(crate) fn is_misfit(&self) -> bool {
        let skew = Blame::Partition(MissingReason::VersionSkew);
        self.errors.iter().any(|error| error.blame() == skew)
    }

    /// Logs the first error that is not the caller's, as the others are seldom of another kind.
    fn log_errors(&self, subgraph: &str, partition: Option<&str>) {
        let ours = || self.errors.iter().filter(|error| error.blame() != Blame::Caller);
        if let Some(first) = ours().next() {
            let (count, message) = (ours().count(), first.message.as_str());
            tracing::warn!(subgraph, partition, count, message, "a subgraph answered with errors");
        }
    }

    fn from_body(
        store: &mut Store,
        reading: Reading,
        answer: Answer,
        elapsed: Duration,
    ) -> Result<Self, (MissingReason, String)> {
        let Answer { body, refused, notes, .. } = answer;
        let by_status = refused.as_ref().map(CallError::reason);
        // Of those who share a call, the first one reads what came.
        let read = notes.get_or_make(|| reading(body.clone(), &IndexLimits::default()));
        let root = match &*read {
            Ok(tape) => store.add(tape.clone()),
            Err(error) => {
                return Err((by_status.unwrap_or_else(|| unreadable(error)), error.to_string()));
            }
        };
        let errors = store
            .get(root, "errors")
            .and_then(|errors| subgraph_error::read(store.raw(errors)?))
            .unwrap_or_default();
        let data = store.get(root, "data").filter(|data| store.kind(*data) == Kind::Object);
        let failure = data.is_none().then(|| {
            let by_error = errors.iter().find_map(|error| match error.blame() {
                Blame::Partition(reason) => Some(reason),
                Blame::Caller => None,
            });
            let no_answer = if errors.is_empty() {
                MissingReason::InvalidAnswer
            } else {
                MissingReason::Failed
            };
            by_status.or(by_error).unwrap_or(no_answer)
        });
        let below = store
            .get(root, "extensions")
            .and_then(|extensions| store.get(extensions, "partitions"))
            .filter(|below| store.kind(*below) == Kind::Object)
            .and_then(|below| store.raw(below))
            .filter(|raw| raw.len() <= MAX_BELOW)
            .and_then(|raw| serde_json::from_slice(raw).ok());
        Ok(Self { data, errors, failure, below, elapsed })
    }

    /// What became of a root field.
    pub(crate) fn field(&self, store: &Store, key: &str) -> FieldOutcome<'_> {
        let value = self.data.and_then(|data| store.get(data, key));
        if let Some(value) = value.filter(|value| !store.is_null(*value)) {
            return FieldOutcome::Value(value);
        }
        if let Some(mistake) = self.errors_at(key).find(|error| error.blame() == Blame::Caller) {
            return FieldOutcome::Mistake(mistake);
        }
        if let Some(reason) = self.failure {
            return FieldOutcome::Failed(reason);
        }
        let reason = self.errors_at(key).find_map(|error| match error.blame() {
            Blame::Partition(reason) => Some(reason),
            Blame::Caller => None,
        });
        match (reason, value) {
            (Some(reason), _) => FieldOutcome::Failed(reason),
            (None, Some(null)) => FieldOutcome::Value(null),
            (None, None) => FieldOutcome::Failed(MissingReason::InvalidAnswer),
        }
    }

    /// The errors that concern a root field.
    pub(crate) fn errors_at(&self, key: &str) -> impl Iterator<Item = &SubgraphError> {
        self.errors.iter().filter(move |error| error.concerns(key))
    }
}

fn unreadable(error: &JsonError) -> MissingReason {
    match error {
        JsonError::TooManyValues { .. } | JsonError::TooLarge(_) => MissingReason::TooLarge,
        JsonError::Syntax { .. } | JsonError::NotUtf8 { .. } | JsonError::TooDeep { .. } => {
            MissingReason::InvalidAnswer
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn received(store: &mut Store, body: &'static str) -> Received {
        let answer = Answer::of(Bytes::from_static(body.as_bytes()));
        let returned = Returned { partition: None, result: Ok(answer), elapsed: Duration::ZERO };
        Received::read(store, Tape::index, "city", returned)
    }

    fn failed(body: &'static str) -> Option<MissingReason> {
        let mut store = Store::new();
        let received = received(&mut store, body);
        match received.field(&store, "a") {
            FieldOutcome::Failed(reason) => Some(reason),
            _ => None,
        }
    }

    #[test]
    fn null_is_a_value_unless_an_error_says_otherwise() {
        assert_eq!(failed(r#"{"data":{"a":1}}"#), None);
        assert_eq!(failed(r#"{"data":{"a":null}}"#), None);
        assert_eq!(
            failed(r#"{"data":{"a":null},"errors":[{"message":"no","path":["a"]}]}"#),
            Some(MissingReason::Failed)
        );
        assert_eq!(failed(r#"{"data":{"a":null},"errors":[{"message":"no","path":["b"]}]}"#), None);
    }

    #[test]
    fn what_is_no_graphql_answer_is_invalid() {
        for body in ["", "{", "[]", "{}", "null", r#"{"data":[]}"#, r#"{"data":{}}"#] {
            assert_eq!(failed(body), Some(MissingReason::InvalidAnswer), "{body}");
        }
    }

    #[test]
    fn an_error_without_data_fails_every_field_for_its_reason() {
        assert_eq!(
            failed(r#"{"errors":[{"message":"late","extensions":{"code":"DEADLINE_EXCEEDED"}}]}"#),
            Some(MissingReason::Timeout)
        );
        assert_eq!(
            failed(r#"{"data":null,"errors":[{"message":"x"}]}"#),
            Some(MissingReason::Failed)
        );
    }

    #[test]
    fn a_mistake_of_the_caller_is_no_failure_of_the_subgraph() {
        let mut store = Store::new();
        let body = r#"{"data":null,"errors":[{"message":"x","path":["a"],"extensions":{"code":"CURSOR_INVALID"}}]}"#;
        let received = received(&mut store, body);
        assert!(matches!(received.field(&store, "a"), FieldOutcome::Mistake(_)));
    }
}
