//! Where fields are fetched when the way to them is long: several keys, requirements behind other
//! entities, roots below entities, values that several subgraphs know in part.

use serde_json::{Value, json};

use crate::support::{Subgraph, World};

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_else(|| panic!("{key} of {value} is no text"))
}

/// Two keys lead into the subgraph that requires something.
#[tokio::test]
async fn a_subgraph_with_two_keys_requires_something() {
    let goods = Subgraph::new(
        "goods",
        r#"type Query { good: Good } type Good @key(fields: "id") @key(fields: "code") { id: ID! code: String! weight: Int }"#,
    )
    .root(json!({ "good": { "id": "g" } }))
    .rows("Good", json!([{ "id": "g", "code": "c", "weight": 3 }]));
    let parcels = Subgraph::new(
        "parcels",
        r#"
        type Query { latest: Good }
        type Good @key(fields: "id") @key(fields: "code") {
          id: ID! code: String! weight: Int @external
          shipping: Int @requires(fields: "weight")
          note: String
        }
        "#,
    )
    .root(json!({ "latest": { "id": "g", "code": "c", "note": "here" } }))
    .rows("Good", json!([{ "id": "g", "code": "c", "note": "here" }]))
    .field("Good.shipping", |good, _| json!(good["weight"].as_i64().expect("a weight") * 2));
    let scales =
        Subgraph::new("scales", r#"type Good @key(fields: "code") { code: String! tare: Int }"#)
            .rows("Good", json!([{ "code": "c", "tare": 1 }]));
    let world = World::of([goods, parcels, scales]).await;
    let answer = world.ask("{ good { shipping note tare } }").await;
    assert_eq!(answer.data(), r#"{"good":{"shipping":6,"note":"here","tare":1}}"#);
    world.counts();
    let answer = world.ask("{ latest { note shipping } }").await;
    assert_eq!(answer.data(), r#"{"latest":{"note":"here","shipping":6}}"#);
    assert_eq!(world.counts(), [("goods", 1), ("parcels", 2), ("scales", 0)]);
}

/// Emails know people by address, reviews by id, and accounts by both. What emails require is known
/// to reviews, and what reviews require to emails.
fn people() -> [Subgraph; 3] {
    let emails = Subgraph::new(
        "emails",
        r#"
        type Query { inbox: [User!]! }
        type User @key(fields: "email") {
          email: String!
          unread: Int
          stars: Int @external
          greeting: String @requires(fields: "stars")
        }
        "#,
    )
    .root(json!({ "inbox": [{ "email": "a@x" }, { "email": "b@x" }] }))
    .rows("User", json!([{ "email": "a@x", "unread": 1 }, { "email": "b@x", "unread": 2 }]))
    .field("User.greeting", |user, _| {
        json!(format!("{} has {}", text(user, "email"), user["stars"]))
    });
    let accounts = Subgraph::new(
        "accounts",
        r#"type User @key(fields: "id") @key(fields: "email") { id: ID! email: String! name: String }"#,
    )
    .rows("User", json!([{ "id": "1", "email": "a@x", "name": "Ann" }, { "id": "2", "email": "b@x", "name": "Ben" }]));
    let reviews = Subgraph::new(
        "reviews",
        r#"
        type Query { best: User }
        type User @key(fields: "id") {
          id: ID!
          stars: Int
          unread: Int @external
          mood: String @requires(fields: "unread")
        }
        "#,
    )
    .root(json!({ "best": { "id": "2" } }))
    .rows("User", json!([{ "id": "1", "stars": 4 }, { "id": "2", "stars": 5 }]))
    .field("User.mood", |user, _| json!(format!("{} unread", user["unread"])));
    [emails, accounts, reviews]
}

#[tokio::test]
async fn what_is_required_lies_behind_another_entity() {
    let world = World::of(people()).await;
    let answer = world.ask("{ inbox { greeting } }").await;
    assert_eq!(answer.data(), r#"{"inbox":[{"greeting":"a@x has 4"},{"greeting":"b@x has 5"}]}"#);
    assert_eq!(world.counts(), [("accounts", 1), ("emails", 2), ("reviews", 1)]);
    let answer = world.ask("{ best { mood name } }").await;
    assert_eq!(answer.data(), r#"{"best":{"mood":"2 unread","name":"Ben"}}"#);
}

#[tokio::test]
async fn subgraphs_require_of_each_other() {
    let world = World::of(people()).await;
    let answer = world.ask("{ inbox { mood greeting unread } }").await;
    assert_eq!(
        answer.data(),
        r#"{"inbox":[{"mood":"1 unread","greeting":"a@x has 4","unread":1},{"mood":"2 unread","greeting":"b@x has 5","unread":2}]}"#
    );
}

/// The root below an entity is a root like any other, and entities below it are entities.
#[tokio::test]
async fn the_root_is_entered_again_below_an_entity() {
    let start =
        Subgraph::new("start", r#"type Query { t: T } type T @key(fields: "id") { id: ID! }"#)
            .root(json!({ "t": { "id": "t" } }));
    let back = Subgraph::new(
        "back",
        r#"
        type Query { here: Int }
        type T @key(fields: "id") { id: ID! again: Query! }
        type U @key(fields: "id") { id: ID! name: String }
        "#,
    )
    .root(json!({ "here": 1 }))
    .rows("T", json!([{ "id": "t", "again": { "here": 2 } }]))
    .rows("U", json!([{ "id": "u", "name": "you" }]));
    let other = Subgraph::new(
        "other",
        r#"type Query { u: U there: Int } type U @key(fields: "id") { id: ID! }"#,
    )
    .root(json!({ "u": { "id": "u" }, "there": 3 }));
    let world = World::of([start, back, other]).await;
    let answer = world.ask("{ t { again { here there u { name } } } }").await;
    assert_eq!(answer.data(), r#"{"t":{"again":{"here":2,"there":3,"u":{"name":"you"}}}}"#);
}

/// A place has no key: each subgraph is asked for its part of it where both know the way.
#[tokio::test]
async fn values_without_a_key_come_in_parts() {
    let a = Subgraph::new(
        "a",
        r#"
        type Query { t: T @shareable }
        type T @key(fields: "id") { id: ID! place: Place @shareable }
        type Place { x: Int at: Point @shareable }
        type Point { north: Int }
        "#,
    )
    .root(json!({ "t": { "id": "t", "place": { "x": 1, "at": { "north": 5 } } } }))
    .rows("T", json!([{ "id": "t", "place": { "x": 1, "at": { "north": 5 } } }]));
    let b = Subgraph::new(
        "b",
        r#"
        type T @key(fields: "id") { id: ID! place: Place @shareable }
        type Place { y: Int at: Point @shareable }
        type Point { east: Int }
        "#,
    )
    .rows("T", json!([{ "id": "t", "place": { "y": 2, "at": { "east": 6 } } }]));
    let world = World::of([a, b]).await;
    let answer = world.ask("{ t { place { x y at { north east } } } }").await;
    assert_eq!(answer.data(), r#"{"t":{"place":{"x":1,"y":2,"at":{"north":5,"east":6}}}}"#);
    assert_eq!(world.counts(), [("a", 1), ("b", 1)]);
}

/// The cheaper of two ways is gone: of two subgraphs that know a field, the one that knows what is
/// below it too.
#[tokio::test]
async fn who_knows_all_is_asked_for_all() {
    let part = Subgraph::new(
        "part",
        r#"type Query { t: T @shareable } type T @key(fields: "id") { id: ID! one: Int @shareable }"#,
    )
    .root(json!({ "t": { "id": "t", "one": 1 } }));
    let whole = Subgraph::new(
        "whole",
        r#"type Query { t: T @shareable } type T @key(fields: "id") { id: ID! one: Int @shareable two: Int }"#,
    )
    .root(json!({ "t": { "id": "t", "one": 1, "two": 2 } }))
    .rows("T", json!([{ "id": "t", "one": 1, "two": 2 }]));
    let world = World::of([part, whole]).await;
    assert_eq!(world.ask("{ t { one two } }").await.data(), r#"{"t":{"one":1,"two":2}}"#);
    assert_eq!(world.counts(), [("part", 0), ("whole", 1)]);
}

/// To one subgraph the name of a cat is never null, to clients it may be, as that of a dog: both
/// travel, one of them under another key.
#[tokio::test]
async fn fields_of_one_key_have_other_types_on_other_objects() {
    let a = Subgraph::new(
        "a",
        r#"
        type Query { all: [Named!]! }
        union Named = Cat | Dog
        type Cat @key(fields: "id") { id: ID! name: String! @shareable }
        type Dog @key(fields: "id") { id: ID! name: String }
        "#,
    )
    .root(json!({ "all": [
        { "__typename": "Cat", "id": "c", "name": "Tom" },
        { "__typename": "Dog", "id": "d", "name": null },
    ] }));
    let b =
        Subgraph::new("b", r#"type Cat @key(fields: "id") { id: ID! name: String @shareable }"#)
            .rows("Cat", json!([{ "id": "c", "name": "Tom" }]));
    let world = World::of([a, b]).await;
    let answer = world.ask("{ all { ... on Cat { name } ... on Dog { name } } }").await;
    assert_eq!(answer.data(), r#"{"all":[{"name":"Tom"},{"name":null}]}"#);
}

/// The name that a key would have is taken by the client for something else.
#[tokio::test]
async fn names_that_the_client_takes_do_not_get_in_the_way() {
    let a = Subgraph::new(
        "a",
        r#"type Query { t: T } type T @key(fields: "id") { id: ID! name: String weight: Int }"#,
    )
    .root(json!({ "t": { "id": "t", "name": "n", "weight": 3 } }));
    let b = Subgraph::new(
        "b",
        r#"type T @key(fields: "id") { id: ID! weight: Int @external cost: Int @requires(fields: "weight") }"#,
    )
    .rows("T", json!([{ "id": "t" }]))
    .field("T.cost", |t, _| json!(t["weight"].as_i64().expect("a weight") + 1));
    let world = World::of([a, b]).await;
    let answer = world.ask("{ t { id: name weight: id name: weight cost } }").await;
    assert_eq!(answer.data(), r#"{"t":{"id":"n","weight":"t","name":3,"cost":4}}"#);
}
