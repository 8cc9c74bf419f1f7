//! `/health`: the process lives. `/ready`: the service can answer, by a check that it gives.

use std::{future::Future, sync::Arc, time::Duration};

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use futures::{FutureExt as _, future::BoxFuture};
use serde_json::json;

/// How long a check may take: probes wait a second or two.
const CHECK_TIME: Duration = Duration::from_secs(2);

/// Tells whether the service can answer; if not, why.
#[derive(Clone)]
pub(crate) struct Readiness(Arc<dyn Fn() -> BoxFuture<'static, Result<(), String>> + Send + Sync>);

impl Readiness {
    pub(crate) fn new<F, Fut, E>(check: F) -> Self
    where
        F: Fn() -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<(), E>> + Send + 'static,
        E: ToString,
    {
        Self(Arc::new(move || {
            check().map(|result| result.map_err(|error| error.to_string())).boxed()
        }))
    }

    pub(crate) fn always() -> Self {
        Self::new(|| std::future::ready(Ok::<(), String>(())))
    }

    async fn check(&self) -> Result<(), String> {
        tokio::time::timeout(CHECK_TIME, (self.0)())
            .await
            .unwrap_or_else(|_| Err("the check took too long".to_owned()))
    }
}

pub(crate) async fn health() -> Response {
    Json(json!({ "status": "ok" })).into_response()
}

pub(crate) async fn ready(readiness: Readiness) -> Response {
    match readiness.check().await {
        Ok(()) => Json(json!({ "status": "ready" })).into_response(),
        Err(reason) => {
            let body = json!({ "status": "not ready", "reason": reason });
            (StatusCode::SERVICE_UNAVAILABLE, Json(body)).into_response()
        }
    }
}
