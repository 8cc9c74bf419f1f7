//! The reader of answers of subgraphs, for those who try it with any bytes. Nothing else uses this.

use std::time::Duration;

use bytes::Bytes;
use gateway_response::{Store, Tape};
use gateway_subgraph_client::Answer;

use crate::{
    answer::{FieldOutcome, Received},
    sender::Returned,
};

/// What an answer is taken for.
#[derive(Debug, PartialEq, Eq)]
pub struct Reading {
    /// Whether it has data.
    pub has_data: bool,
    /// How many errors were read.
    pub errors: usize,
    /// The JSON of a root field that was not failed, null included.
    pub field: Option<Vec<u8>>,
}

/// Reads an answer, and one of its root fields.
#[must_use]
pub fn received(body: Bytes, root_field: &str) -> Reading {
    let mut store = Store::new();
    let result = Ok(Answer::of(body));
    let returned = Returned { partition: None, result, elapsed: Duration::ZERO };
    let received = Received::read(&mut store, Tape::index_twins, "fuzzed", returned);
    let field = match received.field(&store, root_field) {
        FieldOutcome::Value(value) => {
            let mut text = Vec::new();
            store.write(value, &mut text);
            Some(text)
        }
        FieldOutcome::Mistake(_) | FieldOutcome::Failed(_) => None,
    };
    Reading { has_data: received.data.is_some(), errors: received.errors.len(), field }
}
