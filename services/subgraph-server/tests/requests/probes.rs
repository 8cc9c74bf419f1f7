//! What the platform asks: alive, ready, metrics.

use std::time::Duration;

use axum::{
    Router,
    body::Body,
    http::{Request, StatusCode},
};

use crate::client::{Answer, Query, config, request, router, send, subgraph};

async fn get(router: Router, path: &str) -> Answer {
    send(router, Request::get(path).body(Body::empty()).expect("a valid request")).await
}

#[tokio::test]
async fn a_service_lives_and_is_ready() {
    for path in ["/health", "/ready"] {
        assert_eq!(get(router(), path).await.status, StatusCode::OK, "{path}");
    }
}

#[tokio::test]
async fn a_service_that_is_not_ready_says_why_and_lives() {
    let subgraph = subgraph(Query::default()).ready_when(async || Err("no database"));
    let router = subgraph.router(&config());
    let answer = get(router.clone(), "/ready").await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(answer.json()["reason"], "no database");
    assert_eq!(get(router, "/health").await.status, StatusCode::OK);
}

#[tokio::test(start_paused = true)]
async fn a_check_that_hangs_is_not_ready() {
    let subgraph = subgraph(Query::default()).ready_when(async || {
        tokio::time::sleep(Duration::from_secs(3_600)).await;
        Ok::<(), String>(())
    });
    let answer = get(subgraph.router(&config()), "/ready").await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
}

#[tokio::test]
async fn requests_are_counted_by_how_they_ended() {
    let router = router();
    for query in ["{ hello }", "{ hello }", "{ nothing }", "{"] {
        send(router.clone(), request(query)).await;
    }
    let text = get(router, "/metrics").await.text;
    for line in [
        r#"graphql_requests_total{outcome="ok"} 2"#,
        r#"graphql_requests_total{outcome="GRAPHQL_VALIDATION_FAILED"} 1"#,
        r#"graphql_requests_total{outcome="GRAPHQL_PARSE_FAILED"} 1"#,
        "graphql_request_seconds_count 4",
        "graphql_requests_in_flight 0",
    ] {
        assert!(text.lines().any(|found| found == line), "{line} is not in\n{text}");
    }
}
