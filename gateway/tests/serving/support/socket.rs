//! Clients of streams: a WebSocket, and server-sent events as bytes.

use std::{net::SocketAddr, time::Duration};

use axum::http::HeaderName;
use futures::{SinkExt as _, StreamExt as _};
use serde_json::Value;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    time::timeout,
};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Error, Message, client::IntoClientRequest as _},
};

/// The longest that anything here waits for what must come.
const PATIENCE: Duration = Duration::from_secs(30);

/// A WebSocket to a gateway.
pub struct Socket(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Socket {
    /// Connects with these headers.
    pub async fn connect(address: SocketAddr, headers: &[(&str, &str)]) -> Result<Self, Error> {
        let mut request = format!("ws://{address}/graphql").into_client_request()?;
        for (name, value) in headers {
            let name = HeaderName::try_from(*name).expect("a name");
            request.headers_mut().insert(name, value.parse().expect("a value"));
        }
        let (socket, _) = connect_async(request).await?;
        Ok(Self(socket))
    }

    /// Connects with the protocol of GraphQL.
    pub async fn open(address: SocketAddr) -> Self {
        let protocol = ("sec-websocket-protocol", "graphql-transport-ws");
        Self::connect(address, &[protocol]).await.expect("the gateway speaks it")
    }

    /// Connects and is acknowledged.
    pub async fn ready(address: SocketAddr) -> Self {
        let mut socket = Self::open(address).await;
        socket.say(r#"{"type":"connection_init"}"#).await;
        assert_eq!(socket.hear().await, r#"{"type":"connection_ack"}"#);
        socket
    }

    pub async fn say(&mut self, text: &str) {
        self.send(Message::text(text)).await;
    }

    pub async fn send(&mut self, message: Message) {
        self.0.send(message).await.expect("the gateway listens");
    }

    /// Begins an operation.
    pub async fn subscribe(&mut self, id: &str, query: &str) {
        let payload = serde_json::json!({ "query": query });
        let message = serde_json::json!({ "id": id, "type": "subscribe", "payload": payload });
        self.say(&message.to_string()).await;
    }

    /// The next text, or the code by which the socket was closed.
    pub async fn hear(&mut self) -> String {
        let next = async {
            loop {
                match self.0.next().await {
                    Some(Ok(Message::Text(text))) => return text.to_string(),
                    Some(Ok(Message::Close(Some(frame)))) => {
                        return format!("{} {}", u16::from(frame.code), frame.reason);
                    }
                    Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                    other => return format!("{other:?}"),
                }
            }
        };
        timeout(PATIENCE, next).await.expect("something comes")
    }

    /// The next text as JSON.
    pub async fn hear_json(&mut self) -> Value {
        let text = self.hear().await;
        serde_json::from_str(&text).unwrap_or_else(|_| panic!("not JSON: {text}"))
    }
}

/// An answer that is read as it comes.
pub struct Streamed {
    stream: TcpStream,
    read: String,
}

impl Streamed {
    /// Sends a request with these headers, and a body if it has one.
    pub async fn request(
        address: SocketAddr,
        line: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Self {
        let mut stream = TcpStream::connect(address).await.expect("the gateway listens");
        let mut text = format!("{line} HTTP/1.1\r\nhost: gateway\r\n");
        for (name, value) in headers {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        text.push_str(&format!("content-length: {}\r\n\r\n{body}", body.len()));
        stream.write_all(text.as_bytes()).await.expect("the gateway reads");
        Self { stream, read: String::new() }
    }

    /// Reads until this text has come; gives all that came since the last time.
    pub async fn until(&mut self, text: &str) -> String {
        let reading = async {
            while !self.read.contains(text) {
                assert!(self.more().await, "the stream ended before `{text}`: {}", self.read);
            }
        };
        timeout(PATIENCE, reading).await.unwrap_or_else(|_| panic!("`{text}` does not come"));
        let end = self.read.find(text).expect("it has come") + text.len();
        self.read.drain(..end).collect()
    }

    /// Reads to the end of the body.
    pub async fn end(&mut self) -> String {
        self.until("\r\n0\r\n\r\n").await
    }

    async fn more(&mut self) -> bool {
        let mut bytes = [0; 4096];
        let count = self.stream.read(&mut bytes).await.unwrap_or(0);
        self.read.push_str(&String::from_utf8_lossy(&bytes[..count]));
        count > 0
    }
}
