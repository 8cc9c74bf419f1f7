//! The listening server: what outlives a snapshot, and how one snapshot follows another.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use telemetry::prometheus_client::registry::Registry;
use tokio::{net::TcpListener, sync::Semaphore, time::timeout};
use tokio_util::sync::CancellationToken;

use crate::{
    cache_metrics::CacheMetrics,
    connections::{self, ConnectionLimits, CurrentEntry},
    documents::AutomaticDocuments,
    entry::Entry,
    metrics::Metrics,
    router,
    snapshot::Snapshot,
    streams::Streams,
    tls::CurrentTls,
    traffic_metrics::TrafficMetrics,
};

/// The most memory that documents may take which clients sent with their hash.
const AUTOMATIC_DOCUMENT_BYTES: usize = 8 << 20;

/// How the server behaves as long as it runs, whatever the schema.
#[derive(Debug, Clone)]
pub struct ServerConfig {
    /// The most connections at once; more wait to be accepted.
    pub max_connections: usize,
    /// The most requests that are worked on at once; more are refused.
    pub max_concurrent_requests: usize,
    /// The most WebSockets and streams of events at once; more are refused.
    pub max_streams: usize,
    /// The most subscriptions at once; more are refused.
    pub max_subscriptions: usize,
    /// The longest that the headers of a request may take to arrive.
    pub header_time: Duration,
    /// How long a connection of HTTP/2 stays open without a request.
    pub idle_time: Duration,
    /// How long requests under way may go on after the end was asked for.
    pub drain_time: Duration,
}

impl Default for ServerConfig {
    fn default() -> Self {
        Self {
            max_connections: 10_000,
            max_concurrent_requests: 1_000,
            max_streams: 10_000,
            max_subscriptions: 10_000,
            header_time: Duration::from_secs(10),
            idle_time: Duration::from_secs(60),
            drain_time: Duration::from_secs(10),
        }
    }
}

/// What all requests share, of every snapshot.
pub(crate) struct Shared {
    pub(crate) metrics: Metrics,
    pub(crate) caches: CacheMetrics,
    pub(crate) traffic: TrafficMetrics,
    pub(crate) registry: Arc<Registry>,
    /// Places for requests that are worked on.
    pub(crate) places: Semaphore,
    pub(crate) automatic: Arc<AutomaticDocuments>,
    pub(crate) streams: Streams,
    /// Cancelled when the end was asked for.
    pub(crate) ending: CancellationToken,
}

impl Shared {
    fn new(config: &ServerConfig) -> Self {
        let automatic = Arc::new(AutomaticDocuments::new(AUTOMATIC_DOCUMENT_BYTES));
        let metrics = Metrics::default();
        let caches = CacheMetrics::new(Arc::clone(&automatic));
        let traffic = TrafficMetrics::default();
        let mut registry = Registry::default();
        metrics.register(&mut registry);
        registry.register_collector(Box::new(caches.clone()));
        registry.register_collector(Box::new(traffic.clone()));
        Self {
            metrics,
            caches,
            traffic,
            registry: Arc::new(registry),
            places: Semaphore::new(config.max_concurrent_requests.min(Semaphore::MAX_PERMITS)),
            automatic,
            streams: Streams::new(config.max_streams, config.max_subscriptions),
            ending: CancellationToken::new(),
        }
    }

    /// What answers requests by this snapshot.
    fn entry(self: &Arc<Self>, snapshot: Snapshot, retired: CancellationToken) -> Entry {
        let snapshot = Arc::new(snapshot);
        self.caches.look_at(Arc::clone(&snapshot));
        self.traffic.look_at(Arc::clone(&snapshot));
        router::entry(Arc::clone(self), snapshot, retired)
    }
}

/// A server that is bound and not yet serving.
pub struct Server {
    listener: TcpListener,
    config: ServerConfig,
    shared: Arc<Shared>,
    current: CurrentEntry,
    tls: CurrentTls,
}

/// Replaces the snapshot of a running server.
#[derive(Clone)]
pub struct SnapshotHandle {
    shared: Arc<Shared>,
    current: CurrentEntry,
    tls: CurrentTls,
}

impl SnapshotHandle {
    /// Requests that begin from now on use this snapshot; those under way end on the old one, and
    /// subscriptions of the old one are cut off. Connections that are open stay open.
    pub fn replace(&self, snapshot: Snapshot) {
        self.tls.replace(snapshot.settings.tls.clone());
        let (retired, old) = self.shared.streams.succeed();
        self.current.replace(self.shared.entry(snapshot, retired));
        old.cancel();
        self.shared.metrics.reloaded(true);
    }

    /// Counts that there was something new which cannot be served.
    pub fn refused(&self) {
        self.shared.metrics.reloaded(false);
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
        let shared = Arc::new(Shared::new(&config));
        let tls = CurrentTls::new(snapshot.settings.tls.clone());
        let current = CurrentEntry::new(shared.entry(snapshot, shared.streams.succeed().0));
        Ok(Self { listener, config, shared, current, tls })
    }

    /// What answers requests by a snapshot, without a server around it: for benches and tests that
    /// need no socket. Nothing replaces the snapshot or ends its streams.
    pub fn entry(config: &ServerConfig, snapshot: Snapshot) -> Entry {
        let shared = Arc::new(Shared::new(config));
        let (retired, _) = shared.streams.succeed();
        shared.entry(snapshot, retired)
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
        SnapshotHandle {
            shared: Arc::clone(&self.shared),
            current: self.current.clone(),
            tls: self.tls.clone(),
        }
    }

    /// Serves until `shutdown` ends, then lets requests under way finish within the drain time.
    pub async fn serve(self, shutdown: impl Future<Output = ()>) {
        let limits = ConnectionLimits {
            connections: self.config.max_connections,
            header_time: self.config.header_time,
            idle_time: self.config.idle_time,
        };
        let ending = self.shared.ending.clone();
        let shutdown = async move {
            shutdown.await;
            ending.cancel();
        };
        let open =
            connections::accept(self.listener, self.current, self.tls, &limits, shutdown).await;
        let sockets = &self.shared.streams.sockets;
        sockets.close();
        let sockets_ended = timeout(self.config.drain_time, sockets.wait());
        let (_, sockets) =
            tokio::join!(connections::drain(open, self.config.drain_time), sockets_ended);
        if sockets.is_err() {
            tracing::warn!("WebSockets were cut off at the end");
        }
    }
}
