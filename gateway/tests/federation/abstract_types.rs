//! Unions, interfaces, enums and inputs that are not the same in every subgraph, and what is
//! inaccessible.

use serde_json::{Value, json};

use crate::support::{Subgraph, World};

/// A subgraph with a book and something else of the union, and the field `list` of both.
fn shelf(
    name: &'static str,
    list: &str,
    items: &[(&str, &str)],
    other: (&'static str, Value),
    number: u8,
) -> Subgraph {
    let (kind, row) = other;
    let own = format!("in{}", name.to_uppercase());
    let sdl = format!(
        r#"
        type Query {{ {list}: [Media!]! liked: Media @shareable }}
        union Media = Book | {kind}
        type Book @key(fields: "id") {{ id: ID! title: String! @shareable {own}: Int }}
        type {kind} @key(fields: "id") {{ id: ID! title: String! @shareable }}
        "#
    );
    let reference = |(kind, id): &(&str, &str)| json!({ "__typename": kind, "id": id });
    let items: Vec<Value> = items.iter().map(reference).collect();
    Subgraph::new(name, sdl)
        .root(json!({ list: items, "liked": reference(&("Book", "b")) }))
        .rows("Book", json!([{ "id": "b", "title": "Emma", own: number }]))
        .rows(kind, json!([row]))
}

/// `b` knows films and no songs, `a` songs and no films.
fn media() -> [Subgraph; 2] {
    let (book, song, film) = (("Book", "b"), ("Song", "s"), ("Film", "f"));
    [
        shelf("a", "found", &[book, song], ("Song", json!({ "id": "s", "title": "Yes" })), 1),
        shelf("b", "seen", &[film, book], ("Film", json!({ "id": "f", "title": "Alien" })), 2),
    ]
}

#[tokio::test]
async fn a_union_is_asked_for_the_members_that_a_subgraph_has() {
    let world = World::of(media()).await;
    let fields =
        "{ __typename ... on Book { inA inB } ... on Song { title } ... on Film { title } }";
    let answer = world.ask(&format!("{{ found {fields} seen {fields} }}")).await;
    assert_eq!(
        answer.data(),
        r#"{"found":[{"__typename":"Book","inA":1,"inB":2},{"__typename":"Song","title":"Yes"}],"seen":[{"__typename":"Film","title":"Alien"},{"__typename":"Book","inA":1,"inB":2}]}"#
    );
}

#[tokio::test]
async fn a_member_that_no_subgraph_can_give_here_is_left_out() {
    let world = World::of(media()).await;
    assert_eq!(
        world.ask("{ found { ... on Film { title } } }").await.data(),
        r#"{"found":[{},{}]}"#
    );
    let answer = world.ask("{ liked { ... on Film { title } ... on Song { title } } }").await;
    assert_eq!(answer.data(), r#"{"liked":{}}"#);
}

/// Of the ovens only `b` knows that they are nodes.
fn nodes() -> [Subgraph; 2] {
    let a = Subgraph::new(
        "a",
        r#"
        type Query { products: [Product!]! node: Node }
        union Product = Oven | Toaster
        interface Node { id: ID! }
        type Oven @key(fields: "id") { id: ID! }
        type Toaster implements Node @key(fields: "id") { id: ID! watts: Int }
        "#,
    )
    .root(json!({
        "products": [{ "__typename": "Oven", "id": "o" }, { "__typename": "Toaster", "id": "t" }],
        "node": { "__typename": "Toaster", "id": "t" },
    }))
    .rows("Oven", json!([{ "id": "o" }]))
    .rows("Toaster", json!([{ "id": "t", "watts": 900 }]));
    let b = Subgraph::new(
        "b",
        r#"
        interface Node { id: ID! }
        type Oven implements Node @key(fields: "id") { id: ID! litres: Int }
        "#,
    )
    .rows("Oven", json!([{ "id": "o", "litres": 50 }]));
    [a, b]
}

#[tokio::test]
async fn an_interface_has_the_implementations_of_all_subgraphs() {
    let world = World::of(nodes()).await;
    let answer = world
        .ask("{ products { ... on Node { id } ... on Oven { litres } ... on Toaster { watts } } }")
        .await;
    assert_eq!(answer.data(), r#"{"products":[{"id":"o","litres":50},{"id":"t","watts":900}]}"#);
    let answer = world.ask("{ node { id ... on Oven { litres } ... on Toaster { watts } } }").await;
    assert_eq!(answer.data(), r#"{"node":{"id":"t","watts":900}}"#);
}

#[tokio::test]
async fn fragments_on_interfaces_nest() {
    let world = World::of(nodes()).await;
    let query = "{ products { ...N ... on Node { ... on Toaster { ...N watts } } } } fragment N on Node { key: id __typename }";
    assert_eq!(
        world.ask(query).await.data(),
        r#"{"products":[{"key":"o","__typename":"Oven"},{"key":"t","__typename":"Toaster","watts":900}]}"#
    );
}

/// What belongs to a cup or a lid are cups; of dishes in general the interface says less.
fn dishes(lid: &str) -> [Subgraph; 2] {
    let kitchen = Subgraph::new(
        "kitchen",
        format!(
            r#"
            type Query {{ dish: Dish dishes: [Dish!]! }}
            interface Dish {{ next: Dish set: [Dish] }}
            type Cup implements Dish @key(fields: "id") {{ id: ID! next: Cup set: [Cup!]! size: Int }}
            {lid}
            "#
        ),
    )
    .root(json!({
        "dish": { "__typename": "Cup", "id": "c" },
        "dishes": [{ "__typename": "Lid", "id": "l" }, { "__typename": "Cup", "id": "c" }],
    }))
    .rows(
        "Cup",
        json!([
            { "id": "c", "size": 3, "next": { "id": "d" }, "set": [{ "id": "c" }, { "id": "d" }] },
            { "id": "d", "size": 4, "next": null, "set": [] },
        ]),
    )
    .rows("Lid", json!([{ "id": "l", "next": { "id": "c" }, "set": [{ "id": "d" }] }]));
    let scales = Subgraph::new("scales", r#"type Cup @key(fields: "id") { id: ID! weight: Int }"#)
        .rows("Cup", json!([{ "id": "c", "weight": 30 }, { "id": "d", "weight": 40 }]));
    [kitchen, scales]
}

const LID: &str =
    r#"type Lid implements Dish @key(fields: "id") { id: ID! next: Cup! set: [Cup!]! }"#;

/// What is asked of a field depends on its narrower type, although the interface has the field too.
#[tokio::test]
async fn an_object_may_declare_a_field_of_its_interface_narrower() {
    let world = World::of(dishes("")).await;
    let answer = world.ask("{ dish { ... on Cup { next { size weight } set { size } } } }").await;
    assert_eq!(
        answer.data(),
        r#"{"dish":{"next":{"size":4,"weight":40},"set":[{"size":3},{"size":4}]}}"#
    );
    let answer = world.ask("{ dish { next { ... on Cup { next { id } size } } } }").await;
    assert_eq!(answer.data(), r#"{"dish":{"next":{"next":null,"size":4}}}"#);
}

#[tokio::test]
async fn several_objects_may_declare_it_narrower_alike() {
    let world = World::of(dishes(LID)).await;
    let query = "{ dishes { ... on Cup { set { size weight } cup: next { id } } ... on Lid { set { size weight } lid: next { id } } } }";
    assert_eq!(
        world.ask(query).await.data(),
        r#"{"dishes":[{"set":[{"size":4,"weight":40}],"lid":{"id":"c"}},{"set":[{"size":3,"weight":30},{"size":4,"weight":40}],"cup":{"id":"d"}}]}"#
    );
    assert_eq!(world.counts(), [("kitchen", 1), ("scales", 1)]);
}

/// Each side knows the ids of its own kind alone.
fn owners() -> [Subgraph; 2] {
    let side = |name, own: &str, other: &str| {
        let sdl = format!(
            r#"
            type Query {{ owner: Owner @shareable }}
            interface Owner {{ id: ID! }}
            type {own} implements Owner @key(fields: "id") {{ id: ID! name: String @shareable }}
            type {other} implements Owner @key(fields: "id") {{ id: ID! @external name: String @shareable }}
            "#
        );
        Subgraph::new(name, sdl)
            .root(json!({ "owner": { "__typename": "Person", "id": "p", "name": "Ann" } }))
    };
    [side("firms", "Firm", "Person"), side("people", "Person", "Firm")]
}

/// Which of two subgraphs to ask for the id would depend on an answer of theirs. What is asked by
/// type says it beforehand.
#[tokio::test]
async fn a_field_of_all_objects_is_had_from_one_place() {
    let world = World::of(owners()).await;
    for query in ["{ owner { id } }", "{ owner { id ... on Person { id name } } }"] {
        assert_eq!(
            world.ask(query).await.all(),
            "no data\nPLANNING_FAILED: the operation cannot be planned",
            "{query}"
        );
    }
    assert_eq!(world.counts(), [("firms", 0), ("people", 0)]);
    let answer = world.ask("{ owner { ... on Person { id name } } }").await;
    assert_eq!(answer.data(), r#"{"owner":{"id":"p","name":"Ann"}}"#);
    assert_eq!(world.counts(), [("firms", 0), ("people", 1)]);
    let answer = world.ask("{ owner { ... on Person { id } ... on Firm { id } } }").await;
    assert_eq!(answer.data(), r#"{"owner":{"id":"p"}}"#);
}

fn users() -> [Subgraph; 2] {
    let a = Subgraph::new(
        "a",
        r#"
        type Query { users(filter: Filter!): [User!]! }
        type User @key(fields: "id") { id: ID! rank: Rank @shareable secret: Secret @inaccessible }
        enum Rank { HIGH LOW HIDDEN @inaccessible }
        type Secret @inaccessible { key: String }
        input Filter { first: Int! = 2 }
        "#,
    )
    .root(json!({ "users": [{ "id": "1" }, { "id": "2" }] }))
    .rows("User", json!([{ "id": "1", "rank": "HIGH", "secret": null }, { "id": "2", "rank": "HIDDEN", "secret": null }]));
    let b = Subgraph::new(
        "b",
        r#"
        type Query { ranked(rank: Rank, filter: Filter!): [User!]! }
        type User @key(fields: "id") { id: ID! rank: Rank @shareable }
        enum Rank { HIGH LOW }
        input Filter { first: Int! = 2 skip: Int }
        "#,
    )
    .field("Query.ranked", |_, arguments| {
        json!([{ "id": format!("{} {}", arguments["rank"], arguments["filter"]), "rank": arguments["rank"] }])
    });
    [a, b]
}

/// A value of an enum that clients must not see is null. Nothing failed, so no error tells of it.
#[tokio::test]
async fn an_enum_has_the_values_that_clients_may_see() {
    let world = World::of(users()).await;
    let answer = world.ask("{ users(filter: {}) { id rank } }").await;
    assert_eq!(answer.data(), r#"{"users":[{"id":"1","rank":"HIGH"},{"id":"2","rank":null}]}"#);
    for value in ["HIDDEN", "OTHER"] {
        let answer =
            world.ask(&format!("{{ ranked(rank: {value}, filter: {{}}) {{ id }} }}")).await;
        assert!(
            answer.all().starts_with("no data\nGRAPHQL_VALIDATION_FAILED 1:"),
            "{}",
            answer.all()
        );
        let query = "query($rank: Rank) { ranked(rank: $rank, filter: {}) { id } }";
        let answer = world.ask_with(query, json!({ "rank": value })).await;
        assert!(answer.all().starts_with("no data\nVARIABLES_INVALID 1:"), "{}", answer.all());
    }
    assert_eq!(world.counts(), [("a", 1), ("b", 0)]);
}

/// An input has the fields that all subgraphs know.
#[tokio::test]
async fn an_input_has_the_fields_of_all_subgraphs_alone() {
    let world = World::of(users()).await;
    let answer = world.ask("{ ranked(rank: LOW, filter: { first: 1 }) { id } }").await;
    assert_eq!(answer.data(), r#"{"ranked":[{"id":"\"LOW\" {\"first\":1}"}]}"#);
    let answer = world.ask("{ ranked(filter: { first: 1, skip: 1 }) { id } }").await;
    assert!(answer.all().starts_with("no data\nGRAPHQL_VALIDATION_FAILED 1:"), "{}", answer.all());
}

#[tokio::test]
async fn what_is_inaccessible_is_never_seen() {
    let world = World::of(users()).await;
    let answer = world.ask("{ users(filter: {}) { secret { key } } }").await;
    assert!(answer.all().starts_with("no data\nGRAPHQL_VALIDATION_FAILED 1:"), "{}", answer.all());
    let query = r#"{ __type(name: "Secret") { name } user: __type(name: "User") { fields { name } } rank: __type(name: "Rank") { enumValues { name } } __schema { types { name } } }"#;
    let answer = world.ask(query).await;
    assert!(!answer.data().contains("Secret") && !answer.text().contains("HIDDEN"));
    assert_eq!(answer.body["data"]["__type"], json!(null));
    assert_eq!(
        answer.body["data"]["user"]["fields"],
        json!([{ "name": "id" }, { "name": "rank" }])
    );
}
