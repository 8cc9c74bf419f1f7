//! `@provides`: what a subgraph knows at one place alone, on objects, interfaces and unions.

use serde_json::json;

use crate::support::{Subgraph, World};

#[tokio::test]
async fn what_is_provided_is_not_asked_for_elsewhere() {
    let reviews = Subgraph::new(
        "reviews",
        r#"
        type Query { reviews: [Review!]! @provides(fields: "author { name }") }
        type Review @key(fields: "id") { id: ID! author: User! @shareable }
        type User @key(fields: "id") { id: ID! name: String @external }
        "#,
    )
    .root(json!({ "reviews": [{ "id": "r", "author": { "id": "u", "name": "as told" } }] }));
    let users = Subgraph::new(
        "users",
        r#"type User @key(fields: "id") { id: ID! name: String @shareable age: Int }"#,
    )
    .rows("User", json!([{ "id": "u", "name": "as known", "age": 7 }]));
    let world = World::of([reviews, users]).await;
    let answer = world.ask("{ reviews { author { name } } }").await;
    assert_eq!(answer.data(), r#"{"reviews":[{"author":{"name":"as told"}}]}"#);
    assert_eq!(world.counts(), [("reviews", 1), ("users", 0)]);
    let answer = world.ask("{ reviews { author { name age } } }").await;
    assert_eq!(answer.data(), r#"{"reviews":[{"author":{"name":"as told","age":7}}]}"#);
    assert_eq!(world.counts(), [("reviews", 1), ("users", 1)]);
}

/// The shelf knows the titles of the books on it, and of films nothing but their ids.
fn shelf() -> [Subgraph; 2] {
    let shelf = Subgraph::new(
        "shelf",
        r#"
        type Query {
          media: [Media!]! @provides(fields: "... on Book { title }")
          items: [Item!]! @provides(fields: "... on Book { title }")
        }
        interface Media { id: ID! }
        union Item = Book | Film
        type Book implements Media @key(fields: "id") { id: ID! title: String @external }
        type Film implements Media @key(fields: "id") { id: ID! }
        "#,
    )
    .root(json!({
        "media": [{ "__typename": "Book", "id": "b", "title": "Book here" }, { "__typename": "Film", "id": "f" }],
        "items": [{ "__typename": "Book", "id": "b", "title": "Book here" }, { "__typename": "Film", "id": "f" }],
    }));
    let titles = Subgraph::new(
        "titles",
        r#"
        type Book @key(fields: "id") { id: ID! title: String @shareable }
        type Film @key(fields: "id") { id: ID! title: String @shareable }
        "#,
    )
    .rows("Book", json!([{ "id": "b", "title": "Book there" }]))
    .rows("Film", json!([{ "id": "f", "title": "Film there" }]));
    [shelf, titles]
}

#[tokio::test]
async fn interfaces_provide_by_type() {
    let world = World::of(shelf()).await;
    let query = "{ media { id ... on Book { title } ... on Film { title } } }";
    assert_eq!(
        world.ask(query).await.data(),
        r#"{"media":[{"id":"b","title":"Book here"},{"id":"f","title":"Film there"}]}"#
    );
    let sent = &world.calls("titles")[0].variables;
    assert_eq!(sent["representations"], json!([{ "__typename": "Film", "id": "f" }]));
}

#[tokio::test]
async fn unions_provide_by_type() {
    let world = World::of(shelf()).await;
    let query = "{ items { ... on Book { title } } }";
    assert_eq!(world.ask(query).await.data(), r#"{"items":[{"title":"Book here"},{}]}"#);
    assert_eq!(world.counts(), [("shelf", 1), ("titles", 0)]);
    let query = "{ items { ... on Film { title } } }";
    assert_eq!(world.ask(query).await.data(), r#"{"items":[{},{"title":"Film there"}]}"#);
    assert_eq!(world.counts(), [("shelf", 1), ("titles", 1)]);
}

#[tokio::test]
async fn what_is_provided_is_nested() {
    let feed = Subgraph::new(
        "feed",
        r#"
        type Query { feed: [Post!]! @provides(fields: "author { address { city } }") }
        type Post @key(fields: "id") { id: ID! author: User @external }
        type User @key(fields: "id") { id: ID! address: Address @external }
        type Address { city: String @external }
        "#,
    )
    .root(
        json!({ "feed": [{ "id": "p", "author": { "id": "u", "address": { "city": "near" } } }] }),
    );
    let users = Subgraph::new(
        "users",
        r#"
        type Post @key(fields: "id") { id: ID! author: User @shareable }
        type User @key(fields: "id") { id: ID! address: Address @shareable }
        type Address @shareable { city: String zip: String }
        "#,
    )
    .rows("Post", json!([{ "id": "p", "author": { "id": "u" } }]))
    .rows("User", json!([{ "id": "u", "address": { "city": "far", "zip": "1" } }]));
    let world = World::of([feed, users]).await;
    let answer = world.ask("{ feed { author { address { city } } } }").await;
    assert_eq!(answer.data(), r#"{"feed":[{"author":{"address":{"city":"near"}}}]}"#);
    assert_eq!(world.counts(), [("feed", 1), ("users", 0)]);
    let answer = world.ask("{ feed { author { address { zip } } } }").await;
    assert_eq!(answer.data(), r#"{"feed":[{"author":{"address":{"zip":"1"}}}]}"#);
}

/// All ways cost as many fetches; the shelf that knows titles leaves least to others.
#[tokio::test]
async fn the_subgraph_that_provides_most_is_asked() {
    let shelf = |name, provides: &str, title: &str| {
        let sdl = format!(
            r#"
            type Query {{ shelf: [Item!]! @shareable {provides} }}
            union Item = Book | Film
            type Book @key(fields: "id") {{ id: ID! {title} }}
            type Film @key(fields: "id") {{ id: ID! }}
            "#
        );
        let book = json!({ "__typename": "Book", "id": "b", "title": "Book here" });
        Subgraph::new(name, sdl)
            .root(json!({ "shelf": [book, { "__typename": "Film", "id": "f" }] }))
    };
    let [_, titles] = self::shelf();
    let world = World::of([
        shelf("a", "", ""),
        shelf("b", r#"@provides(fields: "... on Book { title }")"#, "title: String @external"),
        shelf("c", "", ""),
        titles,
    ])
    .await;
    let query = "{ shelf { ... on Book { title } ... on Film { title } } }";
    let answer = world.ask(query).await;
    assert_eq!(answer.data(), r#"{"shelf":[{"title":"Book here"},{"title":"Film there"}]}"#);
    let sent = &world.calls("titles")[0].variables;
    assert_eq!(sent["representations"], json!([{ "__typename": "Film", "id": "f" }]));
    assert_eq!(world.counts(), [("a", 0), ("b", 1), ("c", 0), ("titles", 0)]);
}

/// One way fetches the lid and what is in it by a key, the other the label alone.
#[tokio::test]
async fn the_fewest_fields_are_fetched_by_keys() {
    let plain = Subgraph::new(
        "a",
        r#"type Query { box: Box @shareable } type Box @key(fields: "id") { id: ID! }"#,
    )
    .root(json!({ "box": { "id": "x" } }));
    let full = Subgraph::new(
        "b",
        r#"
        type Query { box: Box @shareable @provides(fields: "lid { colour }") }
        type Box @key(fields: "id") { id: ID! lid: Lid @external }
        type Lid { colour: String @external }
        "#,
    )
    .root(json!({ "box": { "id": "x", "lid": { "colour": "red here" } } }));
    let store = Subgraph::new(
        "store",
        r#"
        type Box @key(fields: "id") { id: ID! lid: Lid @shareable label: String }
        type Lid @shareable { colour: String weight: Int }
        "#,
    )
    .rows(
        "Box",
        json!([{ "id": "x", "lid": { "colour": "red there", "weight": 5 }, "label": "B" }]),
    );
    let world = World::of([plain, full, store]).await;
    let answer = world.ask("{ box { lid { colour } label } }").await;
    assert_eq!(answer.data(), r#"{"box":{"lid":{"colour":"red here"},"label":"B"}}"#);
    assert!(world.calls("store")[0].query.contains("...on Box{label}"));
    assert_eq!(world.counts(), [("a", 0), ("b", 1), ("store", 0)]);
}
