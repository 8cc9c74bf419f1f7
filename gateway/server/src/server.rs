//! The listening server: what requests share, and the end of it all.

use std::{
    net::SocketAddr,
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use axum::serve::ListenerExt as _;
use gateway_execution::PartitionPolicy;
use telemetry::prometheus_client::registry::Registry;
use tokio::{net::TcpListener, sync::Semaphore};

use crate::{http, metrics::Metrics, snapshot::Snapshot};

/// How the server behaves, whatever the schema.
#[derive(Debug, Clone)]
pub struct ServerConfig {
    /// The largest request body, in bytes.
    pub max_body_bytes: usize,
    /// The most requests that are worked on at once; more are refused.
    pub max_concurrent_requests: usize,
    /// The longest that a request may take.
    pub request_time: Duration,
    /// How long requests under way may go on after the end was asked for.
    pub drain_time: Duration,
    /// What is demanded of partitions when a request says nothing about it.
    pub partition_policy: PartitionPolicy,
    /// The operations in the first tabs of GraphiQL; without a list the page is not served.
    pub graphiql: Option<Vec<String>>,
}

/// What all requests share.
pub(crate) struct Shared {
    pub(crate) config: ServerConfig,
    pub(crate) metrics: Metrics,
    pub(crate) registry: Arc<Registry>,
    pub(crate) places: Semaphore,
    snapshot: RwLock<Arc<Snapshot>>,
}

impl Shared {
    /// The schema and topology of now. A request keeps the one it began with.
    pub(crate) fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.snapshot.read().unwrap_or_else(PoisonError::into_inner))
    }
}

/// A server that is bound and not yet serving.
pub struct Server {
    listener: TcpListener,
    shared: Arc<Shared>,
}

/// Replaces the snapshot of a running server.
#[derive(Clone)]
pub struct SnapshotHandle(Arc<Shared>);

impl SnapshotHandle {
    /// Requests that begin from now on use this snapshot; those under way end on the old one.
    pub fn replace(&self, snapshot: Snapshot) {
        let mut current = self.0.snapshot.write().unwrap_or_else(PoisonError::into_inner);
        *current = Arc::new(snapshot);
    }
}

impl Server {
    /// Binds the address; port 0 takes any that is free.
    ///
    /// # Errors
    /// When the address cannot be bound.
    pub async fn bind(
        address: SocketAddr,
        config: ServerConfig,
        snapshot: Snapshot,
    ) -> std::io::Result<Self> {
        let listener = TcpListener::bind(address).await?;
        let (metrics, registry) = Metrics::new();
        let places = Semaphore::new(config.max_concurrent_requests.min(Semaphore::MAX_PERMITS));
        let snapshot = RwLock::new(Arc::new(snapshot));
        let shared = Shared { config, metrics, registry, places, snapshot };
        Ok(Self { listener, shared: Arc::new(shared) })
    }

    /// The address that it is bound to.
    ///
    /// # Errors
    /// When the system does not say.
    pub fn address(&self) -> std::io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// A handle to replace the snapshot by.
    #[must_use]
    pub fn snapshot_handle(&self) -> SnapshotHandle {
        SnapshotHandle(Arc::clone(&self.shared))
    }

    /// Serves until `shutdown` ends, then lets requests under way finish within the drain time.
    ///
    /// # Errors
    /// When the listener fails.
    pub async fn serve(self, shutdown: impl Future<Output = ()> + Send + 'static) -> std::io::Result<()> {
        let drain_time = self.shared.config.drain_time;
        let router = http::router(self.shared);
        let (ended, mut end) = tokio::sync::watch::channel(false);
        let graceful = async move {
            shutdown.await;
            let _ = ended.send(true);
        };
        // Without it a small answer waits for the acknowledgement of the one before.
        let listener = self.listener.tap_io(|stream| {
            let _ = stream.set_nodelay(true);
        });
        let serving = axum::serve(listener, router).with_graceful_shutdown(graceful);
        let cut_off = async move {
            if end.wait_for(|ended| *ended).await.is_err() {
                std::future::pending::<()>().await;
            }
            tokio::time::sleep(drain_time).await;
        };
        tokio::select! {
            served = serving.into_future() => served,
            () = cut_off => Ok(()),
        }
    }
}
