//! Connections of clients: accepted up to a number, bounded in what their headers may be, ended in
//! order. What a request means is the router's business.

use std::{
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use axum::serve::Listener as _;
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
    task::JoinSet,
    time::timeout,
};
use tokio_util::sync::CancellationToken;

use crate::{
    entry::Entry,
    protocol::{Protocol, Protocols},
    tls::{CurrentTls, Stream},
};

/// Bounds on connections.
#[derive(Debug, Clone)]
pub(crate) struct ConnectionLimits {
    pub(crate) connections: usize,
    pub(crate) header_time: Duration,
    /// How long a connection that may carry several requests at once carries none.
    pub(crate) idle_time: Duration,
}

/// The entry of now. A request goes to the one that it finds and stays with it.
#[derive(Clone)]
pub(crate) struct CurrentEntry(Arc<RwLock<Entry>>);

impl CurrentEntry {
    pub(crate) fn new(entry: Entry) -> Self {
        Self(Arc::new(RwLock::new(entry)))
    }

    pub(crate) fn replace(&self, entry: Entry) {
        let mut current = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let old = std::mem::replace(&mut *current, entry);
        // Nobody waits for the end of what the old one holds.
        drop(current);
        drop(old);
    }

    pub(crate) fn get(&self) -> Entry {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Accepts connections until `shutdown` ends; gives those that are open then. They have been told
/// to end with the request that they are at.
pub(crate) async fn accept(
    mut listener: TcpListener,
    entry: CurrentEntry,
    tls: CurrentTls,
    limits: &ConnectionLimits,
    shutdown: impl Future<Output = ()>,
) -> JoinSet<()> {
    let places = Arc::new(Semaphore::new(limits.connections.clamp(1, Semaphore::MAX_PERMITS)));
    let ending = CancellationToken::new();
    let protocols = Protocols::new(limits);
    let mut open = JoinSet::new();
    let mut shutdown = std::pin::pin!(shutdown);
    loop {
        tokio::select! {
            (stream, place) = next(&mut listener, &places) => {
                let (protocols, entry) = (protocols.clone(), entry.clone());
                let (tls, ending, time) = (tls.clone(), ending.clone(), limits.header_time);
                open.spawn(async move {
                    if let Some((stream, protocol)) = begin(stream, &tls, time, &ending).await {
                        protocols.serve(protocol, stream, entry, ending).await;
                    }
                    drop(place);
                });
            }
            Some(_) = open.join_next() => {}
            () = &mut shutdown => break,
        }
    }
    ending.cancel();
    open
}

/// Waits for connections to end, and cuts off those that take longer.
pub(crate) async fn drain(mut open: JoinSet<()>, time: Duration) {
    let all_ended = async { while open.join_next().await.is_some() {} };
    if timeout(time, all_ended).await.is_err() {
        tracing::warn!(connections = open.len(), "connections were cut off at the end");
        open.shutdown().await;
    }
}

/// The next connection, once there is a place for it. Others wait in the system's queue.
async fn next(
    listener: &mut TcpListener,
    places: &Arc<Semaphore>,
) -> (TcpStream, Option<OwnedSemaphorePermit>) {
    // The semaphore is never closed, so that there is a place in the end.
    let place = Arc::clone(places).acquire_owned().await.ok();
    let (stream, _) = listener.accept().await;
    (stream, place)
}

/// Begins a connection: with TLS, if clients are to use it. Nothing comes of one that takes longer
/// to say how it speaks than headers may take.
async fn begin(
    stream: TcpStream,
    tls: &CurrentTls,
    time: Duration,
    ending: &CancellationToken,
) -> Option<(Stream, Protocol)> {
    // Without it a small answer waits for the acknowledgement of the one before.
    let _ = stream.set_nodelay(true);
    tokio::select! {
        begun = async {
            let stream = tls.secured(stream, time).await?;
            let protocol = timeout(time, Protocol::of(&stream)).await.ok()??;
            Some((stream, protocol))
        } => begun,
        () = ending.cancelled() => None,
    }
}
