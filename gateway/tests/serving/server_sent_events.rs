//! Both modes of the graphql-sse protocol at `/graphql`.

use serde_json::{Value, json};

use crate::{subscriptions::Ticking, support::Streamed};

const EVENTS: (&str, &str) = ("accept", "text/event-stream");
const JSON: (&str, &str) = ("content-type", "application/json");
const TOKEN: &str = "x-graphql-event-stream-token";

async fn streamed(gateway: &Ticking, query: &str) -> Streamed {
    let body = json!({ "query": query }).to_string();
    Streamed::request(gateway.client.address, "POST /graphql", &[EVENTS, JSON], &body).await
}

#[tokio::test]
async fn a_request_that_accepts_events_is_answered_with_them() {
    let gateway = Ticking::start("").await;
    let mut events = streamed(&gateway, "subscription { ticked }").await;
    let head = events.until("\r\n\r\n").await;
    assert!(head.starts_with("HTTP/1.1 200 OK\r\n"), "{head}");
    assert!(head.contains("content-type: text/event-stream"), "{head}");
    gateway.ticker.has_listeners(1).await;
    for number in [1, 2] {
        gateway.ticker.tick(number);
        events.until(&format!("event: next\ndata: {{\"data\":{{\"ticked\":{number}}}}}\n\n")).await;
    }
    drop(events);
    gateway.ticker.has_listeners(0).await;
}

/// The page reads what this says of its script: it posts, takes events, and ends with `complete`.
#[tokio::test]
async fn graphiql_subscribes_as_the_gateway_answers() {
    let gateway = Ticking::start("").await;
    let script = gateway.client.get("/graphiql/start.js", &[]).await.text();
    for said in ["method: \"POST\"", "accept: \"text/event-stream\"", "\"next\"", "\"complete\""] {
        assert!(script.contains(said), "{said} is not in the script");
    }
    let own_page = [EVENTS, JSON, ("sec-fetch-site", "same-origin"), ("user-agent", "Mozilla/5.0")];
    let body = json!({ "query": "subscription { ticked }", "operationName": null }).to_string();
    let mut events =
        Streamed::request(gateway.client.address, "POST /graphql", &own_page, &body).await;
    gateway.ticker.has_listeners(1).await;
    gateway.ticker.tick(1);
    events.until("event: next\ndata: {\"data\":{\"ticked\":1}}\n\n").await;
    drop(events);
    gateway.ticker.has_listeners(0).await;
}

#[tokio::test]
async fn a_query_is_one_event_and_the_end() {
    let gateway = Ticking::start("").await;
    let body = streamed(&gateway, "{ tick }").await.end().await;
    assert!(body.contains("event: next\ndata: {\"data\":{\"tick\":0}}\n\n"), "{body}");
    assert!(body.contains("event: complete\n"), "{body}");
    let line = "GET /graphql?query=%7Btick%7D";
    let mut by_url = Streamed::request(gateway.client.address, line, &[EVENTS], "").await;
    assert!(by_url.end().await.contains("event: complete\n"));
}

#[tokio::test]
async fn what_is_wrong_with_the_operation_is_an_event() {
    let gateway = Ticking::start("").await;
    let body = streamed(&gateway, "{ nothing }").await.end().await;
    assert!(body.starts_with("HTTP/1.1 200 OK\r\n"), "{body}");
    assert!(body.contains("GRAPHQL_VALIDATION_FAILED"), "{body}");
    assert!(body.contains("event: complete\n"), "{body}");
    let line = "GET /graphql?query=mutation%7Bgreet%7D";
    let mut by_url = Streamed::request(gateway.client.address, line, &[EVENTS], "").await;
    assert!(by_url.until("\r\n").await.contains("405"));
    let answer = gateway.client.post(&[EVENTS], "{").await;
    assert_eq!(answer.status, 400);
}

/// A reserved stream.
struct Reserved<'a> {
    gateway: &'a Ticking,
    token: String,
}

impl<'a> Reserved<'a> {
    async fn new(gateway: &'a Ticking) -> Self {
        let answer = gateway.client.send("PUT", "/graphql", &[], "").await;
        assert_eq!(answer.status, 201);
        Self { gateway, token: answer.text() }
    }

    async fn open(&self) -> Streamed {
        let line = format!("GET /graphql?token={}", self.token);
        Streamed::request(self.gateway.client.address, &line, &[EVENTS], "").await
    }

    async fn begin(&self, request: Value) -> u16 {
        let body = request.to_string();
        self.gateway.client.post(&[(TOKEN, &self.token)], &body).await.status
    }

    async fn subscribe(&self, id: &str) -> u16 {
        let extensions = json!({ "operationId": id });
        self.begin(json!({ "query": "subscription { ticked }", "extensions": extensions })).await
    }

    async fn complete(&self, id: &str) -> u16 {
        let path = format!("/graphql?operationId={id}");
        self.gateway.client.send("DELETE", &path, &[(TOKEN, &self.token)], "").await.status
    }
}

#[tokio::test]
async fn operations_of_a_token_have_their_results_on_its_stream() {
    let gateway = Ticking::start("").await;
    let reserved = Reserved::new(&gateway).await;
    let mut events = reserved.open().await;
    assert!(events.until("\r\n\r\n").await.contains("content-type: text/event-stream"));
    assert_eq!(reserved.subscribe("a").await, 202);
    assert_eq!(reserved.subscribe("a").await, 409, "the id is taken");
    gateway.ticker.has_listeners(1).await;
    gateway.ticker.tick(7);
    events
        .until("event: next\ndata: {\"id\":\"a\",\"payload\":{\"data\":{\"ticked\":7}}}\n\n")
        .await;

    let query = json!({ "query": "{ tick }", "extensions": { "operationId": "b" } });
    assert_eq!(reserved.begin(query).await, 202);
    events.until("{\"id\":\"b\",\"payload\":{\"data\":{\"tick\":0}}}\n\n").await;
    events.until("event: complete\ndata: {\"id\":\"b\"}\n\n").await;

    assert_eq!(reserved.complete("a").await, 200);
    gateway.ticker.has_listeners(0).await;
    assert_eq!(reserved.subscribe("a").await, 202, "the id is free again");
    gateway.ticker.has_listeners(1).await;
    drop(events);
    gateway.ticker.has_listeners(0).await;
}

#[tokio::test]
async fn operations_may_begin_before_the_stream_is_open() {
    let gateway = Ticking::start("").await;
    let reserved = Reserved::new(&gateway).await;
    let query = json!({ "query": "{ tick }", "extensions": { "operationId": "b" } });
    assert_eq!(reserved.begin(query).await, 202);
    reserved.open().await.until("event: complete\ndata: {\"id\":\"b\"}\n\n").await;
}

#[tokio::test]
async fn a_stream_is_opened_once_and_by_its_token_alone() {
    let gateway = Ticking::start("").await;
    let reserved = Reserved::new(&gateway).await;
    let mut first = reserved.open().await;
    first.until("HTTP/1.1 200 OK\r\n").await;
    reserved.open().await.until("HTTP/1.1 409 Conflict\r\n").await;

    let stranger = Reserved { gateway: &gateway, token: "x".to_owned() };
    stranger.open().await.until("HTTP/1.1 404 Not Found\r\n").await;
    assert_eq!(stranger.subscribe("a").await, 404);
    assert_eq!(stranger.complete("a").await, 404);
    assert_eq!(reserved.begin(json!({ "query": "{ tick }" })).await, 400, "it has no id");
    let invalid = json!({ "query": "{ nothing }", "extensions": { "operationId": "c" } });
    assert_ne!(reserved.begin(invalid).await, 202);
}

#[tokio::test]
async fn a_reservation_that_is_not_used_is_forgotten() {
    let gateway = Ticking::start("[subscriptions]\ninit_ms = 50\nconnections = 1").await;
    let reserved = Reserved::new(&gateway).await;
    while gateway.client.send("PUT", "/graphql", &[], "").await.status != 201 {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    assert_eq!(reserved.subscribe("a").await, 404);
}

#[tokio::test]
async fn a_shutdown_ends_streams() {
    let gateway = Ticking::start("").await;
    let reserved = Reserved::new(&gateway).await;
    let mut single = reserved.open().await;
    single.until("\r\n\r\n").await;
    let mut distinct = streamed(&gateway, "subscription { ticked }").await;
    gateway.ticker.has_listeners(1).await;
    gateway.end.cancel();
    single.end().await;
    assert!(!distinct.end().await.contains("complete"), "a client tries again");
}
