use std::borrow::Cow;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

mod twins;

fn store_of(value: &Value) -> (Store, Ref) {
    let mut store = Store::new();
    let root = add(&mut store, value);
    (store, root)
}

fn add(store: &mut Store, value: &Value) -> Ref {
    store.ingest(Bytes::from(value.to_string()), &IndexLimits::default()).expect("JSON")
}

/// The value as everything that lies over it makes it, by walking nodes.
fn seen(store: &Store, node: &Node, keys: &[&str]) -> Value {
    match store.node_kind(node) {
        Kind::Object => keys
            .iter()
            .filter_map(|key| {
                Some(((*key).to_owned(), seen(store, &store.field(node, key)?, keys)))
            })
            .collect(),
        Kind::List => {
            store.node_elements(node).map(|element| seen(store, &element, keys)).collect()
        }
        _ => written(store, node.primary()),
    }
}

fn written(store: &Store, value: Ref) -> Value {
    let mut out = Vec::new();
    store.write(value, &mut out);
    serde_json::from_slice(&out).expect("what is written is JSON")
}

#[test]
fn reads_scalars() {
    let (store, root) = store_of(&json!({"i": -5, "f": 2.5, "s": "a\n", "b": true, "n": null}));
    let get = |key| store.get(root, key).expect(key);
    assert_eq!(store.as_i64(get("i")), Some(-5));
    assert_eq!(store.as_i64(get("f")), None);
    assert_eq!(store.as_f64(get("f")), Some(2.5));
    assert_eq!(store.text(get("s")), Some(Cow::from("a\n")));
    assert_eq!(store.raw(get("s")), Some(&br#""a\n""#[..]));
    assert!(store.text_is(get("s"), "a\n"));
    assert_eq!(store.as_bool(get("b")), Some(true));
    assert!(store.is_null(get("n")));
    assert_eq!(store.text(get("i")), None);
    assert_eq!(store.get(get("i"), "x"), None);
    assert_eq!(store.get(root, "missing"), None);
}

#[test]
fn keys_with_escapes_are_found() {
    let mut store = Store::new();
    let body = Bytes::from_static(br#"{"\u0061": 1, "b": 2}"#);
    let root = store.ingest(body, &IndexLimits::default()).expect("JSON");
    let a = store.get(root, "a").expect("decoded");
    assert_eq!(store.as_i64(a), Some(1));
    let keys: Vec<_> = store.entries(root).map(|(key, _)| key.into_owned()).collect();
    assert_eq!(keys, ["a", "b"]);
}

#[test]
fn a_key_that_comes_twice_is_read_once() {
    let mut store = Store::new();
    let body = Bytes::from_static(br#"{"a": 1, "a": 2}"#);
    let root = store.ingest(body, &IndexLimits::default()).expect("JSON");
    assert_eq!(store.get(root, "a").and_then(|a| store.as_i64(a)), Some(1));
}

#[test]
fn made_values_hold_values_of_every_tape() {
    let (mut store, root) = store_of(&json!({"a": {"x": [1, 2]}}));
    let a = store.get(root, "a").expect("a");
    let text = store.make_text("said \"so\"");
    let number = store.make_i64(-7);
    let list = store.make_list([number, Ref::NULL, store.make_bool(true)]);
    let made = store.make_object([("a", a), ("t", text), ("l", list)]);
    assert_eq!(
        written(&store, made),
        json!({"a": {"x": [1, 2]}, "t": "said \"so\"", "l": [-7, null, true]})
    );
    assert_eq!(store.text(text), Some(Cow::from("said \"so\"")));
    assert_eq!(store.len(list), 3);
    assert_eq!(store.get(made, "a"), Some(a));
    let infinite = store.make_f64(f64::INFINITY);
    assert_eq!(infinite, Ref::NULL);
}

#[test]
fn an_overlay_adds_fields_and_wins_over_null() {
    let (mut store, root) = store_of(&json!({"id": "1", "name": null, "kind": "Interface"}));
    let over = add(&mut store, &json!({"name": "n", "kind": "Concrete", "id": null}));
    store.overlay(root, over);
    store.overlay(root, over);
    let node = store.node(root);
    assert_eq!(node.primary(), root);
    assert_eq!(
        seen(&store, &node, &["id", "name", "kind"]),
        json!({"id": "1", "name": "n", "kind": "Concrete"})
    );
}

#[test]
fn objects_and_lists_of_two_subgraphs_are_seen_as_one() {
    let (mut store, root) = store_of(&json!({"v": {"a": 1, "l": [{"a": 1}, null, {"a": 3}]}}));
    let second = add(&mut store, &json!({"v": {"b": 2, "l": [{"b": 1}, {"b": 2}, null]}}));
    store.overlay(root, second);
    assert_eq!(
        seen(&store, &store.node(root), &["v", "a", "b", "l"]),
        json!({"v": {"a": 1, "b": 2, "l": [{"a": 1, "b": 1}, {"b": 2}, {"a": 3}]}})
    );
}

#[test]
fn lists_of_other_length_and_values_of_other_kind_do_not_mix() {
    let (mut store, root) = store_of(&json!({"l": [1, 2], "x": {"a": 1}}));
    let second = add(&mut store, &json!({"l": [3], "x": "text"}));
    store.overlay(root, second);
    assert_eq!(seen(&store, &store.node(root), &["l", "x"]), json!({"l": [1, 2], "x": "text"}));
}

#[test]
fn layers_of_layers_are_seen_and_rings_end() {
    let (mut store, a) = store_of(&json!({"a": 1}));
    let b = add(&mut store, &json!({"b": 2}));
    let c = add(&mut store, &json!({"c": 3}));
    store.overlay(a, b);
    store.overlay(b, c);
    store.overlay(c, a);
    store.overlay(a, a);
    assert_eq!(seen(&store, &store.node(a), &["a", "b", "c"]), json!({"a": 1, "b": 2, "c": 3}));
}

#[test]
fn only_objects_are_laid_over_objects() {
    let (mut store, root) = store_of(&json!({"a": 1}));
    let list = add(&mut store, &json!([1]));
    store.overlay(root, list);
    store.overlay(list, root);
    assert_eq!(seen(&store, &store.node(root), &["a"]), json!({"a": 1}));
    assert_eq!(seen(&store, &store.node(list), &[]), json!([1]));
}

/// Any JSON of moderate size.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "[a-c\"\\\\\n\u{e9}\u{1f600}]{0,4}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::btree_map("[a-c\"\n]{0,2}", inner, 0..5)
                .prop_map(|fields| fields.into_iter().collect()),
        ]
    })
}

/// Rebuilds a value through the reading methods alone.
fn rebuilt(store: &Store, value: Ref) -> Value {
    match store.kind(value) {
        Kind::Null => Value::Null,
        Kind::Bool(value) => value.into(),
        Kind::Number => store.as_i64(value).into(),
        Kind::String => store.text(value).into(),
        Kind::List => store.elements(value).map(|element| rebuilt(store, element)).collect(),
        Kind::Object => {
            let fields: serde_json::Map<_, _> = store
                .entries(value)
                .map(|(key, field)| (key.into_owned(), rebuilt(store, field)))
                .collect();
            for key in fields.keys() {
                assert!(store.get(value, key).is_some(), "{key:?} is found by name");
            }
            fields.into()
        }
    }
}

proptest! {
    #[test]
    fn what_was_read_is_what_was_written(value in any_json(), pretty in any::<bool>()) {
        let text = if pretty { format!("{value:#}") } else { value.to_string() };
        let mut store = Store::new();
        let root = store.ingest(Bytes::from(text), &IndexLimits::default()).expect("JSON");
        prop_assert_eq!(rebuilt(&store, root), value);
    }

    #[test]
    fn hints_never_change_what_is_found(keys in prop::collection::vec("[a-e]", 0..6), asked in prop::collection::vec("[a-f]", 0..12)) {
        let object: Value = keys.iter().enumerate().map(|(at, key)| (key.clone(), Value::from(at))).collect();
        let (store, root) = store_of(&object);
        let node = store.node(root);
        let mut hint = FieldHint::default();
        for key in &asked {
            prop_assert_eq!(store.next_field(&node, key, &mut hint), store.field(&node, key));
        }
    }
}

#[test]
fn the_name_of_an_interface_does_not_hide_the_name_of_a_type() {
    let mut store = Store::with_vague_types(["Media".to_owned()].into());
    let mut named = |json: &'static str| {
        store.ingest(Bytes::from_static(json.as_bytes()), &IndexLimits::default()).expect("JSON")
    };
    let [first, exact, again] = [
        named(r#"{"__typename": "Media", "id": 1}"#),
        named(r#"{"__typename": "Book"}"#),
        named(r#"{"__typename": "Media", "count": 2}"#),
    ];
    let name = |store: &Store| {
        let node = store.field(&store.node(first), "__typename").expect("a name");
        store.text(node.primary()).expect("text").into_owned()
    };
    store.overlay(first, again);
    assert_eq!(name(&store), "Media");
    store.overlay(first, exact);
    store.overlay(first, again);
    assert_eq!(name(&store), "Book");
}
