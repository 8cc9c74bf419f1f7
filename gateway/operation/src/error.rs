//! Errors of a request as the client sees them. How a code becomes an HTTP status is not in here.

use apollo_compiler::{diagnostic::ToCliReport, parser::SourceMap, parser::SourceSpan};
use contract::ErrorCode;
use serde::{Serialize, Serializer, ser::SerializeMap};
use serde_json::Value;
use thiserror::Error;

/// An error of a request. It serialises to a GraphQL error.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{message}")]
pub struct RequestError {
    /// The stable code.
    pub code: ErrorCode,
    /// What is wrong, for people.
    pub message: String,
    /// Where in the document.
    pub locations: Vec<Location>,
    /// Where in the answer.
    pub path: Vec<ErrorPathSegment>,
    /// What its extensions say beside the code.
    pub details: Vec<(&'static str, Value)>,
}

/// A place in a document; both numbers start at 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub struct Location {
    /// The line.
    pub line: usize,
    /// The column, in characters.
    pub column: usize,
}

/// A step into the answer.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(untagged)]
pub enum ErrorPathSegment {
    /// Into the field of this response key.
    Key(String),
    /// Into this element of a list.
    Index(usize),
}

impl RequestError {
    /// An error with no place.
    #[must_use]
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            locations: Vec::new(),
            path: Vec::new(),
            details: Vec::new(),
        }
    }

    /// The same error with something more in its extensions.
    #[must_use]
    pub fn with(mut self, key: &'static str, value: impl Into<Value>) -> Self {
        self.details.push((key, value.into()));
        self
    }

    /// The same error at a place of the document, when the place is known.
    #[must_use]
    pub(crate) fn at(mut self, span: Option<SourceSpan>, sources: &SourceMap) -> Self {
        let place = span.and_then(|span| span.line_column(sources));
        self.locations
            .extend(place.map(|place| Location { line: place.line, column: place.column }));
        self
    }

    /// A problem that the compiler found.
    pub(crate) fn from_diagnostic<T: ToCliReport>(
        code: ErrorCode,
        diagnostic: &apollo_compiler::diagnostic::Diagnostic<'_, T>,
    ) -> Self {
        let place = diagnostic.line_column_range().map(|range| range.start);
        let locations = place.map(|place| Location { line: place.line, column: place.column });
        Self {
            code,
            message: diagnostic.error.to_string(),
            locations: locations.into_iter().collect(),
            path: Vec::new(),
            details: Vec::new(),
        }
    }
}

impl Serialize for RequestError {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("message", &self.message)?;
        if !self.locations.is_empty() {
            map.serialize_entry("locations", &self.locations)?;
        }
        if !self.path.is_empty() {
            map.serialize_entry("path", &self.path)?;
        }
        map.serialize_entry("extensions", &Extensions(self))?;
        map.end()
    }
}

struct Extensions<'a>(&'a RequestError);

impl Serialize for Extensions<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("code", self.0.code.as_str())?;
        for (key, value) in &self.0.details {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_serialises_to_a_graphql_error_without_empty_parts() {
        let mut error = RequestError::new(ErrorCode::ParseFailed, "no `}`");
        assert_eq!(
            serde_json::to_string(&error).expect("an error is data"),
            r#"{"message":"no `}`","extensions":{"code":"GRAPHQL_PARSE_FAILED"}}"#
        );
        error.locations.push(Location { line: 2, column: 5 });
        error.path.extend([ErrorPathSegment::Key("a".into()), ErrorPathSegment::Index(3)]);
        assert_eq!(
            serde_json::to_string(&error).expect("an error is data"),
            r#"{"message":"no `}`","locations":[{"line":2,"column":5}],"path":["a",3],"extensions":{"code":"GRAPHQL_PARSE_FAILED"}}"#
        );
    }
}
