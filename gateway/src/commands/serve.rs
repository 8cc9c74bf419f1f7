//! `gateway serve`: serves a supergraph until the process is to end, and takes over what changes
//! meanwhile.

use std::{net::SocketAddr, time::Duration};

use anyhow::Context;
use futures::future::BoxFuture;
use gateway_server::{Server, SnapshotHandle};
use tokio::task::JoinHandle;

use crate::{
    Origin,
    config::Config,
    reload::{self, Reloader, Sources},
    signals, wiring,
};

/// A gateway that serves.
pub struct Running {
    /// Where clients connect.
    pub address: SocketAddr,
    handle: SnapshotHandle,
    serving: JoinHandle<()>,
}

impl Running {
    /// Waits until it has ended.
    ///
    /// # Errors
    /// When serving failed.
    pub async fn ended(self) -> anyhow::Result<()> {
        Ok(self.serving.await?)
    }
}

/// Starts a gateway that serves until `shutdown` ends. It does not look for changes.
///
/// # Errors
/// When there is no supergraph to serve within `patience`, or the address cannot be bound.
pub async fn start(
    config: Config,
    patience: Duration,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> anyhow::Result<Running> {
    start_from(config, &mut Sources::default(), patience, Box::pin(shutdown)).await
}

/// Neither generic nor an `async fn`: what it runs is compiled with this crate, once, and not again
/// in every program that starts a gateway.
#[inline(never)]
fn start_from<'a>(
    config: Config,
    sources: &'a mut Sources,
    patience: Duration,
    shutdown: BoxFuture<'static, ()>,
) -> BoxFuture<'a, anyhow::Result<Running>> {
    Box::pin(async move {
        let snapshot = reload::build(&config, sources, patience).await?;
        let server = Server::bind(config.listen, wiring::server_config(&config), snapshot)
            .await
            .with_context(|| format!("listen at {}", config.listen))?;
        let (address, handle) = (server.address()?, server.snapshot_handle());
        let serving = tokio::spawn(server.serve(shutdown));
        Ok(Running { address, handle, serving })
    })
}

/// Serves until the process is asked to end.
///
/// # Errors
/// As [`start`], and when serving fails.
pub async fn serve(origin: Origin, patience: Duration) -> anyhow::Result<()> {
    let mut reloader = Reloader::new(origin, patience)?;
    let (config, sources) = reloader.first();
    let shutdown = Box::pin(signals::termination());
    let running = start_from(config.clone(), sources, patience, shutdown).await?;
    tracing::info!(address = %running.address, "the gateway serves");
    let following = tokio::spawn(reloader.run(running.handle.clone()));
    let ended = running.ended().await;
    following.abort();
    ended
}
