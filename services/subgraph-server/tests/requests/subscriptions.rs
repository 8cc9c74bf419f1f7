//! Operations over a WebSocket.

use std::net::SocketAddr;

use contract::{
    header::CALLER_CONTEXT,
    identity::{CallerContext, Role},
};
use futures::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use subgraph_server::{Server, ServerConfig};
use tokio::{net::TcpStream, sync::oneshot};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Message, client::IntoClientRequest as _},
};

use crate::client::{Query, config, signing_key, subgraph};

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

async fn serve(config: &ServerConfig) -> (Server, oneshot::Sender<()>) {
    let (stop, stopped) = oneshot::channel::<()>();
    let shutdown = async { stopped.await.unwrap_or_default() };
    (subgraph(Query::default()).serve(config, shutdown).await.expect("a free port"), stop)
}

async fn connect(address: SocketAddr, caller: Option<&str>) -> Result<Socket, String> {
    let mut request = format!("ws://{address}/graphql/ws").into_client_request().expect("a URL");
    let headers = request.headers_mut();
    headers.insert("sec-websocket-protocol", "graphql-transport-ws".parse().expect("a header"));
    if let Some(caller) = caller {
        headers.insert(CALLER_CONTEXT, caller.parse().expect("a header"));
    }
    let (mut socket, _) = connect_async(request).await.map_err(|error| error.to_string())?;
    send(&mut socket, json!({ "type": "connection_init" })).await;
    assert_eq!(receive(&mut socket).await.expect("an answer")["type"], "connection_ack");
    Ok(socket)
}

async fn send(socket: &mut Socket, message: Value) {
    socket.send(Message::text(message.to_string())).await.expect("the connection is open");
}

async fn subscribe(socket: &mut Socket, query: &str) {
    send(socket, json!({ "type": "subscribe", "id": "1", "payload": { "query": query } })).await;
}

/// The next message, or nothing at the end.
async fn receive(socket: &mut Socket) -> Option<Value> {
    loop {
        match socket.next().await?.ok()? {
            Message::Text(text) => return serde_json::from_str(&text).ok(),
            Message::Close(_) => return None,
            _ => {}
        }
    }
}

#[tokio::test]
async fn events_come_one_by_one() {
    let (server, _stop) = serve(&config()).await;
    let mut socket = connect(server.address(), None).await.expect("a connection");
    subscribe(&mut socket, "subscription { ticks }").await;
    for tick in [1, 2] {
        let message = receive(&mut socket).await.expect("an event");
        assert_eq!(message["payload"], json!({ "data": { "ticks": tick } }));
    }
    assert_eq!(receive(&mut socket).await.expect("the end")["type"], "complete");
}

#[tokio::test]
async fn the_caller_is_that_of_the_opening_request() {
    let (server, _stop) = serve(&config()).await;
    let caller = CallerContext { role: Role::Auditor, subject: None, expires_at: u64::MAX / 2 };
    let header = signing_key().sign(&caller);
    let mut socket = connect(server.address(), Some(&header)).await.expect("a connection");
    subscribe(&mut socket, "{ role perRequest }").await;
    let message = receive(&mut socket).await.expect("an answer");
    let expected = json!({ "data": { "role": "Auditor", "perRequest": "for Auditor" } });
    assert_eq!(message["payload"], expected);
}

#[tokio::test]
async fn a_forged_caller_does_not_connect() {
    let (server, _stop) = serve(&config()).await;
    let error = connect(server.address(), Some("x.y")).await.expect_err("refused");
    assert!(error.contains("401"), "{error}");
}

#[tokio::test]
async fn connections_beyond_the_limit_are_refused() {
    let config = ServerConfig { max_subscription_connections: 1, ..config() };
    let (server, _stop) = serve(&config).await;
    let _first = connect(server.address(), None).await.expect("a connection");
    let error = connect(server.address(), None).await.expect_err("refused");
    assert!(error.contains("503"), "{error}");
}

#[tokio::test]
async fn a_subscription_ends_with_the_server() {
    let (server, stop) = serve(&config()).await;
    let mut socket = connect(server.address(), None).await.expect("a connection");
    subscribe(&mut socket, "subscription { forever }").await;
    stop.send(()).expect("the server waits for it");
    assert_eq!(receive(&mut socket).await, None);
    server.finished().await.expect("nothing is left");
}
