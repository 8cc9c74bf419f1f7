//! `CollectFields`: fields merged by response key, in the order of the document.

use super::world;

#[tokio::test]
async fn fields_stand_in_the_order_of_the_document() {
    let world = world().await;
    let answer = world.ask("{ b: old node { name id } a: old z: __typename }").await;
    assert!(
        answer
            .text()
            .starts_with(r#"{"data":{"b":1,"node":{"name":"Ann","id":"u"},"a":1,"z":"Query"}"#),
        "{}",
        answer.text()
    );
}

#[tokio::test]
async fn selections_of_one_key_are_one_field() {
    let world = world().await;
    let query = "{ node { id } ...F node { ... on User { friend { id } } } ... { node { ... on Node { name } } } } fragment F on Query { node { ... on User { age friend { name } } } }";
    let answer = world.ask(query).await;
    assert!(
        answer.text().starts_with(
            r#"{"data":{"node":{"id":"u","age":7,"friend":{"name":null,"id":"r"},"name":"Ann"}}"#
        ),
        "{}",
        answer.text()
    );
    assert_eq!(world.counts(), [("echo", 1)]);
}

#[tokio::test]
async fn fragments_apply_by_type() {
    let world = world().await;
    let query = "{ nodes { ...N ... on Robot { model n: name } ... on User { age n: name } ... on Node { ...N } } } fragment N on Node { __typename id }";
    assert_eq!(
        world.ask(query).await.data(),
        r#"{"nodes":[{"__typename":"Robot","id":"r","model":"T","n":"Rob"},{"__typename":"User","id":"u","age":7,"n":"Ann"}]}"#
    );
}

#[tokio::test]
async fn one_field_stands_under_many_aliases() {
    let world = world().await;
    let answer = world
        .ask("{ a: echo(int: 1, must: 1) b: echo(int: 2, must: 1) c: echo(int: 1, must: 1) }")
        .await;
    assert_eq!(
        answer.data(),
        r#"{"a":{"int":1,"must":1},"b":{"int":2,"must":1},"c":{"int":1,"must":1}}"#
    );
}
