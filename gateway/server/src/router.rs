//! Everything that clients can reach, by one snapshot. A new snapshot gets a new entry.

use std::sync::Arc;

use axum::{
    Router,
    extract::State,
    http::{StatusCode, Uri},
    response::{IntoResponse, Response},
    routing::{MethodRouter, get},
};
use tokio_util::sync::CancellationToken;
use tower_http::{
    CompressionLevel,
    compression::{
        CompressionLayer,
        predicate::{NotForContentType, Predicate as _, SizeAbove},
    },
};

use crate::{entry::Entry, graphiql, http, server::Shared, snapshot::Snapshot, streams};

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

pub(crate) fn entry(
    shared: Arc<Shared>,
    snapshot: Arc<Snapshot>,
    retired: CancellationToken,
) -> Entry {
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
    let metrics = telemetry::metrics_router(Arc::clone(&served.shared.registry));
    Entry::new(router.merge(metrics).with_state(served))
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
