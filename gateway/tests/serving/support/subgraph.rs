//! A subgraph that gives the same data to every operation and remembers what it was sent. It
//! answers operations with the field `slow` only when it is told to.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex, PoisonError},
};

use axum::{
    Router,
    extract::State,
    http::{HeaderMap, HeaderValue, header},
    response::IntoResponse,
    routing::post,
};
use serde_json::{Value, json};
use tokio::{net::TcpListener, sync::watch};

/// A running subgraph.
pub struct FakeSubgraph {
    address: SocketAddr,
    state: Arc<Shared>,
}

struct Shared {
    data: Value,
    bodies: Mutex<Vec<String>>,
    headers: Mutex<Vec<HeaderMap>>,
    sent: Mutex<HeaderMap>,
    released: watch::Sender<bool>,
}

impl FakeSubgraph {
    /// Starts one that gives `data`.
    pub async fn start(data: Value) -> Self {
        let state = Arc::new(Shared {
            data,
            bodies: Mutex::default(),
            headers: Mutex::default(),
            sent: Mutex::default(),
            released: watch::Sender::new(false),
        });
        let router = Router::new().route("/graphql", post(answer)).with_state(Arc::clone(&state));
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("a bound port");
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { address, state }
    }

    /// Where it is.
    pub fn url(&self) -> String {
        format!("http://{}/graphql", self.address)
    }

    /// The bodies that it was sent.
    pub fn bodies(&self) -> Vec<String> {
        self.state.bodies.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The headers that it was sent.
    pub fn headers(&self) -> Vec<HeaderMap> {
        self.state.headers.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// From now on its answers have these headers too.
    pub fn send_headers(&self, headers: &[(&'static str, &'static str)]) {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(*name, HeaderValue::from_static(value));
        }
        *self.state.sent.lock().unwrap_or_else(PoisonError::into_inner) = map;
    }

    /// Waits until it was sent this many requests.
    pub async fn asked(&self, times: usize) {
        while self.bodies().len() < times {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
    }

    /// Answers what is slow, from now on at once.
    pub fn release(&self) {
        self.state.released.send_replace(true);
    }
}

async fn answer(
    State(state): State<Arc<Shared>>,
    headers: HeaderMap,
    body: String,
) -> impl IntoResponse {
    state.headers.lock().unwrap_or_else(PoisonError::into_inner).push(headers);
    let is_slow = body.contains("slow");
    state.bodies.lock().unwrap_or_else(PoisonError::into_inner).push(body);
    if is_slow {
        let mut released = state.released.subscribe();
        // The sender lives as long as the state.
        let _ = released.wait_for(|released| *released).await;
    }
    let answer = json!({ "data": state.data });
    let sent = state.sent.lock().unwrap_or_else(PoisonError::into_inner).clone();
    (sent, [(header::CONTENT_TYPE, "application/json")], answer.to_string())
}
