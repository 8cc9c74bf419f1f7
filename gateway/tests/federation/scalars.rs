//! Custom scalars pass through as they are, in and out.

use serde_json::json;

use crate::support::{Subgraph, World};

fn world() -> [Subgraph; 2] {
    let a = Subgraph::new(
        "a",
        r#"
        scalar JSON
        scalar Long
        type Query { echo(json: JSON, longs: [Long!], in: In): T any: JSON }
        input In { json: JSON = { a: [1] } flag: Boolean = true }
        type T @key(fields: "id") { id: JSON got: JSON }
        "#,
    )
    .root(json!({ "any": [{ "deep": [null, 1.5e300, { "__typename": "no type" }] }] }))
    .field("Query.echo", |_, arguments| json!({ "id": { "k": [1, "x"] }, "got": arguments }));
    let b = Subgraph::new(
        "b",
        r#"scalar JSON type T @key(fields: "id") { id: JSON more(json: JSON): JSON }"#,
    )
    .rows("T", json!([{ "id": { "k": [1, "x"] } }]))
    .field("T.more", |t, arguments| json!([t["id"], arguments["json"]]));
    [a, b]
}

#[tokio::test]
async fn values_of_custom_scalars_are_passed_as_they_are() {
    let world = World::of(world()).await;
    let query = "query($json: JSON, $long: Long!) { echo(json: $json, longs: [$long, 2], in: {}) { id got more(json: { a: [ENUM, \"s\", 1.0, null] }) } any }";
    let variables =
        json!({ "json": { "b": [true, null, { "c": "d" }] }, "long": 9_007_199_254_740_993_i64 });
    assert_eq!(
        world.ask_with(query, variables).await.data(),
        r#"{"echo":{"id":{"k":[1,"x"]},"got":{"json":{"b":[true,null,{"c":"d"}]},"longs":[9007199254740993,2],"in":{"json":{"a":[1]},"flag":true}},"more":[{"k":[1,"x"]},{"a":["ENUM","s",1.0,null]}]},"any":[{"deep":[null,1.5e+300,{"__typename":"no type"}]}]}"#
    );
}

/// The bytes of an answer are copied: no number is read and written anew.
#[tokio::test]
async fn numbers_keep_their_digits() {
    let world = World::of(world()).await;
    let answer = world.ask("{ any }").await;
    assert!(answer.text().contains("1.5e+300"), "{}", answer.text());
}
