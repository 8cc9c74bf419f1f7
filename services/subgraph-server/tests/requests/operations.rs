//! What an operation answers, and what its errors say.

use axum::http::StatusCode;
use contract::header::REQUEST_ID;
use serde_json::json;

use crate::client::{ask, body, request, router, send, with_header};

#[tokio::test]
async fn a_query_is_answered() {
    let answer = ask("{ hello }").await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.json(), json!({ "data": { "hello": "world" } }));
}

#[tokio::test]
async fn variables_and_the_name_of_the_operation_are_read() {
    let operations = "query A($c: DistrictCode!) { district(code: $c) } query B { hello }";
    let request = json!({
        "query": operations, "operationName": "A", "variables": { "c": "231004" },
    });
    let answer = send(router(), body(request.to_string())).await;
    assert_eq!(answer.json(), json!({ "data": { "district": "231004" } }));
}

#[tokio::test]
async fn each_request_has_data_of_its_own() {
    let answer = ask("{ perRequest }").await;
    assert_eq!(answer.json(), json!({ "data": { "perRequest": "for Public" } }));
}

#[tokio::test]
async fn mistakes_have_codes() {
    for (query, code) in [
        ("{ hello", "GRAPHQL_PARSE_FAILED"),
        ("{ nothing }", "GRAPHQL_VALIDATION_FAILED"),
        ("{ district }", "GRAPHQL_VALIDATION_FAILED"),
        (r#"{ byId(id: "nonsense") }"#, "ID_INVALID"),
    ] {
        let answer = ask(query).await;
        assert_eq!((answer.status, answer.code().as_str()), (StatusCode::OK, code), "{query}");
    }
}

#[tokio::test]
async fn a_panic_is_an_error_that_says_nothing() {
    let answer = ask("{ panics }").await;
    assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(answer.code(), "INTERNAL");
    assert!(!answer.text.contains("secret"), "{}", answer.text);
}

#[tokio::test]
async fn the_id_of_the_request_comes_back() {
    let answer = send(router(), with_header(request("{ hello }"), REQUEST_ID, "r-1")).await;
    assert_eq!(answer.headers[REQUEST_ID], "r-1");
    let long = "x".repeat(1_000);
    let answer = send(router(), with_header(request("{ hello }"), REQUEST_ID, &long)).await;
    assert!(!answer.headers.contains_key(REQUEST_ID));
}
