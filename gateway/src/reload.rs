//! Takes over a changed configuration or schema while the gateway serves: when one of its files
//! changes, or on SIGHUP, which also asks the services for their schemas again. What cannot be
//! served is reported, and what is served stays.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use gateway_server::{Snapshot, SnapshotHandle};
use tokio::{task::spawn_blocking, time::sleep};

use crate::{
    Origin,
    config::{Config, ConfigError},
    fingerprint::Fingerprint,
    signals::Hangups,
    supergraph_sdl, wiring,
};

/// How often files are looked at. A change is taken over when it has rested this long, so that no
/// half of a file is read.
const POLL: Duration = Duration::from_millis(500);

/// Builds what a configuration says, on a thread where that may take its time.
pub(crate) async fn build(config: &Config, patience: Duration) -> anyhow::Result<Snapshot> {
    let sdl = supergraph_sdl::read(config, patience).await?;
    let config = config.clone();
    spawn_blocking(move || wiring::snapshot(&config, &sdl)).await?
}

/// Follows the files of an origin for as long as the gateway serves.
pub(crate) struct Reloader {
    origin: Origin,
    patience: Duration,
    /// What is served.
    config: Config,
    /// Its files as they were before they were read.
    taken: Fingerprint,
    hangups: Hangups,
}

impl Reloader {
    /// Begins with the configuration of now.
    pub(crate) fn new(origin: Origin, patience: Duration) -> Result<Self, ConfigError> {
        let config = origin.read()?;
        let taken = Fingerprint::of(origin.files(&config));
        Ok(Self { origin, patience, config, taken, hangups: Hangups::listen() })
    }

    /// The configuration that is to be served first.
    pub(crate) fn config(&self) -> &Config {
        &self.config
    }

    /// Replaces what is served whenever something has changed. It never ends by itself.
    pub(crate) async fn run(mut self, handle: SnapshotHandle) {
        let mut before = self.taken.clone();
        loop {
            let asked = tokio::select! {
                () = self.hangups.next() => true,
                () = sleep(POLL) => false,
            };
            let now = self.fingerprint().await;
            let rests = now == before;
            if asked || (rests && now != self.taken) {
                let files = self.files();
                self.reload(&handle).await;
                // What changed while it was read is another change.
                self.taken = if self.files() == files { now } else { self.fingerprint().await };
                before = self.taken.clone();
            } else {
                before = now;
            }
        }
    }

    fn files(&self) -> Vec<PathBuf> {
        self.origin.files(&self.config).into_iter().map(Path::to_owned).collect()
    }

    async fn fingerprint(&self) -> Fingerprint {
        let files = self.files();
        let taking = spawn_blocking(move || Fingerprint::of(files.iter().map(PathBuf::as_path)));
        taking.await.unwrap_or_default()
    }

    async fn reload(&mut self, handle: &SnapshotHandle) {
        match self.build().await {
            Ok((config, snapshot)) => {
                handle.replace(snapshot);
                report_restart_only(&self.config, &config);
                self.config = config;
                tracing::info!("the changed configuration and schema are served from now on");
            }
            Err(error) => {
                handle.refused();
                tracing::error!(
                    error = format!("{error:#}"),
                    "the changed configuration or schema cannot be served; the old one stays"
                );
            }
        }
    }

    async fn build(&self) -> anyhow::Result<(Config, Snapshot)> {
        let origin = self.origin.clone();
        let config = spawn_blocking(move || origin.read()).await??;
        let snapshot = build(&config, self.patience).await?;
        Ok((config, snapshot))
    }
}

/// Says which changes have no effect until the gateway is started anew.
fn report_restart_only(old: &Config, new: &Config) {
    let connections = (old.limits.connections, new.limits.connections);
    let requests = (old.limits.concurrent_requests, new.limits.concurrent_requests);
    for (setting, is_changed) in [
        ("listen", old.listen != new.listen),
        ("limits.connections", connections.0 != connections.1),
        ("limits.concurrent_requests", requests.0 != requests.1),
    ] {
        if is_changed {
            tracing::warn!(setting, "this setting changes with a restart only; the old one stays");
        }
    }
}
