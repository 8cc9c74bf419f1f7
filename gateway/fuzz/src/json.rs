//! JSON as `serde_json` reads it, to compare with.

use gateway_response::{IndexLimits, JsonError, Kind, Ref, Store};
use serde_json::{Map, Value};

/// Whether an object in a value that the store holds has a key twice, which of the two counts is
/// not promised.
pub(crate) fn has_doubles(store: &Store, value: Ref) -> bool {
    let mut keys: Vec<_> = store.entries(value).map(|(key, _)| key).collect();
    keys.sort();
    keys.windows(2).any(|pair| pair[0] == pair[1])
        || store.entries(value).any(|(_, field)| has_doubles(store, field))
        || store.elements(value).any(|element| has_doubles(store, element))
}

/// What the store holds, by way of its readers.
pub(crate) fn rebuilt(store: &Store, value: Ref) -> Value {
    match store.kind(value) {
        Kind::Null => Value::Null,
        Kind::Bool(value) => Value::Bool(value),
        Kind::Number => {
            let text = store.number_text(value).expect("a number has a text");
            serde_json::from_str(text).expect("a number is JSON")
        }
        Kind::String => {
            let text = store.text(value).expect("a string has a text");
            assert!(store.text_is(value, &text));
            Value::String(text.into_owned())
        }
        Kind::List => store.elements(value).map(|element| rebuilt(store, element)).collect(),
        Kind::Object => {
            let fields = store.entries(value).map(|(key, field)| {
                let found = store.get(value, &key);
                assert!(found.is_some(), "a key that is walked over is not found");
                (key.into_owned(), rebuilt(store, field))
            });
            Value::Object(fields.collect::<Map<_, _>>())
        }
    }
}

/// Reads JSON into a store as `serde_json` would, which must agree about what is JSON.
pub(crate) fn ingest(store: &mut Store, text: &[u8]) -> Option<(Ref, Value)> {
    let read = store.ingest(bytes::Bytes::copy_from_slice(text), &IndexLimits::default());
    let expected = serde_json::from_slice::<Value>(text);
    match (read, expected) {
        (Ok(root), Ok(expected)) => Some((root, expected)),
        // A number beyond what a float holds is JSON all the same.
        (Ok(_), Err(error)) => {
            assert!(error.to_string().contains("number out of range"), "{error}");
            None
        }
        (Err(JsonError::TooDeep { .. }), _) | (Err(_), Err(_)) => None,
        (Err(error), Ok(_)) => panic!("refused what is JSON: {error}"),
    }
}
