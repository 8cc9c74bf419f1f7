//! Entity interfaces, and interfaces that are objects in some subgraph.

use serde_json::json;

use crate::support::{Subgraph, World};

/// The catalog knows which media are books and films; to the others they are media.
fn library() -> [Subgraph; 3] {
    let catalog = Subgraph::new(
        "catalog",
        r#"
        type Query { media: [Media!]! }
        interface Media @key(fields: "id") { id: ID! title: String! }
        type Book implements Media @key(fields: "id") { id: ID! title: String! pages: Int }
        type Film implements Media @key(fields: "id") { id: ID! title: String! minutes: Int }
        "#,
    )
    .root(json!({ "media": [{ "__typename": "Book", "id": "b" }, { "__typename": "Film", "id": "f" }] }))
    .rows(
        "Media",
        json!([
            { "__typename": "Book", "id": "b", "title": "Emma", "pages": 400 },
            { "__typename": "Film", "id": "f", "title": "Alien", "minutes": 117 },
        ]),
    );
    let stock = Subgraph::new(
        "stock",
        r#"
        type Query { top: [Media!]! shelf: Shelf }
        type Shelf { on: [Media!]! }
        type Media @key(fields: "id") @interfaceObject { id: ID! count: Int! }
        "#,
    )
    .root(json!({
        "top": [{ "id": "f" }, { "id": "b" }],
        "shelf": { "on": [{ "id": "b" }, { "id": "lost" }] },
    }))
    .rows(
        "Media",
        json!([{ "id": "b", "count": 1 }, { "id": "f", "count": 2 }, { "id": "lost", "count": 3 }]),
    );
    let labels = Subgraph::new(
        "labels",
        r#"
        type Media @key(fields: "id") @interfaceObject {
          id: ID! title: String! @external label: String! @requires(fields: "title")
        }
        "#,
    )
    .rows("Media", json!([{ "id": "b" }, { "id": "f" }]))
    .field("Media.label", |media, _| {
        json!(format!("<{}>", media["title"].as_str().expect("a title")))
    });
    [catalog, stock, labels]
}

#[tokio::test]
async fn an_interface_object_gives_fields_to_all_implementations() {
    let world = World::of(library()).await;
    let answer = world.ask("{ media { title count ... on Book { pages count } } }").await;
    assert_eq!(
        answer.data(),
        r#"{"media":[{"title":"Emma","count":1,"pages":400},{"title":"Alien","count":2}]}"#
    );
}

#[tokio::test]
async fn an_interface_object_alone_answers_what_it_knows() {
    let world = World::of(library()).await;
    let answer = world.ask("{ top { id count } }").await;
    assert_eq!(answer.data(), r#"{"top":[{"id":"f","count":2},{"id":"b","count":1}]}"#);
    assert_eq!(world.counts(), [("catalog", 0), ("labels", 0), ("stock", 1)]);
}

#[tokio::test]
async fn the_type_behind_an_interface_object_is_asked_for() {
    let world = World::of(library()).await;
    let answer = world.ask("{ top { __typename id } }").await;
    assert_eq!(
        answer.data(),
        r#"{"top":[{"__typename":"Film","id":"f"},{"__typename":"Book","id":"b"}]}"#
    );
    let answer = world.ask("{ top { ... on Film { minutes count } count } }").await;
    assert_eq!(answer.data(), r#"{"top":[{"minutes":117,"count":2},{"count":1}]}"#);
    let answer = world.ask("{ top { title ... on Media { kind: __typename } } }").await;
    assert_eq!(
        answer.data(),
        r#"{"top":[{"title":"Alien","kind":"Film"},{"title":"Emma","kind":"Book"}]}"#
    );
}

/// What is required leads through two subgraphs to whom a book is a medium: neither makes it one.
#[tokio::test]
async fn a_type_that_is_known_stays_known() {
    let world = World::of(library()).await;
    let answer = world.ask("{ top { ... on Book { pages count label } id } }").await;
    assert_eq!(
        answer.data(),
        r#"{"top":[{"id":"f"},{"pages":400,"count":1,"label":"<Emma>","id":"b"}]}"#
    );
    let answer = world.ask("{ top { __typename label } }").await;
    assert_eq!(
        answer.data(),
        r#"{"top":[{"__typename":"Film","label":"<Alien>"},{"__typename":"Book","label":"<Emma>"}]}"#
    );
}

/// Whether the type matters depends on a variable; when it does not, what all types have shows.
#[tokio::test]
async fn a_type_that_does_not_matter_is_not_missed() {
    let world = World::of(library()).await;
    let query = "query($typed: Boolean!) { top { ... on Book @include(if: $typed) { pages count } count } }";
    let answer = world.ask_with(query, json!({ "typed": false })).await;
    assert_eq!(answer.data(), r#"{"top":[{"count":2},{"count":1}]}"#);
    let answer = world.ask_with(query, json!({ "typed": true })).await;
    assert_eq!(answer.data(), r#"{"top":[{"count":2},{"pages":400,"count":1}]}"#);
}

/// Nobody knows the type of the medium that is lost. The name of the interface is no type.
#[tokio::test]
async fn the_name_of_an_interface_is_no_type() {
    let world = World::of(library()).await;
    let answer = world.ask("{ shelf { on { id count } } }").await;
    assert_eq!(answer.data(), r#"{"shelf":{"on":[{"id":"b","count":1},{"id":"lost","count":3}]}}"#);
    let answer = world.ask("{ shelf { on { __typename } } }").await;
    assert_eq!(answer.body["data"]["shelf"], json!(null), "{}", answer.text());
    assert!(answer.text().contains(r#""path":["shelf","on",1,"__typename"]"#), "{}", answer.text());
}

#[tokio::test]
async fn an_entity_interface_is_an_entity() {
    let world = World::of(library()).await;
    let answer = world.ask("{ shelf { on { id } } top { title } }").await;
    assert_eq!(
        answer.data(),
        r#"{"shelf":{"on":[{"id":"b"},{"id":"lost"}]},"top":[{"title":"Alien"},{"title":"Emma"}]}"#
    );
    let sent = &world.calls("catalog")[0];
    assert!(sent.query.contains("...on Media{title}"), "{}", sent.query);
}

/// Nobody implements `Part`: where it is defined it has no fields but its own, and where it is an
/// object nobody can be asked for its type.
#[tokio::test]
async fn an_interface_that_nothing_implements_has_nothing_but_its_own_fields() {
    let gate = Subgraph::new(
        "gate",
        r#"
        type Query { part: Part }
        interface Part @key(fields: "id") { id: ID! }
        "#,
    )
    .root(json!({ "part": null }));
    let store = Subgraph::new(
        "store",
        r#"
        type Query { loose: Part }
        type Part @key(fields: "id", resolvable: false) @interfaceObject { id: ID! size: Int }
        "#,
    )
    .root(json!({ "loose": { "id": "p", "size": 7 } }));
    let world = World::of([gate, store]).await;
    let answer = world.ask("{ loose { id size } }").await;
    assert_eq!(answer.data(), r#"{"loose":{"id":"p","size":7}}"#);
    assert_eq!(world.ask("{ part { id } }").await.data(), r#"{"part":null}"#);
    assert!(world.calls("gate")[0].query.contains("id"));
    world.counts();
    for query in ["{ part { size } }", "{ part { id size } }", "{ loose { __typename id } }"] {
        let refused = "no data\nPLANNING_FAILED: the operation cannot be planned";
        assert_eq!(world.ask(query).await.all(), refused, "{query}");
    }
    assert_eq!(world.counts(), [("gate", 0), ("store", 0)]);
}
