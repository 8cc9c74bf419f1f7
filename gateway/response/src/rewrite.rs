//! Changes to an answer before it is laid over anything: keys are renamed and strings set in the
//! index, the bytes stay as they came.

use gateway_plan::{Rewrite, RewriteSegment};

use crate::{Kind, Ref, Store, tape::Tag, targets::is_of_type};

/// Applies the rewrites of a fetch to an answer that was read, `_entities` list or object alike.
/// Values that gathering made are not changed: rewrites come before.
pub fn apply_rewrites(store: &mut Store, answer: Ref, rewrites: &[Rewrite]) {
    for rewrite in rewrites {
        match rewrite {
            Rewrite::Set { path, value } => set(store, answer, path, value),
            Rewrite::Rename { path, to } => rename(store, answer, path, to),
        }
    }
}

fn set(store: &mut Store, answer: Ref, path: &[RewriteSegment], text: &str) {
    let Some((RewriteSegment::Key(key), parents)) = path.split_last() else { return };
    for object in objects_at(store, answer, parents) {
        if let Some(value) = store.get(object, key) {
            store.replace_text(value, Tag::String, text);
        } else {
            let value = store.make_text(text);
            let patch = store.make_object([(key.as_str(), value)]);
            store.overlay(object, patch);
        }
    }
}

fn rename(store: &mut Store, answer: Ref, path: &[RewriteSegment], to: &str) {
    let Some((RewriteSegment::Key(key), parents)) = path.split_last() else { return };
    for object in objects_at(store, answer, parents) {
        if let Some(slot) = store.key_slot(object, key) {
            store.replace_text(slot, Tag::Key, to);
        }
    }
}

/// The objects at a path, through all lists on the way.
fn objects_at(store: &Store, value: Ref, path: &[RewriteSegment]) -> Vec<Ref> {
    let mut found = Vec::new();
    collect(store, value, path, &mut found);
    found
}

fn collect(store: &Store, value: Ref, path: &[RewriteSegment], found: &mut Vec<Ref>) {
    match (store.kind(value), path.split_first()) {
        (Kind::List, _) => {
            for element in store.elements(value) {
                collect(store, element, path, found);
            }
        }
        (Kind::Object, None) => found.push(value),
        (Kind::Object, Some((RewriteSegment::Key(key), rest))) => {
            if let Some(field) = store.get(value, key) {
                collect(store, field, rest, found);
            }
        }
        (Kind::Object, Some((RewriteSegment::OnTypes(types), rest)))
            if is_of_type(store, &store.node(value), types) =>
        {
            collect(store, value, rest, found);
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;
    use crate::IndexLimits;

    fn key(key: &str) -> RewriteSegment {
        RewriteSegment::Key(key.to_owned())
    }

    fn types(name: &str) -> RewriteSegment {
        RewriteSegment::OnTypes(vec![name.to_owned()])
    }

    fn ingest(store: &mut Store, json: &'static str) -> Ref {
        store.ingest(Bytes::from_static(json.as_bytes()), &IndexLimits::default()).expect("JSON")
    }

    #[test]
    fn a_key_is_renamed_in_objects_of_the_type() {
        let mut store = Store::new();
        let answer = ingest(
            &mut store,
            r#"[{"__typename": "A", "x_0": 1, "y": 2}, null, {"__typename": "B", "x_0": 3}]"#,
        );
        let rewrite = Rewrite::Rename { path: vec![types("A"), key("x_0")], to: "x\"".into() };
        apply_rewrites(&mut store, answer, &[rewrite]);
        let elements: Vec<Ref> = store.elements(answer).collect();
        let get = |at: usize, key: &str| store.get(elements[at], key).and_then(|v| store.as_i64(v));
        assert_eq!(get(0, "x\""), Some(1));
        assert_eq!(get(0, "x_0"), None);
        assert_eq!(get(0, "y"), Some(2));
        assert_eq!(get(2, "x_0"), Some(3));
        assert_eq!(store.entries(elements[0]).count(), 3);
    }

    #[test]
    fn a_string_is_set_in_place_of_any_value_and_where_there_is_none() {
        let mut store = Store::new();
        let answer = ingest(&mut store, r#"{"a": [{"t": {"deep": [1]}, "u": 1}, {"u": 2}]}"#);
        let rewrite = Rewrite::Set { path: vec![key("a"), key("t")], value: "T".into() };
        apply_rewrites(&mut store, answer, &[rewrite]);
        let list = store.get(answer, "a").expect("the list");
        for (at, element) in store.elements(list).enumerate() {
            let node = store.node(element);
            let text = store.field(&node, "t").and_then(|t| store.text(t.primary()));
            assert_eq!(text.as_deref(), Some("T"));
            let number = store.field(&node, "u").and_then(|u| store.as_i64(u.primary()));
            assert_eq!(number, Some(at as i64 + 1));
        }
    }
}
