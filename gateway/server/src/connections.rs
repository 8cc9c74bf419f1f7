//! Connections of clients: accepted up to a number, bounded in what their headers may be, ended in
//! order. What a request means is the router's business.

use std::{
    convert::Infallible,
    sync::{Arc, PoisonError, RwLock},
    task::{Context, Poll},
    time::Duration,
};

use axum::{
    BoxError, Router,
    body::{Body, HttpBody},
    http::Request,
    response::Response,
    routing::future::RouteFuture,
    serve::Listener as _,
};
use bytes::Bytes;
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::conn::auto,
    service::TowerToHyperService,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
    task::JoinSet,
    time::timeout,
};
use tokio_util::sync::CancellationToken;
use tower::Service;

use crate::tls::{CurrentTls, Stream};

/// The largest head of a request: line and headers. More is answered with 431.
const MAX_HEAD_BYTES: usize = 64 << 10;
const MAX_HEADERS: usize = 100;

/// Bounds on connections.
#[derive(Debug, Clone)]
pub(crate) struct ConnectionLimits {
    pub(crate) connections: usize,
    pub(crate) header_time: Duration,
}

/// The router of now. A request goes to the one that it finds and stays with it.
#[derive(Clone)]
pub(crate) struct CurrentRouter(Arc<RwLock<Router>>);

impl CurrentRouter {
    pub(crate) fn new(router: Router) -> Self {
        Self(Arc::new(RwLock::new(router)))
    }

    pub(crate) fn replace(&self, router: Router) {
        let mut current = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let old = std::mem::replace(&mut *current, router);
        // Nobody waits for the end of what the old one holds.
        drop(current);
        drop(old);
    }

    fn get(&self) -> Router {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl<B> Service<Request<B>> for CurrentRouter
where
    B: HttpBody<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    type Response = Response;
    type Error = Infallible;
    type Future = RouteFuture<Infallible>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        self.get().call(request.map(Body::new))
    }
}

/// Accepts connections until `shutdown` ends; gives those that are open then. They have been told
/// to end with the request that they are at.
pub(crate) async fn accept(
    mut listener: TcpListener,
    router: CurrentRouter,
    tls: CurrentTls,
    limits: &ConnectionLimits,
    shutdown: impl Future<Output = ()>,
) -> JoinSet<()> {
    let places = Arc::new(Semaphore::new(limits.connections.clamp(1, Semaphore::MAX_PERMITS)));
    let ending = CancellationToken::new();
    let builder = builder(limits);
    let mut open = JoinSet::new();
    let mut shutdown = std::pin::pin!(shutdown);
    loop {
        tokio::select! {
            (stream, place) = next(&mut listener, &places) => {
                let (builder, router) = (builder.clone(), router.clone());
                let (tls, ending, time) = (tls.clone(), ending.clone(), limits.header_time);
                open.spawn(async move {
                    if let Some(stream) = begin(stream, &tls, time, &ending).await {
                        serve(builder, stream, router, ending).await;
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

fn builder(limits: &ConnectionLimits) -> auto::Builder<TokioExecutor> {
    let mut builder = auto::Builder::new(TokioExecutor::new()).http1_only();
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.header_time)
        .max_buf_size(MAX_HEAD_BYTES)
        .max_headers(MAX_HEADERS);
    builder
}

/// Begins a connection: with TLS, if clients are to use it.
async fn begin(
    stream: TcpStream,
    tls: &CurrentTls,
    time: Duration,
    ending: &CancellationToken,
) -> Option<Stream> {
    // Without it a small answer waits for the acknowledgement of the one before.
    let _ = stream.set_nodelay(true);
    tokio::select! {
        stream = tls.secured(stream, time) => stream,
        () = ending.cancelled() => None,
    }
}

async fn serve(
    builder: auto::Builder<TokioExecutor>,
    stream: Stream,
    router: CurrentRouter,
    ending: CancellationToken,
) {
    let service = TowerToHyperService::new(router);
    let connection = builder.serve_connection_with_upgrades(TokioIo::new(stream), service);
    let mut connection = std::pin::pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = ending.cancelled() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(error, "a connection ended early");
    }
}
