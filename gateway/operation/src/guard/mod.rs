//! The admission guard: refuses documents that would cost too much to parse, validate or plan.
//!
//! It runs before the parser, in time and memory that are linear in the document: one pass over
//! the tokens, then one over the fragments in topological order. What fragments expand to is
//! computed and never built. Whether a document is valid GraphQL is left to the parser.

mod expansion;
mod lexer;
mod outline;

#[cfg(test)]
mod tests;

use contract::ErrorCode;
use thiserror::Error;

use crate::{Limits, RequestError};

use expansion::expand;
use outline::Outline;

/// Why a document is not admitted.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum GuardError {
    /// Beyond a limit.
    #[error("the document has {}{found} {what}; the limit is {limit} (`{name}`)", if *.at_least { "at least " } else { "" })]
    BeyondLimit {
        /// The limit's name in the configuration.
        name: &'static str,
        /// What is counted, for people.
        what: &'static str,
        /// How many there are.
        found: u64,
        /// Whether counting ended early.
        at_least: bool,
        /// How many there may be.
        limit: usize,
    },
    /// Fragments that spread each other without end.
    #[error("fragments spread each other in a cycle: {}", .fragments.join(", "))]
    FragmentCycle {
        /// Fragments that are in a cycle or lead into one.
        fragments: Vec<String>,
    },
}

impl From<GuardError> for RequestError {
    fn from(error: GuardError) -> Self {
        let code = match error {
            GuardError::BeyondLimit { .. } => ErrorCode::OperationTooComplex,
            GuardError::FragmentCycle { .. } => ErrorCode::ValidationFailed,
        };
        Self::new(code, error.to_string())
    }
}

/// Admits a document or says which limit it breaks.
///
/// # Errors
/// [`GuardError`].
pub fn admit(document: &str, limits: &Limits) -> Result<(), GuardError> {
    within("bytes", "bytes", document.len() as u64, limits.bytes)?;
    let outline = Outline::read(document, limits)?;
    within("definitions", "definitions", outline.definitions, limits.definitions)?;
    within("directives", "directives", outline.directives, limits.directives)?;
    within("fragment_spreads", "fragment spreads", outline.spreads(), limits.fragment_spreads)?;

    let widest = expand(&outline)?;
    within("root_fields", "root fields", widest.root_fields, limits.root_fields)?;
    within("aliases", "aliases after fragments are expanded", widest.aliases, limits.aliases)?;
    within("depth", "nested selections after fragments are expanded", widest.depth, limits.depth)?;
    within("fields", "fields after fragments are expanded", widest.fields, limits.fields)
}

fn within(
    name: &'static str,
    what: &'static str,
    found: u64,
    limit: usize,
) -> Result<(), GuardError> {
    if found > limit as u64 {
        let at_least = found == u64::MAX;
        return Err(GuardError::BeyondLimit { name, what, found, at_least, limit });
    }
    Ok(())
}
