//! A subgraph: a schema, and what its service adds. Its router can be called without a socket.

use std::{future::Future, sync::Arc};

use async_graphql::{Data, Executor};
use axum::{
    Router,
    routing::{any, get, post},
};
use contract::{ErrorCode, identity::CallerContext};
use prometheus_client::registry::Registry;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tower_http::catch_panic::CatchPanicLayer;

use crate::{
    config::ServerConfig,
    endpoint,
    executor::{CallerExecutor, RequestData},
    health::{self, Readiness},
    metrics::RequestMetrics,
    rejection::Rejection,
    subscription,
};

/// A schema with everything that is needed to serve it.
pub struct Subgraph<E> {
    part: Arc<str>,
    schema: E,
    request_data: RequestData,
    readiness: Readiness,
    registry: Registry,
}

/// What the handlers of a running subgraph share.
pub(crate) struct Shared<E> {
    pub(crate) part: Arc<str>,
    pub(crate) config: ServerConfig,
    pub(crate) metrics: RequestMetrics,
    pub(crate) request_permits: Arc<Semaphore>,
    pub(crate) subscription_permits: Arc<Semaphore>,
    /// Cancelled when the server shuts down.
    pub(crate) closing: CancellationToken,
    schema: E,
    request_data: RequestData,
}

impl<E: Executor> Shared<E> {
    pub(crate) fn executor(&self, caller: CallerContext) -> CallerExecutor<E> {
        CallerExecutor {
            schema: self.schema.clone(),
            caller,
            request_data: Arc::clone(&self.request_data),
        }
    }
}

impl<E: Executor> Subgraph<E> {
    /// A subgraph that adds nothing to requests and is always ready. `part` names it in traces and
    /// logs: `city`, `district-231004`.
    #[must_use]
    pub fn new(part: impl Into<Arc<str>>, schema: E) -> Self {
        Self {
            part: part.into(),
            schema,
            request_data: Arc::new(|_, _| {}),
            readiness: Readiness::always(),
            registry: Registry::default(),
        }
    }

    /// Adds data to each request, before it runs: what must not outlive it, such as loaders. The
    /// caller is there already, as [`CallerContext`].
    #[must_use]
    pub fn request_data(
        mut self,
        add: impl Fn(&CallerContext, &mut Data) + Send + Sync + 'static,
    ) -> Self {
        self.request_data = Arc::new(add);
        self
    }

    /// The check behind `/ready`. The text of its error is shown there.
    #[must_use]
    pub fn ready_when<F, Fut, Error>(mut self, check: F) -> Self
    where
        F: Fn() -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<(), Error>> + Send + 'static,
        Error: ToString,
    {
        self.readiness = Readiness::new(check);
        self
    }

    /// Serves these metrics of the service beside those of its requests.
    #[must_use]
    pub fn metrics(mut self, registry: Registry) -> Self {
        self.registry = registry;
        self
    }

    /// The routes of the subgraph, to be called without a socket.
    pub fn router(self, config: &ServerConfig) -> Router {
        self.router_until(config, CancellationToken::new())
    }

    /// The routes; subscriptions end when `closing` is cancelled.
    pub(crate) fn router_until(
        mut self,
        config: &ServerConfig,
        closing: CancellationToken,
    ) -> Router {
        let metrics = RequestMetrics::register(&mut self.registry);
        let shared = Arc::new(Shared {
            part: self.part,
            config: config.clone(),
            metrics,
            request_permits: Arc::new(Semaphore::new(config.max_concurrent_requests)),
            subscription_permits: Arc::new(Semaphore::new(config.max_subscription_connections)),
            closing,
            schema: self.schema,
            request_data: self.request_data,
        });
        let readiness = self.readiness;
        Router::new()
            .route("/graphql", post(endpoint::graphql::<E>).fallback(endpoint::wrong_method))
            .route("/graphql/ws", any(subscription::connect::<E>))
            .with_state(shared)
            .route("/health", get(health::health))
            .route("/ready", get(move || health::ready(readiness.clone())))
            .merge(telemetry::metrics_router(Arc::new(self.registry)))
            .layer(CatchPanicLayer::custom(answer_to_panic))
    }
}

fn answer_to_panic(panic: Box<dyn std::any::Any + Send>) -> axum::response::Response {
    use axum::response::IntoResponse as _;
    let text = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied());
    tracing::error!(panic = text.unwrap_or("no text"), "a request panicked");
    Rejection::new(ErrorCode::Internal, "internal error; the service's log says more")
        .into_response()
}
