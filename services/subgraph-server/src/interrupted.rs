//! How a service is told from outside to end.

use std::io;

/// Waits for Ctrl-C, or on Unix for the signal by which containers are stopped. Where there are no
/// signals it waits for ever: the service can still be killed.
pub async fn interrupted() {
    if let Err(error) = signal().await {
        tracing::warn!(%error, "signals cannot be waited for");
        std::future::pending::<()>().await;
    }
}

#[cfg(unix)]
async fn signal() -> io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        result = tokio::signal::ctrl_c() => result,
        _ = terminate.recv() => Ok(()),
    }
}

#[cfg(not(unix))]
async fn signal() -> io::Result<()> {
    tokio::signal::ctrl_c().await
}
