//! Time, size and number are bounded.

use std::{sync::Arc, time::Duration};

use axum::http::StatusCode;
use contract::header::DEADLINE_MS;
use subgraph_server::ServerConfig;

use crate::client::{Gate, Query, ask, config, request, router, send, subgraph, with_header};

#[tokio::test]
async fn a_request_ends_at_its_deadline() {
    let answer = send(router(), with_header(request("{ waits }"), DEADLINE_MS, "20")).await;
    assert_eq!(answer.status, StatusCode::GATEWAY_TIMEOUT);
    assert_eq!(answer.code(), "DEADLINE_EXCEEDED");
}

#[tokio::test]
async fn a_request_ends_at_the_servers_own_limit() {
    let config = ServerConfig { max_request_time: Duration::from_millis(20), ..config() };
    let router = subgraph(Query::default()).router(&config);
    let answer = send(router, with_header(request("{ waits }"), DEADLINE_MS, "60000")).await;
    assert_eq!(answer.code(), "DEADLINE_EXCEEDED");
}

#[tokio::test]
async fn a_deadline_that_is_no_number_is_refused() {
    let answer = send(router(), with_header(request("{ hello }"), DEADLINE_MS, "soon")).await;
    assert_eq!((answer.status, answer.code().as_str()), (StatusCode::BAD_REQUEST, "BAD_REQUEST"));
}

#[tokio::test]
async fn requests_beyond_the_limit_are_refused_until_one_ends() {
    let gate = Arc::new(Gate::default());
    let config = ServerConfig { max_concurrent_requests: 1, ..config() };
    let router = subgraph(Query { gate: Arc::clone(&gate) }).router(&config);
    let first = tokio::spawn(send(router.clone(), request("{ waits }")));
    gate.entered.notified().await;

    let second = send(router.clone(), request("{ hello }")).await;
    assert_eq!(second.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(second.code(), "OVERLOADED");

    gate.open.notify_one();
    assert_eq!(first.await.expect("no panic").status, StatusCode::OK);
    assert_eq!(send(router, request("{ hello }")).await.status, StatusCode::OK);
}

#[tokio::test]
async fn operations_beyond_a_limit_are_too_complex() {
    let deep = format!("{}hello{}", "{ again ".repeat(25), "}".repeat(25));
    let fragments = "{ ...a } fragment a on Query { ...b ...b } fragment b on Query { ...a }";
    let brackets = format!("{{ district(code: {}{}) }}", "[".repeat(800), "]".repeat(800));
    for query in [deep.as_str(), fragments, &brackets] {
        assert_eq!(ask(query).await.code(), "OPERATION_TOO_COMPLEX", "{query:.60}");
    }
}
