//! `@skip`, `@include` and `__typename`, wherever they stand.

use serde_json::json;

use crate::support::{Subgraph, World};

fn library() -> [Subgraph; 2] {
    let books = Subgraph::new(
        "books",
        r#"
        type Query { book: Book found: [Found!]! }
        union Found = Book | Shelf
        type Book @key(fields: "id") { id: ID! title: String }
        type Shelf { number: Int }
        "#,
    )
    .root(json!({
        "book": { "id": "b" },
        "found": [{ "__typename": "Book", "id": "b" }, { "__typename": "Shelf", "number": 3 }],
    }))
    .rows("Book", json!([{ "id": "b", "title": "Emma" }]));
    let prices = Subgraph::new(
        "prices",
        r#"type Book @key(fields: "id") { id: ID! title: String @external price: Int tag: String @requires(fields: "title") }"#,
    )
    .rows("Book", json!([{ "id": "b", "price": 7 }]))
    .field("Book.tag", |book, _| json!(format!("{} tag", book["title"].as_str().expect("a title"))));
    [books, prices]
}

#[tokio::test]
async fn what_is_left_out_is_not_fetched() {
    let world = World::of(library()).await;
    let query =
        "query($yes: Boolean!) { book { id price @include(if: $yes) tag @skip(if: $yes) } }";
    let answer = world.ask_with(query, json!({ "yes": true })).await;
    assert_eq!(answer.data(), r#"{"book":{"id":"b","price":7}}"#);
    let answer = world.ask_with(query, json!({ "yes": false })).await;
    assert_eq!(answer.data(), r#"{"book":{"id":"b","tag":"Emma tag"}}"#);
    world.counts();
    let query = "query($yes: Boolean! = false) { book { id ...F @include(if: $yes) } } fragment F on Book { price tag }";
    assert_eq!(world.ask(query).await.data(), r#"{"book":{"id":"b"}}"#);
    assert_eq!(world.counts(), [("books", 1), ("prices", 0)]);
}

#[tokio::test]
async fn conditions_stand_on_fields_fragments_and_spreads_and_combine() {
    let world = World::of(library()).await;
    let query = "query($a: Boolean!, $b: Boolean!) {
        book @include(if: $a) { ... @skip(if: $b) { title } ... on Book @include(if: $b) { price } ...F @include(if: $a) @skip(if: $b) }
        found { ... on Book @skip(if: $a) { price } ... on Shelf @include(if: $b) { number } }
    } fragment F on Book { tag }";
    for (a, b, expected) in [
        (true, true, r#"{"book":{"price":7},"found":[{},{"number":3}]}"#),
        (true, false, r#"{"book":{"title":"Emma","tag":"Emma tag"},"found":[{},{}]}"#),
        (false, true, r#"{"found":[{"price":7},{"number":3}]}"#),
        (false, false, r#"{"found":[{"price":7},{}]}"#),
    ] {
        let answer = world.ask_with(query, json!({ "a": a, "b": b })).await;
        assert_eq!(answer.data(), expected, "a {a}, b {b}");
    }
}

#[tokio::test]
async fn the_root_may_be_left_out_as_a_whole() {
    let world = World::of(library()).await;
    let query = "query($yes: Boolean!) { book @include(if: $yes) { id } ... @include(if: $yes) { found { __typename } } }";
    assert_eq!(world.ask_with(query, json!({ "yes": false })).await.data(), "{}");
    assert_eq!(world.counts(), [("books", 0), ("prices", 0)]);
    assert_eq!(
        world.ask("{ book @skip(if: true) { id } __typename }").await.data(),
        r#"{"__typename":"Query"}"#
    );
}

/// The first selection that is not left out gives a field its place.
#[tokio::test]
async fn the_order_follows_the_selections_that_count() {
    let world = World::of(library()).await;
    let query = "query($yes: Boolean!) { book { title @skip(if: $yes) price title id } }";
    let answer = world.ask_with(query, json!({ "yes": true })).await;
    assert!(answer.text().contains(r#"{"price":7,"title":"Emma","id":"b"}"#), "{}", answer.text());
    let answer = world.ask_with(query, json!({ "yes": false })).await;
    assert!(answer.text().contains(r#"{"title":"Emma","price":7,"id":"b"}"#), "{}", answer.text());
}

#[tokio::test]
async fn the_name_of_a_type_can_be_asked_for_anywhere() {
    let world = World::of(library()).await;
    let query = "{ a: __typename book { __typename kind: __typename price } found { t: __typename ... on Shelf { __typename } } ... { __typename } ... on Query { b: __typename } }";
    assert_eq!(
        world.ask(query).await.data(),
        r#"{"a":"Query","book":{"__typename":"Book","kind":"Book","price":7},"found":[{"t":"Book"},{"t":"Shelf","__typename":"Shelf"}],"__typename":"Query","b":"Query"}"#
    );
}
