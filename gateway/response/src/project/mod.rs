//! Writes the client's `data`: the fields it asked for, in its order, checked against the public
//! schema, with nulls passed up as the GraphQL specification says. Every byte is written once, in
//! pieces as large as the bodies have them; what has to become null afterwards is cut off the end.

mod leaf;
mod object;
mod output;
mod value;

use std::collections::HashMap;

use bytes::Bytes;
use gateway_plan::{Condition, Projection};
use serde_json::{Map, Value};

use self::output::Output;
use crate::{ErrorPaths, FieldError, Node, Step, Store};

/// How deep answers are, seldom more.
const USUAL_DEPTH: usize = 32;

/// What the answer depends on beside what was fetched.
#[derive(Debug, Clone, Copy)]
pub struct ProjectionInput<'a> {
    /// The variables of the request, for `@skip` and `@include`.
    pub variables: &'a Map<String, Value>,
    /// The JSON of `__schema` and `__type` fields by response key.
    pub introspection: &'a HashMap<String, Bytes>,
    /// Where errors are known already. A null that one of them explains gets no other.
    pub reported: &'a ErrorPaths,
}

/// What came of a projection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Projected {
    /// The errors that were found on the way.
    pub errors: Vec<FieldError>,
    /// How many pieces of bodies were copied. An answer in the client's shape is one.
    pub copies: usize,
}

/// Appends the value of `data`.
pub fn project(
    store: &Store,
    projection: &Projection,
    root: &Node,
    input: &ProjectionInput<'_>,
    out: &mut Vec<u8>,
) -> Projected {
    out.reserve(store.likely_size());
    let output = Output::new(store, out);
    let mut projector = Projector {
        store,
        input: *input,
        out: output,
        errors: Vec::new(),
        faults: 0,
        path: Vec::with_capacity(USUAL_DEPTH),
    };
    let start = projector.out.mark();
    if projector.object(root, &projection.root_type, &projection.selection).is_err() {
        projector.out.null_since(start);
    }
    Projected { copies: projector.out.finish(), errors: projector.errors }
}

struct Projector<'a> {
    store: &'a Store,
    input: ProjectionInput<'a>,
    out: Output<'a>,
    errors: Vec<FieldError>,
    /// How many values were missing or wrong that should not be, told or not.
    faults: usize,
    path: Vec<Step<'a>>,
}

/// The value is null and its error is known. What was begun is cut off by whoever may be null.
struct Nulled;

impl ProjectionInput<'_> {
    /// Whether one of the alternatives holds; no alternatives at all hold always.
    fn holds(&self, alternatives: &[Vec<Condition>]) -> bool {
        alternatives.is_empty()
            || alternatives.iter().any(|conditions| conditions.iter().all(|c| self.is_met(c)))
    }

    fn is_met(&self, condition: &Condition) -> bool {
        let value = self.variables.get(&condition.variable);
        value == Some(&Value::Bool(condition.expected))
    }
}

#[cfg(test)]
mod tests;
