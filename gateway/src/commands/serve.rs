//! `gateway serve`: composes what the services tell and serves it until the process is to end.

use std::{net::SocketAddr, time::Duration};

use anyhow::Context;
use gateway_server::Server;
use tokio::{signal, task::JoinHandle};

use crate::{
    config::Config,
    schemas,
    wiring::{composed, server_config, snapshot},
};

/// A gateway that serves.
pub struct Running {
    /// Where clients connect.
    pub address: SocketAddr,
    serving: JoinHandle<std::io::Result<()>>,
}

impl Running {
    /// Waits until it has ended.
    ///
    /// # Errors
    /// When serving failed.
    pub async fn ended(self) -> anyhow::Result<()> {
        Ok(self.serving.await??)
    }
}

/// Starts a gateway that serves until `shutdown` ends.
///
/// # Errors
/// When the services do not tell their schemas within `patience`, do not compose, or the address
/// cannot be bound.
pub async fn start(
    config: Config,
    patience: Duration,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> anyhow::Result<Running> {
    let composed = composed(&schemas::read_all(&config, patience).await?)?;
    for hint in &composed.hints {
        tracing::info!(%hint, "composition");
    }
    let snapshot = snapshot(&config, &composed.supergraph_sdl)?;
    let server = Server::bind(config.listen, server_config(&config)?, snapshot)
        .await
        .with_context(|| format!("listen at {}", config.listen))?;
    let address = server.address()?;
    let serving = tokio::spawn(server.serve(shutdown));
    Ok(Running { address, serving })
}

/// Serves until the process is asked to end.
///
/// # Errors
/// As [`start`], and when serving fails.
pub async fn serve(config: Config, patience: Duration) -> anyhow::Result<()> {
    let running = start(config, patience, termination()).await?;
    tracing::info!(address = %running.address, "the gateway serves");
    running.ended().await
}

/// Ends when the process is asked to end, by Ctrl-C or by its supervisor.
async fn termination() {
    #[cfg(unix)]
    {
        let Ok(mut terminate) = signal::unix::signal(signal::unix::SignalKind::terminate()) else {
            return std::future::pending().await;
        };
        tokio::select! {
            _ = signal::ctrl_c() => {}
            _ = terminate.recv() => {}
        }
    }
    #[cfg(not(unix))]
    let _ = signal::ctrl_c().await;
}
