//! Errors as subgraphs send them: what they say about the partition, and what of them a client
//! may see. Where they belong in the client's answer is decided by whoever placed the data.

use std::{borrow::Cow, collections::BTreeSet};

use contract::{ErrorCode, coverage::MissingReason};
use gateway_plan::{Rewrite, RewriteSegment};
use gateway_response::{PathItem, ResponsePath};
use serde_json::{Map, Value};

use crate::error::FieldError;

/// How many errors of one answer are read.
const MAX_READ: usize = 100;

/// The longest message that is passed on, in characters.
const MAX_MESSAGE: usize = 2_000;

/// Stands in the extensions of an error that says that the arguments of a field choose no partition.
/// A gateway above has asked others as well.
pub(crate) const NOBODY_CHOSEN: &str = "nobodyChosen";

/// What clients see of the messages of subgraphs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SubgraphMessages {
    /// Only what the caller can mend; the rest is said in our words.
    #[default]
    Masked,
    /// Everything, extensions included.
    Passed,
}

/// What clients see of the errors of subgraphs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SubgraphErrors {
    /// Whether messages and extensions pass.
    pub messages: SubgraphMessages,
    /// Errors whose `extensions.code` is one of these pass in any case.
    pub public_codes: BTreeSet<String>,
}

impl SubgraphErrors {
    fn pass(&self, code: Option<&str>) -> bool {
        let is_public = |code| {
            is_mistake_of_caller(code)
                || is_of_gateway(code)
                || code == "FORBIDDEN"
                || self.public_codes.contains(code)
        };
        self.messages == SubgraphMessages::Passed || code.is_some_and(is_public)
    }
}

/// One entry of a subgraph's `errors`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct SubgraphError {
    pub message: String,
    /// In the subgraph's own answer; empty when it has none.
    pub path: Vec<PathItem>,
    pub extensions: Map<String, Value>,
}

/// Whose matter an error is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Blame {
    /// The client's: every partition would say the same, so none is missing for it.
    Caller,
    /// The partition's, which is missing then.
    Partition(MissingReason),
}

/// Reads `errors`. What is no error object is taken for one without a message; `None` when the
/// value is no list.
pub(crate) fn read(json: &[u8]) -> Option<Vec<SubgraphError>> {
    let entries: Vec<Value> = serde_json::from_slice(json).ok()?;
    Some(entries.into_iter().take(MAX_READ).map(SubgraphError::from).collect())
}

impl From<Value> for SubgraphError {
    fn from(mut entry: Value) -> Self {
        let message = entry.get("message").and_then(Value::as_str).unwrap_or_default();
        let message = message.chars().take(MAX_MESSAGE).collect();
        let path = entry.get("path").and_then(Value::as_array);
        let path = path.map(|items| items.iter().map_while(path_item).collect());
        let extensions = match entry.get_mut("extensions").map(Value::take) {
            Some(Value::Object(extensions)) => extensions,
            _ => Map::new(),
        };
        Self { message, path: path.unwrap_or_default(), extensions }
    }
}

fn path_item(value: &Value) -> Option<PathItem> {
    match value {
        Value::String(key) => Some(PathItem::Key(key.clone())),
        Value::Number(index) => {
            index.as_u64().and_then(|index| usize::try_from(index).ok()).map(PathItem::Index)
        }
        _ => None,
    }
}

impl SubgraphError {
    /// Whether the error is about this root field, or about the whole answer.
    pub(crate) fn concerns(&self, root_field: &str) -> bool {
        match self.path.first() {
            None => true,
            Some(PathItem::Key(key)) => key == root_field,
            Some(PathItem::Index(_)) => false,
        }
    }

    /// The path with the names that rewriting the answer gives to keys.
    pub(crate) fn rewritten_path(&self, rewrites: &[Rewrite]) -> Vec<PathItem> {
        let new_name = |key: &str| {
            rewrites.iter().find_map(|rewrite| match rewrite {
                Rewrite::Rename { path, to } => match path.last() {
                    Some(RewriteSegment::Key(old)) if old == key => Some(to.clone()),
                    _ => None,
                },
                Rewrite::Set { .. } => None,
            })
        };
        let items = self.path.iter().map(|item| match item {
            PathItem::Key(key) => PathItem::Key(new_name(key).unwrap_or_else(|| key.clone())),
            PathItem::Index(_) => item.clone(),
        });
        items.collect()
    }

    /// Whether a gateway below says that the arguments choose nobody behind it.
    pub(crate) fn chooses_nobody(&self) -> bool {
        self.code() == Some(ErrorCode::ArgumentInvalid.as_str())
            && self.extensions.get(NOBODY_CHOSEN) == Some(&Value::Bool(true))
    }

    pub(crate) fn blame(&self) -> Blame {
        match self.code() {
            Some(code) if is_mistake_of_caller(code) => Blame::Caller,
            Some("FORBIDDEN" | "CALLER_CONTEXT_INVALID" | "UNAUTHENTICATED" | "UNAUTHORIZED") => {
                Blame::Partition(MissingReason::Unauthorized)
            }
            Some("OVERLOADED") => Blame::Partition(MissingReason::Overloaded),
            Some("DEADLINE_EXCEEDED") => Blame::Partition(MissingReason::Timeout),
            Some("GRAPHQL_PARSE_FAILED" | "GRAPHQL_VALIDATION_FAILED" | "VARIABLES_INVALID") => {
                Blame::Partition(MissingReason::VersionSkew)
            }
            _ => Blame::Partition(MissingReason::Failed),
        }
    }

    /// The error as the client sees it, at its place in the client's answer.
    pub(crate) fn at(
        &self,
        path: ResponsePath,
        subgraph: &str,
        rules: &SubgraphErrors,
    ) -> FieldError {
        let code = self.code();
        let mut error = FieldError::new(ErrorCode::SubgraphFailed, path, "");
        if rules.pass(code) {
            error.message = self.message.clone();
            error.details = self.extensions.clone();
            error.details.shift_remove("code");
            if let Some(code) = code {
                error.code = Cow::Owned(code.to_owned());
            }
        } else {
            error.message = format!("the subgraph `{subgraph}` could not answer this in full");
        }
        error.details.entry("subgraph").or_insert_with(|| Value::from(subgraph));
        error
    }

    fn code(&self) -> Option<&str> {
        self.extensions.get("code").and_then(Value::as_str)
    }
}

/// Whether a gateway below says who is missing behind it. Its words are ours.
fn is_of_gateway(code: &str) -> bool {
    [ErrorCode::PartitionFailed, ErrorCode::PartitionsMissing]
        .iter()
        .any(|known| known.as_str() == code)
}

fn is_mistake_of_caller(code: &str) -> bool {
    [
        ErrorCode::ArgumentInvalid,
        ErrorCode::IdInvalid,
        ErrorCode::CursorInvalid,
        ErrorCode::PageSizeInvalid,
        ErrorCode::PartitionUnknown,
    ]
    .iter()
    .any(|known| known.as_str() == code)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn error(code: &str) -> SubgraphError {
        SubgraphError::from(json!({
            "message": "relation \"deputy\" does not exist",
            "path": ["deputies", "edges", 3],
            "extensions": { "code": code, "hint": "x" },
        }))
    }

    #[test]
    fn internals_are_masked_and_mistakes_of_the_caller_are_told() {
        let by = |code, rules: &SubgraphErrors| {
            error(code).at(ResponsePath::default(), "districts", rules)
        };
        let mut rules = SubgraphErrors::default();
        let masked = |code| by(code, &SubgraphErrors::default());
        assert_eq!(
            masked("PG_42P01").message,
            "the subgraph `districts` could not answer this in full"
        );
        assert_eq!(masked("PG_42P01").code, "SUBGRAPH_FAILED");
        assert_eq!(masked("CURSOR_INVALID").message, "relation \"deputy\" does not exist");
        assert_eq!(masked("CURSOR_INVALID").code, "CURSOR_INVALID");

        rules.public_codes.insert("SOLD_OUT".to_owned());
        assert_eq!(by("SOLD_OUT", &rules).message, "relation \"deputy\" does not exist");
        assert_eq!(by("PG_42P01", &rules).code, "SUBGRAPH_FAILED");

        rules.messages = SubgraphMessages::Passed;
        let passed = by("PG_42P01", &rules);
        assert_eq!((passed.code.as_ref(), &passed.details["hint"]), ("PG_42P01", &json!("x")));
    }

    #[test]
    fn codes_say_whose_matter_it_is() {
        assert_eq!(error("PAGE_SIZE_INVALID").blame(), Blame::Caller);
        let reason = |code| match error(code).blame() {
            Blame::Partition(reason) => Some(reason),
            Blame::Caller => None,
        };
        assert_eq!(reason("FORBIDDEN"), Some(MissingReason::Unauthorized));
        assert_eq!(reason("DEADLINE_EXCEEDED"), Some(MissingReason::Timeout));
        assert_eq!(reason("GRAPHQL_VALIDATION_FAILED"), Some(MissingReason::VersionSkew));
        assert_eq!(reason("WHATEVER"), Some(MissingReason::Failed));
    }

    #[test]
    fn an_error_concerns_the_field_that_its_path_begins_with() {
        assert!(error("X").concerns("deputies"));
        assert!(!error("X").concerns("grids"));
        assert!(SubgraphError::from(json!({ "message": "all is lost" })).concerns("grids"));
    }

    proptest! {
        #[test]
        fn no_bytes_panic(text in "[\\[\\]{}\":,a-z0-9]{0,60}") {
            let _ = read(text.as_bytes());
        }
    }

    #[test]
    fn odd_entries_are_errors_without_a_message() {
        let errors = read(br#"[1, null, {"message": 7, "path": "x"}]"#).expect("a list");
        assert!(errors.iter().all(|error| error.message.is_empty() && error.path.is_empty()));
        assert_eq!(read(b"{}"), None);
    }
}
