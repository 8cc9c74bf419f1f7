//! `graphql-transport-ws` at `/graphql`: operations, close codes, and the end by reload and
//! shutdown.

use std::fs;

use gateway::config::Config;
use serde_json::json;
use tempfile::TempDir;
use tokio_tungstenite::tungstenite::{
    Error, Message,
    protocol::{CloseFrame, frame::coding::CloseCode},
};
use tokio_util::sync::{CancellationToken, DropGuard};

use crate::{
    process::{Process, text},
    support::{Client, Socket, Streamed, Ticker, served_by},
};

/// A gateway before a [`Ticker`].
pub struct Ticking {
    pub ticker: Ticker,
    pub client: Client,
    pub end: CancellationToken,
    _folder: TempDir,
    _guard: DropGuard,
}

/// How the ticker is subscribed to.
const SSE: &str = "[[subgraphs]]\nname = \"ticker\"\nsubscriptions = { protocol = \"sse\" }\n";

impl Ticking {
    /// One with these settings.
    pub async fn start(settings: &str) -> Self {
        let ticker = Ticker::start().await;
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("supergraph.graphql");
        fs::write(&path, ticker.supergraph("tock: Int")).expect("written");
        let head = "listen = \"127.0.0.1:0\"\nsupergraph = \"supergraph.graphql\"\n";
        let text = format!("{head}{settings}\n{SSE}");
        let config = Config::parse(&text, folder.path(), None).expect("a valid configuration");
        let end = CancellationToken::new();
        let client = served_by(config, end.clone()).await.expect("the gateway starts");
        Self { ticker, client, _folder: folder, _guard: end.clone().drop_guard(), end }
    }

    async fn socket(&self) -> Socket {
        Socket::ready(self.client.address).await
    }

    /// What a socket hears after it was sent this, acknowledged before.
    async fn reply(&self, message: &str) -> String {
        let mut socket = self.socket().await;
        socket.say(message).await;
        socket.hear().await
    }
}

#[tokio::test]
async fn queries_mutations_and_subscriptions_go_over_one_socket() {
    let gateway = Ticking::start("").await;
    let mut socket = gateway.socket().await;
    socket.subscribe("s", "subscription { ticked }").await;
    gateway.ticker.has_listeners(1).await;
    gateway.ticker.tick(1);
    assert_eq!(socket.hear().await, r#"{"type":"next","id":"s","payload":{"data":{"ticked":1}}}"#);

    socket.subscribe("q", "{ tick }").await;
    assert_eq!(socket.hear().await, r#"{"type":"next","id":"q","payload":{"data":{"tick":0}}}"#);
    assert_eq!(socket.hear_json().await, json!({ "type": "complete", "id": "q" }));
    socket.subscribe("q", "mutation { greet }").await;
    assert_eq!(socket.hear_json().await["payload"], json!({ "data": { "greet": "done" } }));
    assert_eq!(socket.hear_json().await, json!({ "type": "complete", "id": "q" }));

    gateway.ticker.tick(2);
    assert_eq!(socket.hear_json().await["payload"], json!({ "data": { "ticked": 2 } }));
    let metrics = gateway.client.get("/metrics", &[]).await.text();
    assert!(metrics.contains("graphql_subscriptions_open 1"), "{metrics}");
    assert!(metrics.contains("graphql_subscription_events_total{outcome=\"ok\"} 2"), "{metrics}");

    socket.say(r#"{"type":"complete","id":"s"}"#).await;
    gateway.ticker.has_listeners(0).await;
    socket.subscribe("s", "subscription { ticked }").await;
    gateway.ticker.has_listeners(1).await;
    drop(socket);
    gateway.ticker.has_listeners(0).await;
}

#[tokio::test]
async fn what_cannot_be_run_is_an_error_of_its_operation() {
    let gateway = Ticking::start("[subscriptions]\noperations_per_connection = 1").await;
    let mut socket = gateway.socket().await;
    socket.subscribe("1", "{ nothing }").await;
    let refused = socket.hear_json().await;
    assert_eq!((&refused["type"], &refused["id"]), (&json!("error"), &json!("1")));
    assert_eq!(refused["payload"][0]["extensions"]["code"], "GRAPHQL_VALIDATION_FAILED");

    socket.say(r#"{"id":"2","type":"subscribe","payload":{"query":7}}"#).await;
    assert_eq!(socket.hear_json().await["payload"][0]["extensions"]["code"], "BAD_REQUEST");

    socket.subscribe("3", "subscription { ticked }").await;
    gateway.ticker.has_listeners(1).await;
    socket.subscribe("4", "{ tick }").await;
    assert_eq!(socket.hear_json().await["payload"][0]["extensions"]["code"], "OVERLOADED");
}

#[tokio::test]
async fn pings_are_answered_and_so_are_they_before_the_first_message() {
    let gateway = Ticking::start("").await;
    let mut socket = Socket::open(gateway.client.address).await;
    socket.say(r#"{"type":"ping"}"#).await;
    assert_eq!(socket.hear().await, r#"{"type":"pong"}"#);
    socket.say(r#"{"type":"connection_init","payload":{"x-partition-policy":"ABORT"}}"#).await;
    assert_eq!(socket.hear().await, r#"{"type":"connection_ack"}"#);
    socket.say(r#"{"type":"ping","payload":{"a": 1}}"#).await;
    assert_eq!(socket.hear().await, r#"{"type":"pong","payload":{"a": 1}}"#);
}

#[tokio::test]
async fn every_breach_of_the_protocol_has_its_code() {
    let gateway = Ticking::start("").await;
    assert_eq!(gateway.reply("{").await, "4400 Invalid message received");
    assert_eq!(gateway.reply(r#"{"type":"start"}"#).await, "4400 Unknown type of message");
    let again = gateway.reply(r#"{"type":"connection_init"}"#).await;
    assert_eq!(again, "4429 Too many initialisation requests");
    let large = format!(r#"{{"type":"ping","payload":{{"x":"{}"}}}}"#, "x".repeat(600_000));
    assert_eq!(gateway.reply(&large).await, "1009 The message is too large");

    let mut socket = gateway.socket().await;
    socket.send(Message::binary(vec![1])).await;
    assert_eq!(socket.hear().await, "4400 Invalid message received");

    let mut socket = gateway.socket().await;
    socket.subscribe("x", "subscription { ticked }").await;
    socket.subscribe("x", "{ tick }").await;
    assert_eq!(socket.hear().await, "4409 Subscriber for x already exists");

    let mut socket = Socket::open(gateway.client.address).await;
    socket.subscribe("x", "{ tick }").await;
    assert_eq!(socket.hear().await, "4401 Unauthorized");

    let mut socket =
        Socket::connect(gateway.client.address, &[]).await.expect("it is told by a code");
    assert_eq!(socket.hear().await, "4406 Subprotocol not acceptable");
}

#[tokio::test]
async fn a_client_that_closes_is_answered() {
    let gateway = Ticking::start("").await;
    let mut socket = gateway.socket().await;
    let frame = CloseFrame { code: CloseCode::Normal, reason: "done".into() };
    socket.send(Message::Close(Some(frame))).await;
    assert_eq!(socket.hear().await, "1000 done");
}

#[tokio::test]
async fn a_socket_that_says_nothing_is_closed() {
    let gateway = Ticking::start("[subscriptions]\ninit_ms = 100").await;
    let mut socket = Socket::open(gateway.client.address).await;
    assert_eq!(socket.hear().await, "4408 Connection initialisation timeout");
}

#[tokio::test]
async fn pages_of_other_origins_and_too_many_sockets_are_refused_by_http() {
    let gateway = Ticking::start("[subscriptions]\nconnections = 1").await;
    let refused =
        async |headers: &[(&str, &str)]| match Socket::connect(gateway.client.address, headers)
            .await
        {
            Err(Error::Http(response)) => response.status().as_u16(),
            _ => 0,
        };
    assert_eq!(refused(&[("origin", "https://elsewhere.example")]).await, 403);
    let _held = gateway.socket().await;
    assert_eq!(refused(&[]).await, 503);
}

#[tokio::test]
async fn a_shutdown_says_goodbye() {
    let gateway = Ticking::start("").await;
    let mut socket = gateway.socket().await;
    socket.subscribe("s", "subscription { ticked }").await;
    gateway.ticker.has_listeners(1).await;
    gateway.end.cancel();
    assert_eq!(socket.hear().await, "1001 Going away");
    gateway.ticker.has_listeners(0).await;
}

#[tokio::test]
async fn a_reload_cuts_subscriptions_off_and_lets_clients_come_again() {
    let ticker = Ticker::start().await;
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("supergraph.graphql");
    fs::write(&path, ticker.supergraph("tock: Int")).expect("written");
    let config = folder.path().join("gateway.toml");
    let head = "listen = \"127.0.0.1:0\"\nsupergraph = \"supergraph.graphql\"\n";
    fs::write(&config, format!("{head}{SSE}")).expect("written");
    let gateway = Process::start(&["--config", text(&config)]);
    let address = gateway.client().address;

    let mut socket = Socket::ready(address).await;
    socket.subscribe("s", "subscription { ticked }").await;
    let headers = [("accept", "text/event-stream"), ("content-type", "application/json")];
    let body = r#"{"query":"subscription { ticked }"}"#;
    let mut events = Streamed::request(address, "POST /graphql", &headers, body).await;
    ticker.has_listeners(2).await;

    fs::write(&path, ticker.supergraph("later: Int")).expect("written");
    gateway.logged("are served from now on");
    assert_eq!(socket.hear().await, "1012 The schema has changed; connect again");
    assert!(!events.end().await.contains("complete"), "a client tries again");
    ticker.has_listeners(0).await;
    let mut socket = Socket::ready(address).await;
    socket.subscribe("q", "{ later }").await;
    assert_eq!(socket.hear_json().await["type"], "next");
}

#[tokio::test]
async fn a_plain_request_is_told_where_events_are() {
    let gateway = Ticking::start("").await;
    let answer = gateway.client.query("subscription { ticked }").await;
    assert_eq!((answer.status, answer.code().as_str()), (400, "BAD_REQUEST"));
    assert!(answer.text().contains("text/event-stream"), "{}", answer.text());
}
