//! `CompleteValue`: values checked against the schema, nulls passed up, one error for each.

use serde_json::{Value, json};

use super::echo;
use crate::support::World;

/// What a client gets for a leaf that a subgraph answers with a value that its schema does not allow:
/// the subgraph of the test sends whatever it is told to.
async fn completed(leaf: Value, selection: &str) -> String {
    let world = World::of([echo().root(json!({ "leaf": leaf }))]).await;
    world.ask(&format!("{{ leaf {{ {selection} }} }}")).await.all()
}

#[tokio::test]
async fn a_null_is_passed_up_to_the_next_place_that_may_be_null() {
    let deep = |value: Value| json!({ "must": { "deep": { "value": value } }, "int": 1 });
    assert_eq!(
        completed(deep(json!(3)), "int must { deep { value } }").await,
        r#"{"leaf":{"int":1,"must":{"deep":{"value":3}}}}"#
    );
    let answer = completed(deep(Value::Null), "int must { deep { value } }").await;
    assert!(answer.starts_with(r#"{"leaf":{"int":1,"must":null}}"#), "{answer}");
    assert!(answer.contains(r#" at ["leaf","must","deep","value"]: "#), "{answer}");
    assert_eq!(answer.lines().count(), 2, "one error: {answer}");
}

#[tokio::test]
async fn a_null_in_a_list_that_has_none_is_passed_up_by_its_wrappers() {
    let answer = completed(json!({ "list": [[1], [2, null]] }), "list").await;
    assert!(answer.starts_with(r#"{"leaf":{"list":null}}"#), "{answer}");
    assert!(answer.contains(r#" at ["leaf","list",1,1]: "#), "{answer}");
    let answer = completed(json!({ "list": [[1], [2]] }), "list").await;
    assert_eq!(answer, r#"{"leaf":{"list":[[1],[2]]}}"#);
}

#[tokio::test]
async fn values_of_built_in_scalars_are_what_they_are() {
    let leaf = json!({ "int": -5, "float": 1.5, "text": "ä\n\"", "flag": false, "id": "x" });
    assert_eq!(
        completed(leaf, "int float text flag id").await,
        r#"{"leaf":{"int":-5,"float":1.5,"text":"ä\n\"","flag":false,"id":"x"}}"#
    );
}
