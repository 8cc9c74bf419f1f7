//! Keys as text: names of fields, of which one may be an object whose parts are named.

use serde_json::{Map, Value};

/// A field of a key.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Part<'k> {
    pub(super) field: &'k str,
    /// What is needed of it when it is an object.
    inner: Vec<&'k str>,
}

/// The fields of a key.
pub(super) fn parts(key: &str) -> Vec<Part<'_>> {
    let mut parts: Vec<Part<'_>> = Vec::new();
    let mut is_inside = false;
    for word in key.split(' ') {
        match (word, parts.last_mut()) {
            ("{" | "}", _) => is_inside = word == "{",
            (inner, Some(part)) if is_inside => part.inner.push(inner),
            (field, _) => parts.push(Part { field, inner: Vec::new() }),
        }
    }
    parts
}

/// Whether a representation has all of a key.
pub(super) fn is_whole(key: &str, representation: &Map<String, Value>) -> bool {
    parts(key).iter().all(|part| {
        let value = representation.get(part.field);
        value.is_some_and(|value| part.inner.iter().all(|inner| value.get(*inner).is_some()))
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_key_is_whole_with_all_its_parts() {
        let is_whole =
            |key: &str, value: Value| is_whole(key, value.as_object().expect("an object"));
        assert!(is_whole("id", json!({ "id": 1 })));
        assert!(!is_whole("k j", json!({ "k": 1 })));
        assert!(is_whole("id at { n m }", json!({ "id": 1, "at": { "n": 1, "m": 2 } })));
        assert!(!is_whole("id at { n m }", json!({ "id": 1, "at": { "n": 1 } })));
        assert!(!is_whole("at { n }", json!({ "at": null })));
    }
}
