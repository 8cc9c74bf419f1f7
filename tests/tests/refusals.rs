//! Bad input of every kind is a clear error with a stable code, and the gateway goes on.

use bytes::Bytes;
use http::{Method, StatusCode, header};
use http_body_util::Full;
use serde_json::{Value, json};
use tests::{Answer, Client, shared_city};

fn gateway() -> &'static Client {
    &shared_city().gateway
}

async fn refused(query: &str) -> (String, String) {
    let answer = gateway().post(json!({ "query": query }).to_string()).await;
    let message = answer.json()["errors"][0]["message"].as_str().unwrap_or_default().to_owned();
    (answer.code(), message)
}

async fn sent(body: impl Into<Bytes>, content_type: &str) -> Answer {
    let request = gateway()
        .request(Method::POST, "/graphql")
        .header(header::CONTENT_TYPE, content_type)
        .body(Full::new(body.into()))
        .expect("a valid request");
    gateway().send(request).await
}

async fn still_serves() {
    let data = gateway().data("{ districts { code } }", json!({})).await;
    assert_eq!(data["districts"].as_array().map(Vec::len), Some(10));
}

#[tokio::test]
async fn a_wrong_field_is_a_validation_error() {
    let (code, message) = refused("{ districts { nope } }").await;
    assert_eq!(code, "GRAPHQL_VALIDATION_FAILED");
    assert!(!message.is_empty());
    still_serves().await;
}

#[tokio::test]
async fn an_unknown_district_is_told_the_known_ones() {
    let (code, message) =
        refused(r#"{ deputies(districts: ["999999"], first: 1) { totalCount } }"#).await;
    assert_eq!(code, "PARTITION_UNKNOWN");
    assert!(message.contains("999999") && message.contains("231004"), "{message}");
}

#[tokio::test]
async fn a_malformed_id_shows_what_an_id_looks_like() {
    for query in
        [r#"{ node(id: "abc") { id } }"#, r#"{ nodes(ids: ["231004:deputy:1", "abc"]) { id } }"#]
    {
        let (code, message) = refused(query).await;
        assert_eq!(code, "ID_INVALID", "{query}");
        assert!(message.contains("231004:grid:003-017"), "{message}");
    }
}

#[tokio::test]
async fn page_sizes_are_bounded_and_the_bound_is_told() {
    let (code, message) = refused("{ deputies(first: 100000) { nodes { id } } }").await;
    assert_eq!(code, "PAGE_SIZE_INVALID");
    assert!(message.contains("100"), "{message}");
    assert_eq!(refused("{ deputies(first: -1) { nodes { id } } }").await.0, "PAGE_SIZE_INVALID");
    assert_eq!(
        refused("{ deputies(first: 1, last: 1) { nodes { id } } }").await.0,
        "PAGE_SIZE_INVALID"
    );
}

#[tokio::test]
async fn a_cursor_of_nobody_or_of_another_order_is_refused() {
    assert_eq!(
        refused(r#"{ deputies(first: 1, after: "zzz") { nodes { id } } }"#).await.0,
        "CURSOR_INVALID"
    );
    let page = gateway().data("{ grids(first: 1) { pageInfo { endCursor } } }", json!({})).await;
    let cursor = page["grids"]["pageInfo"]["endCursor"].as_str().expect("a cursor");
    let query = format!(
        r#"{{ petitions(first: 1, after: "{cursor}", orderBy: ACCEPTED_AT_DESC) {{ nodes {{ id }} }} }}"#
    );
    assert_eq!(refused(&query).await.0, "CURSOR_INVALID");
}

#[tokio::test]
async fn fifty_kilobytes_of_nested_fragments_are_counted_and_not_expanded() {
    let mut query = String::from("query { ...f0 }");
    for index in 0..1_300 {
        let next = index + 1;
        query.push_str(&format!(" fragment f{index} on Query {{ ...f{next} ...f{next} }}"));
    }
    query.push_str(" fragment f1300 on Query { __typename }");
    assert!(query.len() > 50_000);
    assert_eq!(refused(&query).await.0, "OPERATION_TOO_COMPLEX");

    let doubling: String = (0..30)
        .map(|index| format!(" fragment g{index} on Query {{ ...g{0} ...g{0} }}", index + 1))
        .collect();
    let query = format!("query {{ ...g0 }}{doubling} fragment g30 on Query {{ __typename }}");
    assert_eq!(refused(&query).await.0, "OPERATION_TOO_COMPLEX");
    still_serves().await;
}

#[tokio::test]
async fn what_is_not_a_graphql_request_is_told_so() {
    let answer = gateway().post("{nope").await;
    assert_eq!((answer.status, answer.code().as_str()), (StatusCode::BAD_REQUEST, "BAD_REQUEST"));
    let answer = gateway().post("{}").await;
    assert_eq!((answer.status, answer.code().as_str()), (StatusCode::BAD_REQUEST, "BAD_REQUEST"));
    let answer = sent(r#"{"query":"{districts{code}}"}"#, "text/plain").await;
    assert_eq!(answer.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert_eq!(answer.code(), "UNSUPPORTED_MEDIA_TYPE");
    let answer = gateway().post(" ".repeat(600 << 10)).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    still_serves().await;
}

#[tokio::test]
async fn variables_must_fit() {
    let request = json!({
        "query": "query($first: Int!) { deputies(first: $first) { totalCount } }",
        "variables": { "first": "many" },
    });
    let answer: Value = gateway().run(request).await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "VARIABLES_INVALID");
    assert!(answer["errors"][0]["message"].as_str().is_some_and(|text| text.contains("first")));
}
