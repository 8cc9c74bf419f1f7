//! Metrics for Prometheus. There is no global registry: each part makes its own, registers what it
//! counts, and serves it.

use std::sync::Arc;

use axum::{
    Router,
    http::{StatusCode, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
    routing::get,
};
use prometheus_client::{encoding::text::encode, registry::Registry};

const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Serves a registry at `/metrics`.
pub fn metrics_router<S>(registry: Arc<Registry>) -> Router<S>
where
    S: Clone + Send + Sync + 'static,
{
    Router::new().route("/metrics", get(async move || render(&registry)))
}

fn render(registry: &Registry) -> Response {
    let mut text = String::new();
    match encode(&mut text, registry) {
        Ok(()) => ([(CONTENT_TYPE, OPEN_METRICS)], text).into_response(),
        Err(error) => {
            tracing::error!(%error, "the metrics could not be written");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::{body::Body, http::Request};
    use prometheus_client::metrics::counter::Counter;
    use tower::ServiceExt as _;

    use super::*;

    #[tokio::test]
    async fn what_is_registered_is_served() {
        let requests: Counter = Counter::default();
        let mut registry = Registry::default();
        registry.register("requests", "Requests that were answered", requests.clone());
        requests.inc_by(3);

        let router: Router = metrics_router(Arc::new(registry));
        let request = Request::get("/metrics").body(Body::empty()).expect("a valid request");
        let response = router.oneshot(request).await.expect("routers do not fail");
        let body = axum::body::to_bytes(response.into_body(), 10_000).await.expect("a short body");
        let text = String::from_utf8(body.to_vec()).expect("metrics are text");
        assert_eq!(
            text,
            "# HELP requests Requests that were answered.\n# TYPE requests counter\n\
             requests_total 3\n# EOF\n"
        );
    }
}
