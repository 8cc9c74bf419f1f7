//! The parser that we use panics on some texts that are no GraphQL, where its syntax tree and its
//! tokens do not agree. Schemas come from outside, so such a text is a mistake like another.

use std::panic::{AssertUnwindSafe, catch_unwind};

/// What is said of a text that the parser gave up.
pub(crate) const UNREADABLE: &str = "it is no GraphQL, in a way that the parser cannot point at";

/// Reads a text; none when the parser panics. Nothing that it had begun is used then.
pub(crate) fn contained<T>(read: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(read)).ok()
}
