//! A subgraph on a real socket. It answers each root field with what it was told to, when the
//! query has it, and remembers every request.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use axum::{
    Router,
    body::Body,
    extract::State,
    http::{HeaderMap, Response},
    routing::post,
};
use gateway_subgraph_client::{Endpoint, Replicas, TrafficPolicy};
use serde_json::{Value, json};
use tokio::sync::Notify;

/// What a subgraph answers to a request.
type Handler = dyn Fn(&Value) -> Reply + Send + Sync;

/// An answer.
#[derive(Debug, Clone)]
pub enum Reply {
    /// A GraphQL answer.
    Json(Value),
    /// Any status, content type and body.
    Http(u16, &'static str, String),
    /// Nothing, ever.
    Silence,
    /// An answer, when somebody gives the sign.
    After(Arc<Notify>, Value),
}

/// A running subgraph.
pub struct Subgraph {
    address: SocketAddr,
    calls: Arc<Mutex<Vec<Call>>>,
    server: tokio::task::JoinHandle<()>,
}

/// A request that a subgraph received.
#[derive(Debug, Clone)]
pub struct Call {
    pub headers: HeaderMap,
    pub body: Value,
}

struct Shared {
    handler: Box<Handler>,
    calls: Arc<Mutex<Vec<Call>>>,
}

impl Subgraph {
    /// Answers by a function of the request's JSON.
    pub async fn start(handler: impl Fn(&Value) -> Reply + Send + Sync + 'static) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let calls = Arc::new(Mutex::new(Vec::new()));
        let shared = Arc::new(Shared { handler: Box::new(handler), calls: calls.clone() });
        let router = Router::new().route("/graphql", post(answer)).with_state(shared);
        let server = tokio::spawn(async move {
            axum::serve(listener, router).await.expect("the server runs until it is dropped");
        });
        Self { address, calls, server }
    }

    /// Answers the root fields of `data` that a query has, by response key.
    pub async fn with(data: Value) -> Self {
        Self::with_errors(data, json!([])).await
    }

    /// Answers with data and errors.
    pub async fn with_errors(data: Value, errors: Value) -> Self {
        Self::start(move |request| {
            let query = request["query"].as_str().unwrap_or_default();
            let asked: Value = data
                .as_object()
                .into_iter()
                .flatten()
                .filter(|(key, _)| query.contains(key.as_str()))
                .map(|(key, value)| (key.clone(), value.clone()))
                .collect();
            let mut answer = json!({ "data": asked });
            if errors.as_array().is_some_and(|errors| !errors.is_empty()) {
                answer["errors"] = errors.clone();
            }
            Reply::Json(answer)
        })
        .await
    }

    /// Fails as a whole with an error of this code.
    pub async fn failing(code: &'static str) -> Self {
        Self::start(move |_| {
            let error = json!({ "message": "secret detail", "extensions": { "code": code } });
            Reply::Json(json!({ "data": null, "errors": [error] }))
        })
        .await
    }

    /// Never answers.
    pub async fn silent() -> Self {
        Self::start(|_| Reply::Silence).await
    }

    /// Answers these data when somebody gives the sign.
    pub async fn after(sign: Arc<Notify>, data: Value) -> Self {
        Self::start(move |_| Reply::After(sign.clone(), json!({ "data": data }))).await
    }

    /// Nobody listens.
    pub async fn dead() -> Self {
        let subgraph = Self::silent().await;
        subgraph.server.abort();
        while tokio::net::TcpStream::connect(subgraph.address).await.is_ok() {
            tokio::task::yield_now().await;
        }
        subgraph
    }

    pub fn replicas(&self) -> Replicas {
        self.replicas_by(TrafficPolicy::default())
    }

    /// Called by this policy.
    pub fn replicas_by(&self, policy: TrafficPolicy) -> Replicas {
        let url = format!("http://{}/graphql", self.address);
        let endpoint = Endpoint::parse(&url).expect("a URL");
        Replicas::with_policy([endpoint], policy).expect("one endpoint")
    }

    /// The requests so far.
    pub fn calls(&self) -> Vec<Call> {
        self.calls.lock().expect("no panic while held").clone()
    }

    /// The JSON of the requests so far, one a line.
    pub fn bodies(&self) -> String {
        self.calls().iter().map(|call| call.body.to_string()).collect::<Vec<_>>().join("\n")
    }
}

impl Drop for Subgraph {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn answer(
    State(shared): State<Arc<Shared>>,
    headers: HeaderMap,
    body: String,
) -> Response<Body> {
    let body: Value = serde_json::from_str(&body).expect("a request is JSON");
    let reply = (shared.handler)(&body);
    shared.calls.lock().expect("no panic while held").push(Call { headers, body });
    let (status, content_type, body) = match reply {
        Reply::Json(json) => (200, "application/json", json.to_string()),
        Reply::Http(status, content_type, body) => (status, content_type, body),
        Reply::Silence => std::future::pending().await,
        Reply::After(sign, json) => {
            sign.notified().await;
            (200, "application/json", json.to_string())
        }
    };
    Response::builder()
        .status(status)
        .header("content-type", content_type)
        .body(Body::from(body))
        .expect("a valid answer")
}
