//! Bounds on what clients send and on how much is done at once.

use std::time::Duration;

use serde_json::json;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use crate::support::{TestGateway, exchange};

#[tokio::test]
async fn large_bodies_are_refused_whether_announced_or_not() {
    let gateway = TestGateway::start("[limits]\nbody_bytes = 2_000").await;
    let body =
        json!({ "query": "{ hello }", "extensions": { "x": "y".repeat(3_000) } }).to_string();
    let announced = gateway.client.post(&[], &body).await;
    assert_eq!((announced.status, announced.code()), (413, "PAYLOAD_TOO_LARGE".into()));

    let head = "POST /graphql HTTP/1.1\r\nhost: gateway\r\nconnection: close\r\n\
                content-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n";
    let chunks = format!("{head}{:x}\r\n{body}\r\n0\r\n\r\n", body.len());
    assert_eq!(exchange(gateway.client.address, chunks.as_bytes()).await.status, 413);
}

#[tokio::test]
async fn a_body_that_does_not_come_is_not_waited_for() {
    let gateway = TestGateway::start("[limits]\nbody_ms = 100").await;
    let half = "POST /graphql HTTP/1.1\r\nhost: gateway\r\nconnection: close\r\n\
                content-type: application/json\r\ncontent-length: 100\r\n\r\n{\"query\":";
    let answer = exchange(gateway.client.address, half.as_bytes()).await;
    assert_eq!((answer.status, answer.code()), (408, "REQUEST_TIMEOUT".into()));
}

#[tokio::test]
async fn a_slow_body_takes_no_place_from_others() {
    let gateway = TestGateway::start("[limits]\nconcurrent_requests = 1").await;
    let mut slow = TcpStream::connect(gateway.client.address).await.expect("it listens");
    let head = "POST /graphql HTTP/1.1\r\nhost: gateway\r\nconnection: close\r\n\
                content-type: application/json\r\ncontent-length: 17\r\n\r\n";
    slow.write_all(head.as_bytes()).await.expect("it reads");
    assert_eq!(gateway.client.query("{ hello }").await.status, 200);
    slow.write_all(br#"{"query":"{long}""#).await.expect("it reads");
    let mut answer = String::new();
    slow.read_to_string(&mut answer).await.expect("it answers");
    // The body lacks its last brace, but it is read all the same.
    assert!(answer.starts_with("HTTP/1.1 400"), "{answer}");
}

#[tokio::test]
async fn headers_are_bounded_in_size_and_number() {
    let gateway = TestGateway::start("").await;
    let large = "x".repeat(100_000);
    assert_eq!(gateway.client.get("/health", &[("x-large", &large)]).await.status, 431);
    let many = vec![("x-many", "1"); 200];
    assert_eq!(gateway.client.get("/health", &many).await.status, 431);
    let some = "x".repeat(8_000);
    assert_eq!(gateway.client.get("/health", &[("x-some", &some)]).await.status, 200);
}

#[tokio::test]
async fn more_requests_than_places_are_told_to_come_again() {
    let gateway = TestGateway::start("[limits]\nconcurrent_requests = 1").await;
    let client = gateway.client;
    let first = tokio::spawn(async move { client.query("{ slow }").await });
    gateway.greeter.asked(1).await;

    let refused = client.query("{ hello }").await;
    assert_eq!((refused.status, refused.code()), (503, "OVERLOADED".into()));
    assert_eq!(refused.header("retry-after"), Some("1"));
    assert_eq!(client.get("/health", &[]).await.status, 200);

    gateway.greeter.release();
    assert_eq!(first.await.expect("it ends").json()["data"]["slow"], "at last");
    assert_eq!(client.query("{ hello }").await.status, 200);
}

#[tokio::test]
async fn a_client_that_goes_away_frees_its_place() {
    let gateway = TestGateway::start("[limits]\nconcurrent_requests = 1").await;
    let client = gateway.client;
    let first = tokio::spawn(async move { client.query("{ slow }").await });
    gateway.greeter.asked(1).await;
    first.abort();
    while client.query("{ hello }").await.status != 200 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn connections_beyond_the_bound_wait_their_turn() {
    let gateway = TestGateway::start("[limits]\nconnections = 1").await;
    let client = gateway.client;
    let first = tokio::spawn(async move { client.query("{ slow }").await });
    gateway.greeter.asked(1).await;
    let second = tokio::spawn(async move { client.query("{ hello }").await });
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert!(!second.is_finished());
    gateway.greeter.release();
    assert_eq!(first.await.expect("it ends").status, 200);
    assert_eq!(second.await.expect("it ends").status, 200);
}

#[tokio::test]
async fn requests_under_way_end_well_when_the_gateway_ends() {
    let gateway = TestGateway::start("").await;
    let client = gateway.client;
    let under_way = tokio::spawn(async move { client.query("{ slow }").await });
    gateway.greeter.asked(1).await;
    gateway.end.cancel();
    while TcpStream::connect(client.address).await.is_ok() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    gateway.greeter.release();
    assert_eq!(under_way.await.expect("it ends").json()["data"]["slow"], "at last");
}
