//! What the tests of the rules share, and the laws of all changes.

mod laws;
mod random;

use apollo_compiler::{Schema, validation::Valid};

use crate::diff;

/// A root for schemas that are about something else.
pub(crate) const QUERY: &str = "type Query { query: Int }";

/// The changes between two schemas, one a line.
pub(crate) fn lines(old: &str, new: &str) -> String {
    let changes = diff(&read(old), &read(new));
    changes.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

/// The changes between two schemas that both have a root.
pub(crate) fn with_query(old: &str, new: &str) -> String {
    lines(&format!("{QUERY} {old}"), &format!("{QUERY} {new}"))
}

/// A schema of a test.
pub(crate) fn read(sdl: &str) -> Valid<Schema> {
    // The parser takes it for a directive like any other.
    let sdl = format!("{sdl} directive @oneOf on INPUT_OBJECT");
    Schema::parse_and_validate(sdl, "test.graphql").expect("a valid schema")
}
