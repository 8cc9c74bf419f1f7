//! A source of events on a real socket: a WebSocket whose every connection is played by a script of
//! the test's own. It remembers what it was asked.

use std::{
    net::SocketAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use futures::{SinkExt as _, StreamExt as _};
use gateway_subgraph_client::{Endpoint, Replicas};
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::{
    WebSocketStream, accept_hdr_async,
    tungstenite::{
        Message,
        handshake::server::{Request, Response},
    },
};

/// A running source.
pub struct EventSource {
    address: SocketAddr,
    asked: Arc<Mutex<Vec<Value>>>,
    open: Arc<AtomicUsize>,
    task: tokio::task::JoinHandle<()>,
}

/// One connection that was acknowledged and has subscribed.
pub struct Subscriber {
    socket: WebSocketStream<TcpStream>,
    /// How many connections came before.
    pub turn: usize,
    /// What was asked for.
    pub request: Value,
}

impl EventSource {
    /// Plays the script with every subscriber.
    pub async fn start<F>(script: impl Fn(Subscriber) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let (asked, open) = (Arc::new(Mutex::new(Vec::new())), Arc::new(AtomicUsize::new(0)));
        let (log, counter) = (Arc::clone(&asked), Arc::clone(&open));
        let task = tokio::spawn(async move {
            for turn in 0.. {
                let Ok((stream, _)) = listener.accept().await else { break };
                let Some((socket, request)) = welcome(stream).await else { continue };
                log.lock().expect("no panic while held").push(request.clone());
                let playing = script(Subscriber { socket, turn, request });
                let counter = Arc::clone(&counter);
                tokio::spawn(async move {
                    counter.fetch_add(1, Ordering::SeqCst);
                    playing.await;
                    counter.fetch_sub(1, Ordering::SeqCst);
                });
            }
        });
        Self { address, asked, open, task }
    }

    pub fn replicas(&self) -> Replicas {
        let endpoint = Endpoint::parse(&format!("http://{}/graphql", self.address));
        Replicas::new([endpoint.expect("a URL")], 8).expect("one endpoint")
    }

    /// The requests of its subscribers.
    pub fn asked(&self) -> Vec<Value> {
        self.asked.lock().expect("no panic while held").clone()
    }

    /// Waits until so many connections are open.
    pub async fn has_open(&self, count: usize) {
        while self.open.load(Ordering::SeqCst) != count {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}

impl Drop for EventSource {
    fn drop(&mut self) {
        self.task.abort();
    }
}

#[expect(clippy::result_large_err, reason = "the type of the callback is the library's")]
async fn welcome(stream: TcpStream) -> Option<(WebSocketStream<TcpStream>, Value)> {
    let callback = |_: &Request, mut response: Response| {
        let protocol = http::HeaderValue::from_static("graphql-transport-ws");
        response.headers_mut().insert("sec-websocket-protocol", protocol);
        Ok(response)
    };
    let mut socket = accept_hdr_async(stream, callback).await.ok()?;
    socket.next().await?.ok()?;
    socket.send(Message::text(r#"{"type":"connection_ack"}"#)).await.ok()?;
    let request = socket.next().await?.ok()?.into_text().ok()?;
    let message: Value = serde_json::from_str(&request).ok()?;
    Some((socket, message["payload"].clone()))
}

impl Subscriber {
    /// Sends the answer of an event; false when the gateway is gone.
    pub async fn answer(&mut self, answer: Value) -> bool {
        let text = json!({ "type": "next", "id": "1", "payload": answer }).to_string();
        self.socket.send(Message::text(text)).await.is_ok()
    }

    /// Sends `data` with this value of the root field `changed`.
    pub async fn event(&mut self, value: Value) -> bool {
        self.answer(json!({ "data": { "changed": value } })).await
    }

    /// Says that it does not run the subscription.
    pub async fn refuse(&mut self, errors: Value) {
        let text = json!({ "type": "error", "id": "1", "payload": errors }).to_string();
        let _ = self.socket.send(Message::text(text)).await;
    }

    /// Says that there are no more events.
    pub async fn complete(&mut self) {
        let text = json!({ "type": "complete", "id": "1" }).to_string();
        let _ = self.socket.send(Message::text(text)).await;
    }

    /// Keeps the connection until the gateway ends it.
    pub async fn stay(&mut self) {
        while let Some(Ok(message)) = self.socket.next().await {
            if message.is_close() {
                break;
            }
        }
    }
}
