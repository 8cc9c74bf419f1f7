//! Keys: several, nested, of parts that are null, and ways from key to key.

use serde_json::json;

use crate::support::{Subgraph, World};

/// Books that one subgraph knows by their code, another by their id, and that a third leads from
/// one to the other.
async fn books() -> World {
    let shop = Subgraph::new(
        "shop",
        r#"type Query { books: [Book!]! } type Book @key(fields: "code") { code: ID! price: Int }"#,
    )
    .root(json!({ "books": [{ "code": "b1" }, { "code": "b2" }, { "code": "b3" }] }))
    .rows(
        "Book",
        json!([{ "code": "b1", "price": 1 }, { "code": "b2", "price": 2 }, { "code": "b3", "price": 3 }]),
    );
    let index = Subgraph::new(
        "index",
        r#"type Book @key(fields: "code") @key(fields: "id") { code: ID! id: ID! }"#,
    )
    .rows("Book", json!([{ "code": "b1", "id": "1" }, { "code": "b2", "id": "2" }]));
    let authors = Subgraph::new(
        "authors",
        r#"type Book @key(fields: "id") { id: ID! author: Author } type Author { name: String! }"#,
    )
    .rows(
        "Book",
        json!([
            { "id": "1", "author": { "name": "Ann" } },
            { "id": "2", "author": { "name": "Bo" } },
            { "id": "3", "author": { "name": "Cy" } },
        ]),
    );
    World::of([shop, index, authors]).await
}

#[tokio::test]
async fn several_keys_lead_from_subgraph_to_subgraph() {
    let world = books().await;
    let answer = world.ask("{ books { price author { name } } }").await;
    assert_eq!(
        answer.data(),
        r#"{"books":[{"price":1,"author":{"name":"Ann"}},{"price":2,"author":{"name":"Bo"}},{"price":3,"author":null}]}"#
    );
    assert_eq!(world.counts(), [("authors", 1), ("index", 1), ("shop", 1)]);
}

/// The third book has no id in the index. There is nothing to ask its author by, and nobody asks.
#[tokio::test]
async fn an_entity_without_a_key_is_not_asked_for() {
    let world = books().await;
    world.ask("{ books { author { name } } }").await;
    let asked = &world.calls("authors")[0].variables["representations"];
    assert_eq!(
        *asked,
        json!([{ "__typename": "Book", "id": "1" }, { "__typename": "Book", "id": "2" }])
    );
}

fn staff() -> [Subgraph; 3] {
    let people = Subgraph::new(
        "people",
        r#"
        type Query { people: [Person!]! }
        type Person @key(fields: "name { first last } org { id }") {
          name: Name! org: Org title: String
        }
        type Name @shareable { first: String! last: String! }
        type Org @key(fields: "id") { id: ID! label: String }
        "#,
    )
    .root(json!({ "people": [
        { "name": { "first": "A", "last": "X" }, "org": { "id": "o1" }, "title": "Dr" },
        { "name": { "first": "B", "last": "Y" }, "org": null, "title": "Mr" },
    ] }))
    .rows("Org", json!([{ "id": "o1", "label": "One" }]));
    let ages = Subgraph::new(
        "ages",
        r#"
        type Person @key(fields: "name { first last } org { id }") {
          name: Name! org: Org age: Int
        }
        type Name @shareable { first: String! last: String! }
        type Org @key(fields: "id", resolvable: false) { id: ID! }
        "#,
    )
    .rows(
        "Person",
        json!([
            { "name": { "first": "A", "last": "X" }, "org": { "id": "o1" }, "age": 30 },
            { "name": { "first": "B", "last": "Y" }, "org": null, "age": 40 },
        ]),
    );
    let orgs = Subgraph::new("orgs", r#"type Org @key(fields: "id") { id: ID! size: Int }"#)
        .rows("Org", json!([{ "id": "o1", "size": 9 }]));
    [people, ages, orgs]
}

#[tokio::test]
async fn keys_are_nested_and_compound() {
    let world = World::of(staff()).await;
    let answer = world.ask("{ people { title age org { label size } } }").await;
    assert_eq!(
        answer.data(),
        r#"{"people":[{"title":"Dr","age":30,"org":{"label":"One","size":9}},{"title":"Mr","age":40,"org":null}]}"#
    );
}

/// A part of a key that may be null is a value like another: the subgraph says what it means.
#[tokio::test]
async fn a_null_in_a_part_of_a_key_travels() {
    let world = World::of(staff()).await;
    world.ask("{ people { age } }").await;
    let asked = &world.calls("ages")[0].variables["representations"][1];
    assert_eq!(
        *asked,
        json!({ "__typename": "Person", "name": { "first": "B", "last": "Y" }, "org": null })
    );
}

#[tokio::test]
async fn a_key_that_is_null_as_a_whole_is_none() {
    let cars = Subgraph::new(
        "cars",
        r#"type Query { cars: [Car!]! } type Car @key(fields: "plate") { plate: ID }"#,
    )
    .root(json!({ "cars": [{ "plate": "x" }, { "plate": null }] }));
    let owners =
        Subgraph::new("owners", r#"type Car @key(fields: "plate") { plate: ID owner: String }"#)
            .rows(
                "Car",
                json!([{ "plate": "x", "owner": "Ann" }, { "plate": null, "owner": "nobody" }]),
            );
    let world = World::of([cars, owners]).await;
    let answer = world.ask("{ cars { plate owner } }").await;
    assert_eq!(
        answer.data(),
        r#"{"cars":[{"plate":"x","owner":"Ann"},{"plate":null,"owner":null}]}"#
    );
    let sent = &world.calls("owners")[0].variables["representations"];
    assert_eq!(*sent, json!([{ "__typename": "Car", "plate": "x" }]));
}

/// Equal entities are asked for once, wherever they stand.
#[tokio::test]
async fn equal_entities_are_asked_for_once() {
    let posts = Subgraph::new(
        "posts",
        r#"type Query { posts: [Post!]! } type Post { by: User! } type User @key(fields: "id") { id: ID! }"#,
    )
    .root(json!({ "posts": [{ "by": { "id": "1" } }, { "by": { "id": "2" } }, { "by": { "id": "1" } }] }));
    let users = Subgraph::new("users", r#"type User @key(fields: "id") { id: ID! name: String }"#)
        .rows("User", json!([{ "id": "1", "name": "Ann" }, { "id": "2", "name": "Bo" }]));
    let world = World::of([posts, users]).await;
    let answer = world.ask("{ posts { by { name } } }").await;
    assert_eq!(
        answer.data(),
        r#"{"posts":[{"by":{"name":"Ann"}},{"by":{"name":"Bo"}},{"by":{"name":"Ann"}}]}"#
    );
    let sent = world.calls("users")[0].variables["representations"].clone();
    assert_eq!(sent.as_array().map(Vec::len), Some(2));
}

/// Federation 1: no `@link`, types extended where they are not defined.
#[tokio::test]
async fn federation_1_is_served() {
    let accounts = Subgraph::new(
        "accounts",
        r#"
        type Query { me: User }
        type User @key(fields: "id") @key(fields: "email") { id: ID! email: String! name: String rank: Int }
        "#,
    )
    .root(json!({ "me": { "id": "1" } }))
    .rows("User", json!([{ "id": "1", "email": "a@x", "name": "Ann", "rank": 3 }]));
    let reviews = Subgraph::new(
        "reviews",
        r#"
        extend type Query { latest: Review }
        extend type User @key(fields: "id") {
          id: ID! @external
          rank: Int @external
          name: String @external
          reviews: [Review!]!
          badge: String @requires(fields: "rank")
        }
        type Review @key(fields: "id") { id: ID! text: String author: User @provides(fields: "name") }
        "#,
    )
    .root(json!({ "latest": { "id": "r1" } }))
    .rows("Review", json!([{ "id": "r1", "text": "fine", "author": { "id": "1", "name": "Ann here" } }]))
    .rows("User", json!([{ "id": "1", "reviews": [{ "id": "r1" }] }]))
    .field("User.badge", |user, _| json!(format!("rank {}", user["rank"])));
    let world = World::of_federation_1([accounts, reviews]).await;
    assert_eq!(
        world.ask("{ me { name badge reviews { text } } }").await.data(),
        r#"{"me":{"name":"Ann","badge":"rank 3","reviews":[{"text":"fine"}]}}"#
    );
    world.counts();
    let answer = world.ask("{ latest { text author { name } } }").await;
    assert_eq!(answer.data(), r#"{"latest":{"text":"fine","author":{"name":"Ann here"}}}"#);
    assert_eq!(world.counts(), [("accounts", 0), ("reviews", 1)]);
    let answer = world.ask("{ latest { author { email } } }").await;
    assert_eq!(answer.data(), r#"{"latest":{"author":{"email":"a@x"}}}"#);
}
