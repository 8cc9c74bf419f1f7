//! Mutations: one after the other, whichever subgraphs they belong to.

use std::sync::{Arc, Mutex};

use serde_json::json;

use crate::support::{Subgraph, World};

/// Two subgraphs that change one number.
fn counters() -> [Subgraph; 2] {
    let number = Arc::new(Mutex::new(0_i64));
    let change = |number: &Arc<Mutex<i64>>, change: fn(i64, i64) -> i64, argument: &'static str| {
        let number = Arc::clone(number);
        move |_: &serde_json::Value, arguments: &serde_json::Map<String, serde_json::Value>| {
            let mut number = number.lock().expect("no panic");
            *number = change(*number, arguments[argument].as_i64().expect("a number"));
            json!({ "id": "n", "value": *number })
        }
    };
    let adder = Subgraph::new(
        "adder",
        r#"
        type Query { number: Number }
        type Mutation { add(n: Int!): Number! fail: Number }
        type Number @key(fields: "id") { id: ID! value: Int! }
        "#,
    )
    .field("Mutation.add", change(&number, |value, n| value + n, "n"))
    .failing("Mutation.fail", "broken")
    .rows("Number", json!([{ "id": "n" }]));
    let multiplier = Subgraph::new(
        "multiplier",
        r#"
        type Mutation { multiply(by: Int!): Number! }
        type Number @key(fields: "id") { id: ID! even: Boolean }
        "#,
    )
    .field("Mutation.multiply", change(&number, |value, by| value * by, "by"))
    .rows("Number", json!([{ "id": "n", "even": true }]));
    [adder, multiplier]
}

#[tokio::test]
async fn mutations_of_several_subgraphs_run_in_the_order_of_the_document() {
    let world = World::of(counters()).await;
    let answer = world
        .ask("mutation { a: add(n: 5) { value } __typename b: multiply(by: 2) { id } c: add(n: 2) { value } d: multiply(by: 10) { id } e: add(n: 1) { value } }")
        .await;
    assert_eq!(
        answer.data(),
        r#"{"a":{"value":5},"__typename":"Mutation","b":{"id":"n"},"c":{"value":12},"d":{"id":"n"},"e":{"value":121}}"#
    );
    assert_eq!(world.counts(), [("adder", 3), ("multiplier", 2)]);
}

/// Entities of what a mutation returns are read, and do not come between the mutations' order.
#[tokio::test]
async fn what_a_mutation_returns_is_joined() {
    let world = World::of(counters()).await;
    let answer = world.ask("mutation { a: add(n: 1) { value even } b: add(n: 1) { value } }").await;
    assert_eq!(answer.data(), r#"{"a":{"value":1,"even":true},"b":{"value":2}}"#);
}

#[tokio::test]
async fn a_mutation_that_fails_does_not_stop_the_next() {
    let world = World::of(counters()).await;
    let answer = world.ask("mutation { fail { id } a: add(n: 1) { value } }").await;
    assert_eq!(
        answer.all(),
        r#"{"fail":null,"a":{"value":1}}
SUBGRAPH_FAILED 1:12 at ["fail"]: the subgraph `adder` could not answer this in full"#
    );
}

#[tokio::test]
async fn a_mutation_that_is_left_out_is_not_sent() {
    let world = World::of(counters()).await;
    let query = "mutation($yes: Boolean!) { a: add(n: 1) @include(if: $yes) { value } b: multiply(by: 3) { id } c: add(n: 4) @skip(if: $yes) { value } }";
    let answer = world.ask_with(query, json!({ "yes": false })).await;
    assert_eq!(answer.data(), r#"{"b":{"id":"n"},"c":{"value":4}}"#);
    assert_eq!(world.counts(), [("adder", 1), ("multiplier", 1)]);
}

#[tokio::test]
async fn the_name_of_the_root_needs_no_subgraph() {
    let world = World::of(counters()).await;
    let answer = world.ask("mutation { __typename kind: __typename }").await;
    assert_eq!(answer.data(), r#"{"__typename":"Mutation","kind":"Mutation"}"#);
    assert_eq!(world.counts(), [("adder", 0), ("multiplier", 0)]);
}
