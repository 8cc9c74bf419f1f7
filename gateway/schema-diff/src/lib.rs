//! What changes for clients between two public schemas, change by change. Only what a client can
//! see counts: directives applied to definitions do not, except those that introspection shows.
//! Reading files, supergraphs and printing are deliberately not in here.
//!
//! A change is **breaking** when an operation that was valid may be refused, or code that was
//! written by the old schema may find a name gone; **dangerous** when the same operation stays
//! valid and may get what it could not get before (another enum value, another possible type,
//! another default); **safe** when neither can happen.

mod change;
mod directives;
mod enums;
mod fields;
mod input_values;
mod interfaces;
mod notes;
mod pairs;
mod roots;
mod scalars;
mod types;
mod unions;

pub use change::{Change, Kind, Severity};

use apollo_compiler::Schema;
use change::Changes;

/// All changes from one public schema to another: the worst first, then by coordinate.
#[must_use]
pub fn diff(old: &Schema, new: &Schema) -> Vec<Change> {
    let mut changes = Changes::default();
    roots::compare(old, new, &mut changes);
    types::compare(old, new, &mut changes);
    directives::compare(old, new, &mut changes);
    changes.into_sorted()
}

#[cfg(test)]
mod tests;
