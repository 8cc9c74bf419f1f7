//! `@requires`: with arguments, through fragments, on interfaces, in chains and in circles.

use serde_json::{Value, json};

use crate::support::{Subgraph, World};

fn number(value: &Value) -> i64 {
    value.as_i64().unwrap_or_else(|| panic!("{value} is no number"))
}

fn goods() -> [Subgraph; 2] {
    let goods = Subgraph::new(
        "goods",
        r#"
        type Query { goods: [Good!]! }
        type Good @key(fields: "id") { id: ID! price(currency: Currency = EUR, round: Boolean): Int weight: Int }
        enum Currency { EUR USD }
        "#,
    )
    .root(json!({ "goods": [{ "id": "1" }, { "id": "2" }] }))
    .rows("Good", json!([{ "id": "1", "weight": 10 }, { "id": "2", "weight": 20 }]))
    .field("Good.price", |good, arguments| {
        let base = if arguments["currency"] == "USD" { 200 } else { 100 };
        let rounded = arguments.get("round") == Some(&json!(true));
        json!(base + number(&good["weight"]) + i64::from(!rounded))
    });
    let parcels = Subgraph::new(
        "parcels",
        r#"
        type Good @key(fields: "id") {
          id: ID!
          weight: Int @external
          price(currency: Currency = EUR, round: Boolean): Int @external
          shipping: Int @requires(fields: "price(currency: EUR) weight")
          customs: Int @requires(fields: "price(currency: USD, round: true)")
        }
        enum Currency { EUR USD }
        "#,
    )
    .rows("Good", json!([{ "id": "1" }, { "id": "2" }]))
    .field("Good.shipping", |good, _| {
        json!(number(&good["price"]) + 1000 * number(&good["weight"]))
    })
    .field("Good.customs", |good, _| json!(number(&good["price"]) * 10));
    [goods, parcels]
}

#[tokio::test]
async fn what_is_required_has_arguments_of_its_own() {
    let world = World::of(goods()).await;
    let answer = world.ask("{ goods { shipping customs price(currency: USD) } }").await;
    assert_eq!(
        answer.data(),
        r#"{"goods":[{"shipping":10111,"customs":2100,"price":211},{"shipping":20121,"customs":2200,"price":221}]}"#
    );
}

#[tokio::test]
async fn what_is_required_does_not_show() {
    let world = World::of(goods()).await;
    let answer = world.ask("{ goods { s: shipping } }").await;
    assert_eq!(answer.data(), r#"{"goods":[{"s":10111},{"s":20121}]}"#);
}

fn homes() -> [Subgraph; 2] {
    let homes = Subgraph::new(
        "homes",
        r#"
        type Query { people: [Person!]! }
        type Person @key(fields: "id") { id: ID! address: Address contact: Contact }
        interface Address { id: ID! }
        type Home implements Address { id: ID! street: String }
        type Office implements Address { id: ID! company: Company }
        type Company { name: String }
        union Contact = Mail | Phone
        type Mail { box: String }
        type Phone { number(international: Boolean!): String }
        "#,
    )
    .root(json!({ "people": [
        { "id": "1", "address": { "__typename": "Home", "id": "h", "street": "Elm" }, "contact": { "__typename": "Phone" } },
        { "id": "2", "address": { "__typename": "Office", "id": "o", "company": { "name": "Co" } }, "contact": { "__typename": "Mail", "box": "b2" } },
        { "id": "3", "address": null, "contact": null },
    ] }))
    .field("Phone.number", |_, arguments| json!(format!("{}", arguments["international"])));
    let letters = Subgraph::new(
        "letters",
        r#"
        type Person @key(fields: "id") {
          id: ID!
          address: Address @external
          contact: Contact @external
          label: String @requires(fields: "address { id ... on Home { street } ... on Office { company { name } } } contact { ... on Mail { box } ... on Phone { number(international: true) } }")
        }
        interface Address { id: ID! }
        type Home implements Address { id: ID! @external street: String @external }
        type Office implements Address { id: ID! @external company: Company @external }
        type Company { name: String @external }
        union Contact = Mail | Phone
        type Mail { box: String @external }
        type Phone { number(international: Boolean!): String @external }
        "#,
    )
    .rows("Person", json!([{ "id": "1" }, { "id": "2" }, { "id": "3" }]))
    .field("Person.label", |person, _| {
        json!(format!("{} {}", person["address"], person["contact"]))
    });
    [homes, letters]
}

#[tokio::test]
async fn what_is_required_depends_on_types() {
    let world = World::of(homes()).await;
    let answer = world.ask("{ people { label } }").await;
    let labels: Vec<&str> = answer.body["data"]["people"]
        .as_array()
        .expect("people")
        .iter()
        .filter_map(|person| person["label"].as_str())
        .collect();
    assert_eq!(
        labels,
        [
            r#"{"id":"h","street":"Elm"} {"number":"true"}"#,
            r#"{"id":"o","company":{"name":"Co"}} {"box":"b2"}"#,
            "null null",
        ],
        "{}",
        answer.text()
    );
}

/// Each subgraph needs of the other what the other does not compute from it.
#[tokio::test]
async fn requirements_lead_back_and_forth() {
    let posts = Subgraph::new(
        "posts",
        r#"
        type Query { feed: [Post!]! }
        type Post @key(fields: "id") { id: ID! author: Author! novice: Boolean! @requires(fields: "author { years }") }
        type Author @key(fields: "id") { id: ID! years: Int! @external }
        "#,
    )
    .root(json!({ "feed": [{ "id": "p1" }, { "id": "p2" }] }))
    .rows("Post", json!([{ "id": "p1", "author": { "id": "a1" } }, { "id": "p2", "author": { "id": "a2" } }]))
    .field("Post.novice", |post, _| json!(number(&post["author"]["years"]) < 3));
    let people = Subgraph::new(
        "people",
        r#"
        type Post @key(fields: "id") { id: ID! novice: Boolean! @external expert: Boolean! @requires(fields: "novice") }
        type Author @key(fields: "id") { id: ID! years: Int! }
        "#,
    )
    .rows("Author", json!([{ "id": "a1", "years": 1 }, { "id": "a2", "years": 9 }]))
    .rows("Post", json!([{ "id": "p1" }, { "id": "p2" }]))
    .field("Post.expert", |post, _| json!(post["novice"] == false));
    let world = World::of([posts, people]).await;
    assert_eq!(
        world.ask("{ feed { expert } }").await.data(),
        r#"{"feed":[{"expert":false},{"expert":true}]}"#
    );
    assert_eq!(
        world.ask("{ feed { novice } }").await.data(),
        r#"{"feed":[{"novice":true},{"novice":false}]}"#
    );
}

#[tokio::test]
async fn a_requirement_of_a_requirement_is_met_first() {
    let a = Subgraph::new(
        "a",
        r#"type Query { t: T } type T @key(fields: "id") { id: ID! one: Int! }"#,
    )
    .root(json!({ "t": { "id": "t", "one": 1 } }));
    let b = Subgraph::new(
        "b",
        r#"type T @key(fields: "id") { id: ID! one: Int! @external two: Int! @requires(fields: "one") }"#,
    )
    .rows("T", json!([{ "id": "t" }]))
    .field("T.two", |t, _| json!(number(&t["one"]) + 1));
    let c = Subgraph::new(
        "c",
        r#"type T @key(fields: "id") { id: ID! two: Int! @external three: Int! @requires(fields: "two") }"#,
    )
    .rows("T", json!([{ "id": "t" }]))
    .field("T.three", |t, _| json!(number(&t["two"]) + 1));
    let world = World::of([a, b, c]).await;
    assert_eq!(world.ask("{ t { three } }").await.data(), r#"{"t":{"three":3}}"#);
}

/// The weight could not be fetched: the price of shipping is not computed from a null.
#[tokio::test]
async fn what_is_required_and_missing_is_not_made_up() {
    let [goods, parcels] = goods();
    let scales = Subgraph::new("scales", r#"type Good @key(fields: "id") { id: ID! tare: Int! }"#)
        .rows("Good", json!([{ "id": "1" }, { "id": "2" }]))
        .failing("Good.tare", "broken");
    let fees = Subgraph::new(
        "fees",
        r#"type Good @key(fields: "id") { id: ID! tare: Int! @external net: Int @requires(fields: "tare") }"#,
    )
    .rows("Good", json!([{ "id": "1" }, { "id": "2" }]))
    .field("Good.net", |good, _| json!(number(&good["tare"])));
    let world = World::of([goods, parcels, scales, fees]).await;
    let answer = world.ask("{ goods { weight net } }").await;
    assert_eq!(
        answer.all(),
        r#"{"goods":[{"weight":10,"net":null},{"weight":20,"net":null}]}
SUBGRAPH_FAILED 1:3 at ["goods",0]: the subgraph `scales` could not answer this in full
SUBGRAPH_FAILED 1:3 at ["goods",1]: the subgraph `scales` could not answer this in full"#
    );
    assert!(world.calls("fees").is_empty());
}
