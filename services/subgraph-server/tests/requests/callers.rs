//! Who a request comes from.

use axum::http::StatusCode;
use contract::{
    header::CALLER_CONTEXT,
    identity::{CallerContext, Role, SigningKey},
};
use serde_json::json;
use subgraph_server::ServerConfig;

use crate::client::{Query, config, request, router, send, signing_key, subgraph, with_header};

fn context(expires_at: u64) -> CallerContext {
    CallerContext { role: Role::CityAnalyst, subject: Some("a".to_owned()), expires_at }
}

#[tokio::test]
async fn without_a_context_the_caller_is_the_public() {
    let answer = send(router(), request("{ role }")).await;
    assert_eq!(answer.json(), json!({ "data": { "role": "Public" } }));
}

#[tokio::test]
async fn a_signed_context_is_believed() {
    let header = signing_key().sign(&context(u64::MAX / 2));
    let answer = send(router(), with_header(request("{ role }"), CALLER_CONTEXT, &header)).await;
    assert_eq!(answer.json(), json!({ "data": { "role": "CityAnalyst" } }));
}

#[tokio::test]
async fn a_context_that_is_forged_or_expired_is_refused() {
    let other_key = SigningKey::new([8; 32]).expect("32 bytes");
    let headers =
        [other_key.sign(&context(u64::MAX / 2)), signing_key().sign(&context(1)), "x".to_owned()];
    for header in headers {
        let request = with_header(request("{ role }"), CALLER_CONTEXT, &header);
        let answer = send(router(), request).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{header}");
        assert_eq!(answer.code(), "CALLER_CONTEXT_INVALID");
    }
}

#[tokio::test]
async fn without_a_key_no_context_is_believed() {
    let config = ServerConfig { signing_key: None, ..config() };
    let router = subgraph(Query::default()).router(&config);
    let header = signing_key().sign(&context(u64::MAX / 2));
    let answer = send(router, with_header(request("{ role }"), CALLER_CONTEXT, &header)).await;
    assert_eq!(answer.json(), json!({ "data": { "role": "Public" } }));
}
