//! The body of a subgraph's answer, as execution takes it: data, errors, and one root field.

use bytes::Bytes;
use gateway_execution::fuzzing::received as read;
use gateway_response::Store;

use crate::json::{has_doubles, ingest};

/// The root field that is asked for.
const FIELD: &str = "a";

/// How many errors of one answer are read.
const MAX_ERRORS: usize = 100;

/// Any bytes are taken for an answer or a failure; a field is what the data has, and none that an
/// error of its own explains is null.
pub fn received(data: &[u8]) {
    let reading = read(Bytes::copy_from_slice(data), FIELD);
    let mut store = Store::new();
    let Some((root, answer)) = ingest(&mut store, data) else {
        return;
    };
    if has_doubles(&store, root) {
        return;
    }
    assert_eq!(reading.has_data, answer["data"].is_object());
    let errors = answer["errors"].as_array();
    assert_eq!(reading.errors, errors.map_or(0, |errors| errors.len().min(MAX_ERRORS)));
    let Some(field) = reading.field else { return };
    let field: serde_json::Value = serde_json::from_slice(&field).expect("a field is JSON");
    assert_eq!(Some(&field), answer["data"].get(FIELD), "it is another field");
    let is_of_field = |error: &serde_json::Value| {
        error["path"].as_array().is_some_and(|path| path.first() == Some(&FIELD.into()))
    };
    let mut errors = errors.into_iter().flatten().take(MAX_ERRORS);
    assert!(!field.is_null() || !errors.any(is_of_field), "an error was overlooked");
}
