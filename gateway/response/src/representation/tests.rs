use bytes::Bytes;

use super::*;
use crate::IndexLimits;

fn field(name: &str, selections: Vec<RepresentationSelection>) -> RepresentationSelection {
    RepresentationSelection::Field { response_key: name.into(), name: name.into(), selections }
}

fn leaf(name: &str) -> RepresentationSelection {
    field(name, vec![])
}

fn on(type_name: &str, selections: Vec<RepresentationSelection>) -> RepresentationSelection {
    RepresentationSelection::OnTypes { types: vec![type_name.into()], selections }
}

fn written(
    json: &'static str,
    selections: &[RepresentationSelection],
    rewrites: &[Rewrite],
) -> Option<String> {
    let mut store = Store::new();
    let body = Bytes::from_static(json.as_bytes());
    let root = store.ingest(body, &IndexLimits::default()).expect("JSON");
    let mut out = b"kept".to_vec();
    let known = write_representation(&store, &store.node(root), selections, rewrites, &mut out);
    let text = String::from_utf8(out).expect("UTF-8");
    let representation = text.strip_prefix("kept").expect("what was there stays");
    assert_eq!(known, !representation.is_empty());
    known.then(|| representation.to_owned())
}

#[test]
fn writes_the_selected_fields_of_the_type() {
    let selections = [
        on("P", vec![leaf("__typename"), leaf("id"), field("d", vec![leaf("w"), leaf("h")])]),
        on("Q", vec![leaf("other")]),
    ];
    assert_eq!(
        written(
            r#"{"id": "1", "__typename": "P", "d": [{"h": {"x": 1}, "w": 2.0, "z": 0}, null]}"#,
            &selections,
            &[]
        )
        .as_deref(),
        Some(r#"{"__typename":"P","id":"1","d":[{"w":2.0,"h":{"x": 1}},null]}"#)
    );
}

#[test]
fn what_several_fragments_select_is_sent_once() {
    let selections = [
        on("P", vec![leaf("__typename"), leaf("id"), field("d", vec![leaf("w")])]),
        on("P", vec![leaf("__typename"), field("d", vec![leaf("h"), leaf("w")])]),
    ];
    assert_eq!(
        written(r#"{"__typename": "P", "id": 1, "d": {"w": 1, "h": 2}}"#, &selections, &[])
            .as_deref(),
        Some(r#"{"__typename":"P","id":1,"d":{"w":1,"h":2}}"#)
    );
}

#[test]
fn reads_under_the_alias_and_sends_the_name() {
    let selections = [
        leaf("__typename"),
        RepresentationSelection::Field {
            response_key: "_y_1".into(),
            name: "price".into(),
            selections: vec![],
        },
    ];
    assert_eq!(
        written(r#"{"__typename": "P", "_y_1": 5}"#, &selections, &[]).as_deref(),
        Some(r#"{"__typename":"P","price":5}"#)
    );
}

#[test]
fn there_is_none_without_a_type_or_a_value() {
    let selections = [on("P", vec![leaf("__typename"), leaf("id")])];
    assert_eq!(written(r#"{"id": "1"}"#, &selections, &[]), None);
    assert_eq!(written(r#"{"id": "1", "__typename": "Q"}"#, &selections, &[]), None);
    assert_eq!(written(r#"{"id": null, "__typename": "P"}"#, &selections, &[]), None);
    assert_eq!(written(r#"{"__typename": "P"}"#, &selections, &[]), None);
}

#[test]
fn what_was_not_fetched_is_not_made_up() {
    let selections = [leaf("__typename"), leaf("id"), field("size", vec![leaf("w")])];
    let of = |json| written(json, &selections, &[]);
    assert_eq!(of(r#"{"id": 1, "__typename": "P"}"#), None);
    assert_eq!(of(r#"{"id": 1, "__typename": "P", "size": {}}"#), None);
    assert_eq!(of(r#"{"id": 1, "__typename": "P", "size": [{"w": 1}, {}]}"#), None);
    assert!(of(r#"{"id": 1, "__typename": "P", "size": null}"#).is_some());
}

#[test]
fn a_part_of_a_key_may_be_null_but_not_the_whole() {
    let selections = [leaf("__typename"), leaf("id"), field("org", vec![leaf("id")])];
    let of = |json| written(json, &selections, &[]);
    assert_eq!(
        of(r#"{"__typename": "P", "id": 1, "org": null}"#).as_deref(),
        Some(r#"{"__typename":"P","id":1,"org":null}"#)
    );
    assert_eq!(of(r#"{"__typename": "P", "id": null, "org": {"id": null}}"#), None);
}

#[test]
fn a_required_value_may_be_null() {
    let selections = [leaf("__typename"), leaf("id"), leaf("price")];
    assert_eq!(
        written(r#"{"id": 1, "__typename": "P", "price": null}"#, &selections, &[]).as_deref(),
        Some(r#"{"__typename":"P","id":1,"price":null}"#)
    );
}

#[test]
fn rewrites_change_what_is_sent() {
    let key = |key: &str| RewriteSegment::Key(key.to_owned());
    let types = |name: &str| RewriteSegment::OnTypes(vec![name.to_owned()]);
    let rewrites = [
        Rewrite::Set { path: vec![types("Admin"), key("__typename")], value: "Account".into() },
        Rewrite::Set { path: vec![types("Other"), key("__typename")], value: "No".into() },
        Rewrite::Rename { path: vec![key("d"), key("w")], to: "width".into() },
    ];
    let selections = [leaf("__typename"), leaf("w"), field("d", vec![leaf("w")])];
    assert_eq!(
        written(r#"{"__typename": "Admin", "w": 1, "d": {"w": 2}}"#, &selections, &rewrites)
            .as_deref(),
        Some(r#"{"__typename":"Account","w":1,"d":{"width":2}}"#)
    );
}
