//! A server on a socket: where it listens, and how it ends.

use std::{sync::Arc, time::Duration};

use axum::http::StatusCode;
use http_body_util::Full;
use hyper_util::{client::legacy::Client, rt::TokioExecutor};
use serde_json::json;
use subgraph_server::{ServerConfig, ServerError};
use tokio::sync::oneshot;

use crate::client::{Gate, Query, config, subgraph};

async fn post(address: std::net::SocketAddr, query: &str) -> Result<StatusCode, String> {
    let client = Client::builder(TokioExecutor::new()).build_http::<Full<bytes::Bytes>>();
    let body = json!({ "query": query }).to_string();
    let request = http::Request::post(format!("http://{address}/graphql"))
        .header("content-type", "application/json")
        .body(Full::from(body))
        .expect("a valid request");
    client.request(request).await.map(|response| response.status()).map_err(|e| e.to_string())
}

#[tokio::test]
async fn requests_that_run_are_answered_before_the_end() {
    let gate = Arc::new(Gate::default());
    let (stop, stopped) = oneshot::channel::<()>();
    let shutdown = async { stopped.await.unwrap_or_default() };
    let server = subgraph(Query { gate: Arc::clone(&gate) })
        .serve(&config(), shutdown)
        .await
        .expect("a free port");
    let address = server.address();
    assert_ne!(address.port(), 0);

    let running = tokio::spawn(async move { post(address, "{ waits }").await });
    gate.entered.notified().await;
    stop.send(()).expect("the server waits for it");
    let finished = tokio::spawn(server.finished());
    // Only a server that has stopped listening refuses a connection.
    while post(address, "{ hello }").await.is_ok() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    gate.open.notify_one();
    assert_eq!(running.await.expect("no panic"), Ok(StatusCode::OK));
    finished.await.expect("no panic").expect("everything was answered");
}

#[tokio::test]
async fn a_request_that_does_not_end_is_not_waited_for() {
    let gate = Arc::new(Gate::default());
    let (stop, stopped) = oneshot::channel::<()>();
    let config = ServerConfig { drain_time: Duration::from_millis(20), ..config() };
    let server = subgraph(Query { gate: Arc::clone(&gate) })
        .serve(&config, async { stopped.await.unwrap_or_default() })
        .await
        .expect("a free port");
    let address = server.address();
    let running = tokio::spawn(async move { post(address, "{ waits }").await });
    gate.entered.notified().await;
    stop.send(()).expect("the server waits for it");
    assert!(matches!(server.finished().await, Err(ServerError::NotDrained)));
    running.abort();
}

#[tokio::test]
async fn an_address_that_is_taken_is_an_error() {
    let first = subgraph(Query::default())
        .serve(&config(), std::future::pending())
        .await
        .expect("a free port");
    let config = ServerConfig { listen: first.address(), ..config() };
    let second = subgraph(Query::default()).serve(&config, std::future::pending()).await;
    assert!(matches!(second, Err(ServerError::Bind { address, .. }) if address == first.address()));
}
