//! `@override`, for everybody and by labels.

use serde_json::json;

use crate::support::{Subgraph, World};

fn moved(to: &'static str) -> [Subgraph; 2] {
    let old = Subgraph::new(
        "old",
        r#"type Query { t: T } type T @key(fields: "id") { id: ID! name: String size: Int }"#,
    )
    .root(json!({ "t": { "id": "t" } }))
    .rows("T", json!([{ "id": "t", "name": "old", "size": 1 }]));
    let new = Subgraph::new("new", to).rows("T", json!([{ "id": "t", "name": "new" }]));
    [old, new]
}

#[tokio::test]
async fn an_overridden_field_is_asked_of_its_new_subgraph() {
    let world = World::of(moved(
        r#"type T @key(fields: "id") { id: ID! name: String @override(from: "old") }"#,
    ))
    .await;
    let answer = world.ask("{ t { name size } }").await;
    assert_eq!(answer.data(), r#"{"t":{"name":"new","size":1}}"#);
    assert_eq!(world.calls("old")[0].query, "query{t{__typename size id}}");
}

#[tokio::test]
async fn an_overridden_field_is_required_from_its_new_subgraph() {
    let [old, new] =
        moved(r#"type T @key(fields: "id") { id: ID! name: String @override(from: "old") }"#);
    let user = Subgraph::new(
        "user",
        r#"type T @key(fields: "id") { id: ID! name: String @external loud: String @requires(fields: "name") }"#,
    )
    .rows("T", json!([{ "id": "t" }]))
    .field("T.loud", |t, _| json!(format!("{}!", t["name"].as_str().expect("a name"))));
    let world = World::of([old, new, user]).await;
    assert_eq!(world.ask("{ t { loud } }").await.data(), r#"{"t":{"loud":"new!"}}"#);
}

const BY_NAME: &str =
    r#"type T @key(fields: "id") { id: ID! name: String @override(from: "old", label: "move") }"#;

#[tokio::test]
async fn a_label_holds_as_the_configuration_says() {
    let query = "{ t { name } }";
    for (settings, name) in [
        ("", "old"),
        ("[override_labels]\nmove = false", "old"),
        ("[override_labels]\nmove = true", "new"),
        ("[override_labels]\nmove = 100", "new"),
        ("[override_labels]\nother = true", "old"),
    ] {
        let world = World::configured(settings, moved(BY_NAME)).await;
        let answer = world.ask(query).await;
        assert_eq!(answer.data(), json!({ "t": { "name": name } }).to_string(), "{settings}");
    }
}

/// Half of the requests go each way, and a request that is sent again goes the same way again. Plans
/// are kept for both.
#[tokio::test]
async fn a_share_of_the_requests_goes_the_new_way() {
    let by_percent = r#"type T @key(fields: "id") { id: ID! name: String @override(from: "old", label: "percent(50)") }"#;
    for (settings, to) in [("", by_percent), ("[override_labels]\nmove = 50.0", BY_NAME)] {
        let world = World::configured(settings, moved(to)).await;
        let mut new = 0;
        for request in 0..60 {
            let id = format!("request-{request}");
            let first = world.ask_as(&id, "{ t { name } }").await;
            let again = world.ask_as(&id, "{ t { name } }").await;
            assert_eq!(first.data(), again.data());
            new += usize::from(first.body["data"]["t"]["name"] == "new");
        }
        assert!((10..50).contains(&new), "{new} of 60 by {to}");
    }
}

#[tokio::test]
async fn percentages_hold_for_nobody_and_for_everybody() {
    for (label, name) in [("percent(0)", "old"), ("percent(100)", "new")] {
        let sdl = format!(
            r#"type T @key(fields: "id") {{ id: ID! name: String @override(from: "old", label: "{label}") }}"#
        );
        let world = World::of(moved(sdl.leak())).await;
        let answer = world.ask("{ t { name } }").await;
        assert_eq!(answer.data(), json!({ "t": { "name": name } }).to_string(), "{label}");
    }
}
