//! Everything that clients can reach, by one snapshot. A new snapshot gets a new router.

use std::sync::Arc;

use axum::{
    Router,
    extract::State,
    http::{StatusCode, Uri},
    middleware,
    response::{IntoResponse, Response},
    routing::{MethodRouter, get},
};
use tokio_util::sync::CancellationToken;
use tower_http::{
    CompressionLevel,
    catch_panic::CatchPanicLayer,
    compression::{
        CompressionLayer,
        predicate::{NotForContentType, Predicate as _, SizeAbove},
    },
};

use crate::{graphiql, http, request_id, server::Shared, snapshot::Snapshot, streams};

/// Smaller answers are not worth the work.
const COMPRESSED_FROM_BYTES: u64 = 1_024;

/// What a handler finds: the snapshot that its request began with, and what all snapshots share.
#[derive(Clone)]
pub(crate) struct Served {
    pub(crate) shared: Arc<Shared>,
    pub(crate) snapshot: Arc<Snapshot>,
    /// Cancelled when the snapshot is replaced.
    pub(crate) retired: CancellationToken,
}

pub(crate) fn router(
    shared: Arc<Shared>,
    snapshot: Arc<Snapshot>,
    retired: CancellationToken,
) -> Router {
    let served = Served { shared, snapshot, retired };
    let settings = &served.snapshot.settings;
    let mut router = Router::new()
        .route("/graphql", graphql(&served))
        .route("/health", get(|| async { "ok\n" }))
        .route("/ready", get(ready))
        .fallback(not_found);
    if let Some(examples) = &settings.graphiql {
        router = router.merge(graphiql::routes(examples));
    }
    router
        .merge(telemetry::metrics_router(Arc::clone(&served.shared.registry)))
        .layer(CatchPanicLayer::custom(|_| http::internal_error()))
        .layer(middleware::from_fn(request_id::attach))
        .with_state(served)
}

fn graphql(served: &Served) -> MethodRouter<Served> {
    let settings = &served.snapshot.settings;
    let mut methods = get(http::over_get)
        .post(http::over_post)
        .put(streams::over_put)
        .delete(streams::over_delete)
        .fallback(http::other_method);
    if settings.compression {
        let large = SizeAbove::new(COMPRESSED_FROM_BYTES).and(NotForContentType::SSE);
        let layer = CompressionLayer::new().quality(CompressionLevel::Fastest);
        methods = methods.layer(layer.compress_when(large));
    }
    match &settings.cors {
        Some(cors) => methods.layer(cors.layer()),
        None => methods,
    }
}

/// Whether new requests should be sent here.
async fn ready(State(served): State<Served>) -> Response {
    if served.shared.ending.is_cancelled() {
        return (StatusCode::SERVICE_UNAVAILABLE, "ending\n").into_response();
    }
    "ready\n".into_response()
}

async fn not_found(uri: Uri) -> Response {
    let message = format!("nothing is served at {}; GraphQL is at /graphql\n", uri.path());
    (StatusCode::NOT_FOUND, message).into_response()
}
