//! A service that speaks WebSocket by a script of the test's own, on a real socket, and remembers
//! the headers of the upgrades and the messages that it was sent.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use futures::{SinkExt as _, StreamExt as _};
use gateway_subgraph_client::{Endpoint, Replicas};
use serde_json::Value;
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::{
    WebSocketStream, accept_hdr_async,
    tungstenite::{
        Message,
        handshake::server::{Request, Response},
        protocol::{CloseFrame, frame::coding::CloseCode},
    },
};

/// A running service.
pub struct Source {
    address: SocketAddr,
    log: Arc<Mutex<Log>>,
    task: tokio::task::JoinHandle<()>,
}

#[derive(Default)]
struct Log {
    upgrades: Vec<(String, http::HeaderMap)>,
    messages: Vec<Value>,
}

/// One connection, as the script sees it.
pub struct Peer {
    socket: WebSocketStream<TcpStream>,
    log: Arc<Mutex<Log>>,
}

impl Source {
    /// Listens on a free port, answers upgrades with this protocol, and plays the script.
    pub async fn start<F>(
        protocol: &'static str,
        script: impl Fn(Peer) -> F + Send + 'static,
    ) -> Self
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let log = Arc::new(Mutex::new(Log::default()));
        let shared = Arc::clone(&log);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let log = Arc::clone(&shared);
                let Ok(socket) = accept(stream, protocol, Arc::clone(&log)).await else { continue };
                tokio::spawn(script(Peer { socket, log }));
            }
        });
        Self { address, log, task }
    }

    /// This service alone.
    pub fn replicas(&self) -> Replicas {
        let endpoint = Endpoint::parse(&format!("http://{}/graphql", self.address));
        Replicas::new([endpoint.expect("a URL")], 8).expect("one endpoint")
    }

    /// Paths and headers of the upgrades.
    pub fn upgrades(&self) -> Vec<(String, http::HeaderMap)> {
        self.log.lock().expect("no panic while held").upgrades.clone()
    }

    /// What was received.
    pub fn messages(&self) -> Vec<Value> {
        self.log.lock().expect("no panic while held").messages.clone()
    }

    /// The types of the messages that were received.
    pub fn types(&self) -> Vec<String> {
        let of = |message: &Value| message["type"].as_str().unwrap_or_default().to_owned();
        self.messages().iter().map(of).collect()
    }

    /// Waits until these were received, in this order.
    pub async fn heard(&self, types: &[&str]) {
        while self.types() != types {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
    }
}

impl Drop for Source {
    fn drop(&mut self) {
        self.task.abort();
    }
}

#[expect(clippy::result_large_err, reason = "the type of the callback is the library's")]
async fn accept(
    stream: TcpStream,
    protocol: &'static str,
    log: Arc<Mutex<Log>>,
) -> Result<WebSocketStream<TcpStream>, tokio_tungstenite::tungstenite::Error> {
    let callback = move |request: &Request, mut response: Response| {
        let upgrade = (request.uri().to_string(), request.headers().clone());
        log.lock().expect("no panic while held").upgrades.push(upgrade);
        let value = http::HeaderValue::from_static(protocol);
        response.headers_mut().insert("sec-websocket-protocol", value);
        Ok(response)
    };
    accept_hdr_async(stream, callback).await
}

impl Peer {
    /// The next message; none when the connection has ended.
    pub async fn hear(&mut self) -> Option<Value> {
        loop {
            match self.socket.next().await?.ok()? {
                Message::Text(text) => {
                    let message: Value = serde_json::from_str(&text).expect("JSON");
                    self.log.lock().expect("no panic while held").messages.push(message.clone());
                    return Some(message);
                }
                Message::Close(_) => return None,
                _ => {}
            }
        }
    }

    /// Hears everything to the end.
    pub async fn hear_all(&mut self) {
        while self.hear().await.is_some() {}
    }

    /// Sends a text.
    pub async fn say(&mut self, text: impl Into<String>) {
        let _ = self.socket.send(Message::text(text.into())).await;
    }

    /// Acknowledges the connection and hears what it is for.
    pub async fn welcome(&mut self) {
        self.hear().await;
        self.say(r#"{"type":"connection_ack"}"#).await;
        self.hear().await;
    }

    /// Closes with a code.
    pub async fn close(&mut self, code: u16, reason: &'static str) {
        let frame = CloseFrame { code: CloseCode::from(code), reason: reason.into() };
        let _ = self.socket.close(Some(frame)).await;
        self.hear_all().await;
    }
}
