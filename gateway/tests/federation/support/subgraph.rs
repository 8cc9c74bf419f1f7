//! A small subgraph on a socket of its own. It executes what it is sent by its own schema, and knows
//! nothing but the rows that a test gives it: asking it for anything else is an error, so that a
//! gateway that asks the wrong subgraph cannot pass.

use std::{
    collections::BTreeMap,
    net::SocketAddr,
    sync::{Arc, Mutex, PoisonError},
};

use axum::{Router, extract::State, http::header, response::IntoResponse, routing::post};
use serde_json::{Map, Value, json};
use tokio::net::TcpListener;

use super::execute;

type Resolver = Box<dyn Fn(&Value, &Map<String, Value>) -> Result<Value, String> + Send + Sync>;

/// A subgraph that is being described.
pub struct Subgraph {
    pub(super) name: &'static str,
    pub(super) sdl: String,
    /// Rows by the type name under which they are looked up.
    pub(super) rows: BTreeMap<&'static str, Vec<Value>>,
    /// What answers a field in place of the property of its name.
    pub(super) resolvers: BTreeMap<&'static str, Resolver>,
    /// The values of root fields.
    pub(super) root: Value,
}

/// One request that a subgraph was sent.
#[derive(Debug, Clone)]
pub struct Call {
    /// The document.
    pub query: String,
    /// The variables.
    pub variables: Value,
}

/// A subgraph that runs.
pub struct Running {
    pub(super) name: &'static str,
    pub(super) sdl: String,
    address: SocketAddr,
    calls: Arc<Mutex<Vec<Call>>>,
}

impl Subgraph {
    /// One with this SDL, without the `@link` that makes it one of Federation 2.
    pub fn new(name: &'static str, sdl: impl Into<String>) -> Self {
        let (rows, resolvers) = (BTreeMap::new(), BTreeMap::new());
        Self { name, sdl: sdl.into(), rows, resolvers, root: json!({}) }
    }

    /// The same with another SDL.
    pub fn with_sdl(mut self, sdl: &'static str) -> Self {
        self.sdl = sdl.to_owned();
        self
    }

    /// The values of its root fields.
    pub fn root(mut self, root: Value) -> Self {
        self.root = root;
        self
    }

    /// What it knows of a type. An entity is the row that has the values of its representation;
    /// objects in other rows need no more than a key.
    pub fn rows(mut self, type_name: &'static str, rows: Value) -> Self {
        let rows = rows.as_array().cloned().expect("a list of rows");
        self.rows.insert(type_name, rows);
        self
    }

    /// Computes a field, `Type.field`, from its object and its arguments.
    pub fn field(
        mut self,
        coordinate: &'static str,
        resolve: impl Fn(&Value, &Map<String, Value>) -> Value + Send + Sync + 'static,
    ) -> Self {
        let resolver: Resolver = Box::new(move |object, arguments| Ok(resolve(object, arguments)));
        self.resolvers.insert(coordinate, resolver);
        self
    }

    /// Fails a field. A message `CODE: text` gives the error a code.
    pub fn failing(mut self, coordinate: &'static str, message: &'static str) -> Self {
        let resolver: Resolver = Box::new(move |_, _| Err(message.to_owned()));
        self.resolvers.insert(coordinate, resolver);
        self
    }

    /// Serves it.
    pub async fn start(self) -> Running {
        let (name, sdl) = (self.name, self.sdl.clone());
        let calls = Arc::new(Mutex::new(Vec::new()));
        let graph = Arc::new(execute::Graph::new(self));
        let state = Shared { graph, calls: Arc::clone(&calls) };
        let router = Router::new().route("/", post(answer)).with_state(state);
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("a bound port");
        tokio::spawn(async move { axum::serve(listener, router).await });
        Running { name, sdl, address, calls }
    }
}

impl Running {
    /// Where it is.
    pub fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// What it was sent since it was last asked for this.
    pub fn take_calls(&self) -> Vec<Call> {
        std::mem::take(&mut *self.calls.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[derive(Clone)]
struct Shared {
    graph: Arc<execute::Graph>,
    calls: Arc<Mutex<Vec<Call>>>,
}

async fn answer(State(shared): State<Shared>, body: String) -> impl IntoResponse {
    let request: Value = serde_json::from_str(&body).expect("a request is JSON");
    let query = request["query"].as_str().expect("a request has a document").to_owned();
    let variables = request.get("variables").cloned().unwrap_or_else(|| json!({}));
    let answer = shared.graph.execute(&query, &variables);
    shared.calls.lock().unwrap_or_else(PoisonError::into_inner).push(Call { query, variables });
    ([(header::CONTENT_TYPE, "application/json")], answer.to_string())
}
