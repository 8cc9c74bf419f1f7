//! A subgraph on a socket: bound address, graceful shutdown.

use std::{future::Future, io, net::SocketAddr};

use async_graphql::Executor;
use axum::{Router, serve::ListenerExt as _};
use thiserror::Error;
use tokio::{net::TcpListener, task::JoinHandle};
use tokio_util::sync::CancellationToken;

use crate::{ServerConfig, Subgraph};

/// Why a server could not start, or ended.
#[derive(Debug, Error)]
pub enum ServerError {
    /// The address cannot be listened at.
    #[error("cannot listen at {address}")]
    Bind {
        /// The address of the configuration.
        address: SocketAddr,
        /// What the system says.
        source: io::Error,
    },
    /// The listener failed while serving.
    #[error("the server failed")]
    Serve(#[source] io::Error),
    /// Requests were still running when the drain time was over; they were dropped.
    #[error("requests were still running when the drain time was over")]
    NotDrained,
    /// The task of the server panicked or was cancelled.
    #[error("the server ended unexpectedly")]
    Task(#[from] tokio::task::JoinError),
}

/// A running server.
#[derive(Debug)]
#[must_use = "a server runs in the background until its shutdown; wait for it with `finished`"]
pub struct Server {
    address: SocketAddr,
    task: JoinHandle<Result<(), ServerError>>,
}

impl Server {
    /// The address that is listened at, with the port that was taken for port 0.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Waits for the end: after the shutdown, when the last request was answered.
    ///
    /// # Errors
    /// [`ServerError`].
    pub async fn finished(self) -> Result<(), ServerError> {
        self.task.await?
    }
}

impl<E: Executor> Subgraph<E> {
    /// Listens and serves until `shutdown` is done. Then no new requests are taken, and those that
    /// run have the drain time to end.
    ///
    /// # Errors
    /// [`ServerError::Bind`] when the address cannot be listened at.
    pub async fn serve(
        self,
        config: &ServerConfig,
        shutdown: impl Future<Output = ()> + Send + 'static,
    ) -> Result<Server, ServerError> {
        let address = config.listen;
        let bind_error = |source| ServerError::Bind { address, source };
        let listener = TcpListener::bind(address).await.map_err(bind_error)?;
        let address = listener.local_addr().map_err(bind_error)?;
        let closing = CancellationToken::new();
        let router = self.router_until(config, closing.clone());
        let drain_time = config.drain_time;
        let task = tokio::spawn(async move {
            let mut serving = tokio::spawn(listen(listener, router, closing.clone()));
            tokio::select! {
                // The listener fails by itself only.
                result = &mut serving => return result?.map_err(ServerError::Serve),
                () = shutdown => closing.cancel(),
            }
            let Ok(result) = tokio::time::timeout(drain_time, &mut serving).await else {
                serving.abort();
                return Err(ServerError::NotDrained);
            };
            result?.map_err(ServerError::Serve)
        });
        Ok(Server { address, task })
    }
}

async fn listen(
    listener: TcpListener,
    router: Router,
    closing: CancellationToken,
) -> io::Result<()> {
    // Answers are written at once; waiting to fill packets would only delay them.
    let listener = listener.tap_io(|stream| {
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "a connection keeps its delay");
        }
    });
    axum::serve(listener, router).with_graceful_shutdown(closing.cancelled_owned()).await
}
