//! What an operation costs: told to those who ask, and refused beyond a limit.

use std::{fs, path::Path};

use serde_json::{Value, json};

use crate::support::TestGateway;

const JOIN: &str = r#"@link(url: "https://specs.apollo.dev/join/v0.3", for: EXECUTION)"#;

/// The supergraph of the test gateway, in which `hello` weighs 5.
fn weigh(folder: &Path) {
    let path = folder.join("supergraph.graphql");
    let text = fs::read_to_string(&path).expect("it is there");
    let link = r#"@link(url: "https://specs.apollo.dev/cost/v0.1", import: ["@cost"])"#;
    let weighed = text
        .replace(JOIN, &format!("{JOIN} {link}"))
        .replace("hello(name: String): String", "hello(name: String): String @cost(weight: 5)");
    let definition = "directive @cost(weight: Int!) on FIELD_DEFINITION\n";
    fs::write(&path, weighed + definition).expect("written");
}

fn asking(query: &str) -> String {
    json!({ "query": query, "extensions": { "cost": true } }).to_string()
}

#[tokio::test]
async fn it_is_told_to_those_who_ask() {
    let gateway = TestGateway::start_with("", weigh).await;
    let answer = gateway.client.post(&[], &asking("{ a: hello b: hello long }")).await.json();
    assert_eq!(answer["extensions"], json!({ "cost": { "estimated": 10, "max": null } }));
    let answer = gateway.client.query("{ hello }").await.json();
    assert_eq!(answer, json!({ "data": { "hello": "hi" } }));
}

#[tokio::test]
async fn beyond_the_limit_nothing_is_asked_of_subgraphs() {
    let gateway = TestGateway::start_with("[limits]\nmax_cost = 7", weigh).await;
    let answer = gateway.client.post(&[], &asking("{ hello }")).await.json();
    assert_eq!(answer["extensions"]["cost"], json!({ "estimated": 5, "max": 7 }));
    assert_eq!(gateway.greeter.bodies().len(), 1);

    let answer = gateway.client.query("{ a: hello b: hello }").await.json();
    let error = &answer["errors"][0];
    assert_eq!(error["message"], "the operation costs 10 by estimate; the limit is 7");
    let extensions = json!({ "code": "COST_LIMIT_EXCEEDED", "estimated": 10, "max": 7 });
    assert_eq!(error["extensions"], extensions);
    assert_eq!(answer.get("data"), None::<&Value>);
    assert_eq!(gateway.greeter.bodies().len(), 1);
}

#[tokio::test]
async fn variables_decide_what_counts() {
    let gateway = TestGateway::start_with("[limits]\nmax_cost = 7", weigh).await;
    let query = "query($b: Boolean!) { a: hello b: hello @include(if: $b) }";
    let with = |b: bool| json!({ "query": query, "variables": { "b": b } }).to_string();
    assert_eq!(gateway.client.post(&[], &with(true)).await.code(), "COST_LIMIT_EXCEEDED");
    let answer = gateway.client.post(&[], &with(false)).await.json();
    assert_eq!(answer["errors"], Value::Null);
}
