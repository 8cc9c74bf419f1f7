//! A partition that holds operations to its schema, as a real service does, and that can be
//! restarted with another version. It gives the same to every operation: of `_entities` what its
//! data has for the id of each representation, and in place of [`BROKEN`] half an answer. Events it
//! sends when the test says so, as server-sent events.

use std::{
    convert::Infallible,
    net::SocketAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use apollo_compiler::{
    ExecutableDocument, Schema,
    ast::{Definition, Document},
    executable::Field,
    validation::Valid,
};
use axum::{
    Json, Router,
    body::Body,
    extract::State,
    http::header,
    response::{IntoResponse as _, Response},
    routing::post,
};
use contract::partition::sdl_head;
use serde_json::{Map, Value, json};
use tokio::{
    net::TcpListener,
    sync::{broadcast, oneshot},
    task::JoinHandle,
};

/// The value of a root field whose answer breaks off in the middle.
pub const BROKEN: &str = "broken";

/// What a partition serves: its SDL, and the data of its root fields by their names.
#[derive(Debug, Clone)]
pub struct Version {
    /// As `_service { sdl }` tells it.
    pub sdl: String,
    /// The values of root fields.
    pub data: Value,
}

/// The head of a partition's schema, without the directives of partitions.
const HEAD: &str = r#"
extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key", "@composeDirective"])
type Coverage { asked: [String!]! answered: [String!]! missing: [Missing!]! complete: Boolean! }
type Missing { code: String! reason: Reason! }
enum Reason { UNREACHABLE TIMEOUT LATE VERSION_SKEW FAILED }
"#;

impl Version {
    /// A partition with these types, a coverage object among them.
    pub fn of(types: &str, data: Value) -> Self {
        Self { sdl: format!("{HEAD}{}{types}", sdl_head()), data }
    }
}

/// A running partition.
pub struct VersionedPartition {
    address: SocketAddr,
    refusals: Arc<AtomicUsize>,
    bodies: Arc<Mutex<Vec<String>>>,
    events: broadcast::Sender<Value>,
    running: Option<(oneshot::Sender<()>, JoinHandle<()>)>,
}

struct Served {
    version: Version,
    schema: Valid<Schema>,
    refusals: Arc<AtomicUsize>,
    bodies: Arc<Mutex<Vec<String>>>,
    events: broadcast::Sender<Value>,
}

impl VersionedPartition {
    /// Starts one.
    pub async fn start(version: Version) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("a bound port");
        let events = broadcast::Sender::new(64);
        let (refusals, bodies) = (Arc::default(), Arc::default());
        let mut partition = Self { address, refusals, bodies, events, running: None };
        partition.serve(listener, version);
        partition
    }

    /// Ends what runs, requests under way included, and starts another version at the same place.
    pub async fn restart(&mut self, version: Version) {
        self.stop().await;
        let listener = loop {
            // The port may be held a moment longer than the server.
            match TcpListener::bind(self.address).await {
                Ok(listener) => break listener,
                Err(_) => tokio::task::yield_now().await,
            }
        };
        self.serve(listener, version);
    }

    /// Ends what runs.
    pub async fn stop(&mut self) {
        if let Some((stop, server)) = self.running.take() {
            drop(stop);
            server.await.expect("the server ends");
        }
    }

    fn serve(&mut self, listener: TcpListener, version: Version) {
        let schema = executable(&version.sdl);
        let (refusals, bodies) = (Arc::clone(&self.refusals), Arc::clone(&self.bodies));
        let events = self.events.clone();
        let served = Arc::new(Served { version, schema, refusals, bodies, events });
        let router = Router::new().route("/graphql", post(answer)).with_state(served);
        let (stop, stopped) = oneshot::channel::<()>();
        let server = tokio::spawn(async move {
            let stopped = async {
                let _ = stopped.await;
            };
            axum::serve(listener, router)
                .with_graceful_shutdown(stopped)
                .await
                .expect("the server runs until it is stopped");
        });
        self.running = Some((stop, server));
    }

    /// Sends all who have subscribed this value of their root field.
    pub fn send(&self, value: Value) {
        self.events.send(value).expect("somebody listens");
    }

    /// Waits until so many have subscribed.
    pub async fn has_listeners(&self, count: usize) {
        while self.events.receiver_count() != count {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    /// Where it is.
    pub fn url(&self) -> String {
        format!("http://{}/graphql", self.address)
    }

    /// How many operations did not fit its schema.
    pub fn refusals(&self) -> usize {
        self.refusals.load(Ordering::SeqCst)
    }

    /// The operations that it was sent, schema reads left out.
    pub fn bodies(&self) -> Vec<String> {
        self.bodies.lock().expect("no panic while held").clone()
    }
}

/// The SDL as a service has it: with what federation adds.
fn executable(sdl: &str) -> Valid<Schema> {
    let entities = "scalar _Any type _Service { sdl: String } \
                    extend type Query { _service: _Service!  _entities(representations: [_Any!]!): [_Entity]! }";
    let directives = "directive @key(fields: String!, resolvable: Boolean) repeatable on OBJECT | INTERFACE \
                      directive @composeDirective(name: String!) repeatable on SCHEMA \
                      directive @link(url: String!, import: [String!]) repeatable on SCHEMA";
    let union = format!("union _Entity = {}", entity_types(sdl).join(" | "));
    let text = format!("{sdl}\n{entities}\n{directives}\n{union}");
    Schema::parse_and_validate(text, "partition.graphql").expect("a valid schema")
}

/// The types that have a key.
fn entity_types(sdl: &str) -> Vec<String> {
    let document = Document::parse(sdl, "partition.graphql").expect("valid SDL");
    let objects = document.definitions.iter().filter_map(Definition::as_object_type_definition);
    let keyed = objects.filter(|object| object.directives.has("key"));
    keyed.map(|object| object.name.to_string()).collect()
}

async fn answer(State(served): State<Arc<Served>>, Json(request): Json<Value>) -> Response {
    let answer = match answer_of(&served, &request) {
        Answered::Once(answer) => answer,
        Answered::Events(key) => return events(&served, key),
    };
    let is_broken = |value: &Value| *value == BROKEN;
    if !answer["data"].as_object().is_some_and(|data| data.values().any(is_broken)) {
        return Json(answer).into_response();
    }
    let half = [Ok("{\"data\":"), Err(std::io::Error::other("it breaks off"))];
    let body = Body::from_stream(futures::stream::iter(half));
    ([(header::CONTENT_TYPE, "application/json")], body).into_response()
}

enum Answered {
    Once(Value),
    /// The root field whose events are wanted.
    Events(String),
}

/// The events of a root field, as server-sent events.
fn events(served: &Served, key: String) -> Response {
    let events =
        futures::stream::unfold((served.events.subscribe(), key), async |(mut events, key)| {
            let value = events.recv().await.ok()?;
            let answer = json!({ "data": { key.as_str(): value } });
            let event = format!("event: next\ndata: {answer}\n\n");
            Some((Ok::<_, Infallible>(event), (events, key)))
        });
    // The head of the answer goes out with its first bytes.
    let first = futures::stream::once(async { Ok(":\n\n".to_owned()) });
    let events = futures::StreamExt::chain(first, events);
    ([(header::CONTENT_TYPE, "text/event-stream")], Body::from_stream(events)).into_response()
}

fn answer_of(served: &Served, request: &Value) -> Answered {
    let query = request["query"].as_str().unwrap_or_default();
    if query.contains("_service") {
        let sdl = &served.version.sdl;
        return Answered::Once(json!({ "data": { "_service": { "sdl": sdl } } }));
    }
    served.bodies.lock().expect("no panic while held").push(query.to_owned());
    let document =
        match ExecutableDocument::parse_and_validate(&served.schema, query, "query.graphql") {
            Ok(document) => document,
            Err(failed) => {
                served.refusals.fetch_add(1, Ordering::SeqCst);
                let code = json!({ "code": "GRAPHQL_VALIDATION_FAILED" });
                let error = json!({ "message": failed.errors.to_string(), "extensions": code });
                return Answered::Once(json!({ "errors": [error] }));
            }
        };
    let operation = document.operations.get(None).expect("one operation");
    if operation.is_subscription() {
        let field = operation.root_fields(&document).next().expect("one field");
        return Answered::Events(field.response_key().to_string());
    }
    let asked = operation.root_fields(&document).map(|field| {
        let value = &served.version.data[field.name.as_str()];
        let value = match value {
            Value::Object(by_id) if field.name == "_entities" => entities(field, request, by_id),
            value => value.clone(),
        };
        (field.response_key().to_string(), value)
    });
    Answered::Once(json!({ "data": asked.collect::<Map<String, Value>>() }))
}

/// What there is for the representations of a field.
fn entities(field: &Field, request: &Value, by_id: &Map<String, Value>) -> Value {
    let argument = field.argument_by_name("representations").expect("it is required");
    let variable = argument.as_variable().expect("the gateway sends a variable").as_str();
    let sent = request["variables"][variable].as_array().expect("a list");
    let of = |sent: &Value| sent["id"].as_str().and_then(|id| by_id.get(id)).cloned();
    sent.iter().map(|sent| of(sent).unwrap_or_default()).collect()
}
