//! The schema that the tests serve, and how they call it.

use std::{sync::Arc, time::Duration};

use async_graphql::{Context, EmptyMutation, Object, Schema, Subscription};
use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Request, StatusCode, header::CONTENT_TYPE},
};
use contract::identity::{CallerContext, SigningKey};
use futures::Stream;
use serde_json::{Value, json};
use subgraph_server::{Failure, SchemaLimits, ServerConfig, Subgraph, graphql::DistrictCode};
use tokio::sync::Notify;
use tower::ServiceExt as _;

pub type TestSchema = Schema<Query, EmptyMutation, Ticks>;

/// What lives as long as one request.
pub struct PerRequest(pub String);

/// Lets a test hold a request open.
#[derive(Default)]
pub struct Gate {
    pub entered: Notify,
    pub open: Notify,
}

#[derive(Default)]
pub struct Query {
    pub gate: Arc<Gate>,
}

#[Object]
impl Query {
    async fn hello(&self) -> &str {
        "world"
    }

    async fn role(&self, context: &Context<'_>) -> async_graphql::Result<String> {
        Ok(format!("{:?}", context.data::<CallerContext>()?.role))
    }

    async fn per_request(&self, context: &Context<'_>) -> async_graphql::Result<String> {
        Ok(context.data::<PerRequest>()?.0.clone())
    }

    async fn district(&self, code: DistrictCode) -> String {
        code.to_string()
    }

    async fn by_id(&self, id: String) -> Result<String, Failure> {
        Ok(contract::GlobalId::parse(&id)?.partition.to_owned())
    }

    async fn panics(&self) -> bool {
        "x".parse().expect("secret of the panic")
    }

    async fn waits(&self) -> bool {
        self.gate.entered.notify_one();
        self.gate.open.notified().await;
        true
    }

    async fn again(&self) -> Self {
        Self { gate: Arc::clone(&self.gate) }
    }
}

pub struct Ticks;

#[Subscription]
impl Ticks {
    async fn ticks(&self) -> impl Stream<Item = i32> {
        futures::stream::iter(1..=2)
    }

    async fn forever(&self) -> impl Stream<Item = i32> {
        futures::stream::pending()
    }
}

pub fn schema(query: Query) -> TestSchema {
    SchemaLimits::default().apply(Schema::build(query, EmptyMutation, Ticks)).finish()
}

pub fn subgraph(query: Query) -> Subgraph<TestSchema> {
    Subgraph::new("test", schema(query)).request_data(|caller, data| {
        data.insert(PerRequest(format!("for {:?}", caller.role)));
    })
}

pub fn config() -> ServerConfig {
    ServerConfig {
        signing_key: Some(signing_key()),
        max_body_bytes: 2_000,
        max_request_time: Duration::from_secs(5),
        ..ServerConfig::new(([127, 0, 0, 1], 0).into())
    }
}

pub fn signing_key() -> SigningKey {
    SigningKey::new([7; 32]).expect("32 bytes")
}

pub fn router() -> Router {
    subgraph(Query::default()).router(&config())
}

/// An answer, read to its end.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    /// The code of the only error.
    pub fn code(&self) -> String {
        let json = self.json();
        let errors = json["errors"].as_array().unwrap_or_else(|| panic!("no errors: {json}"));
        assert_eq!(errors.len(), 1, "{json}");
        errors[0]["extensions"]["code"].as_str().expect("every error has a code").to_owned()
    }
}

pub async fn send(router: Router, request: Request<Body>) -> Answer {
    let response = router.oneshot(request).await.expect("routers do not fail");
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, 1_000_000).await.expect("a short body");
    let text = String::from_utf8(body.to_vec()).expect("answers are text");
    Answer { status: parts.status, headers: parts.headers, text }
}

/// A request with a query, to be changed by the test.
pub fn request(query: &str) -> Request<Body> {
    body(json!({ "query": query }).to_string())
}

pub fn body(text: impl Into<String>) -> Request<Body> {
    Request::post("/graphql")
        .header(CONTENT_TYPE, "application/json")
        .body(Body::from(text.into()))
        .expect("a valid request")
}

pub fn with_header(mut request: Request<Body>, name: &'static str, value: &str) -> Request<Body> {
    request.headers_mut().insert(name, value.parse().expect("a valid header"));
    request
}

pub async fn ask(query: &str) -> Answer {
    send(router(), request(query)).await
}
