//! A subgraph whose subscription `ticked` has an event when the test says so. It sends them as
//! server-sent events, and answers everything else with `{ tick }`.

use std::{convert::Infallible, net::SocketAddr, time::Duration};

use axum::{
    Router,
    body::Body,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
    routing::post,
};
use tokio::{
    net::TcpListener,
    sync::broadcast::{self, error::RecvError},
};

/// A running subgraph.
pub struct Ticker {
    address: SocketAddr,
    ticks: broadcast::Sender<u64>,
}

impl Ticker {
    /// Starts one.
    pub async fn start() -> Self {
        let ticks = broadcast::Sender::new(64);
        let router = Router::new().route("/graphql", post(answer)).with_state(ticks.clone());
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("a bound port");
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { address, ticks }
    }

    /// Where it is.
    pub fn url(&self) -> String {
        format!("http://{}/graphql", self.address)
    }

    /// Sends an event to all who listen.
    pub fn tick(&self, number: u64) {
        self.ticks.send(number).expect("somebody listens");
    }

    /// Waits until so many listen.
    pub async fn has_listeners(&self, count: usize) {
        while self.ticks.receiver_count() != count {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    /// A supergraph of it alone, with this field of `Query` beside `tick`.
    pub fn supergraph(&self, field: &str) -> String {
        let graph =
            super::Graph { name: "ticker", url: &self.url(), fields: &["tick: Int", field] };
        super::sdl(&[graph])
            .replace("mutation: Mutation", "mutation: Mutation subscription: Subscription")
            + "type Subscription @join__type(graph: TICKER) { ticked: Int }\n"
    }
}

async fn answer(State(ticks): State<broadcast::Sender<u64>>, body: String) -> Response {
    if !body.contains("subscription") {
        let answer = r#"{"data":{"tick":0,"greet":"done"}}"#;
        return ([(header::CONTENT_TYPE, "application/json")], answer).into_response();
    }
    let events = futures::stream::unfold(ticks.subscribe(), |mut ticks| async move {
        let number = loop {
            match ticks.recv().await {
                Ok(number) => break number,
                Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => return None,
            }
        };
        let event = format!("event: next\ndata: {{\"data\":{{\"ticked\":{number}}}}}\n\n");
        Some((Ok::<_, Infallible>(event), ticks))
    });
    // The head of the answer goes out with its first bytes.
    let first = futures::stream::once(async { Ok(":\n\n".to_owned()) });
    let events = futures::StreamExt::chain(first, events);
    ([(header::CONTENT_TYPE, "text/event-stream")], Body::from_stream(events)).into_response()
}
