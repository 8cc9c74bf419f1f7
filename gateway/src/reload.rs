//! Takes over a changed configuration or schema while the gateway serves: when one of its files
//! changes, or on SIGHUP, which also asks the services for their schemas again. What cannot be
//! served is reported, and what is served stays. Services are asked for their schemas again and
//! again, and at once when a partition refuses an operation that should fit its schema: partitions
//! are upgraded one by one while the gateway serves.

use std::{
    future::pending,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use gateway_server::{Snapshot, SnapshotHandle};
use tokio::{
    sync::Notify,
    task::spawn_blocking,
    time::{Instant, sleep, sleep_until},
};

use crate::{
    Origin,
    config::{Config, ConfigError},
    fingerprint::Fingerprint,
    schemas::SchemaReader,
    signals::Hangups,
    supergraph_sdl, wiring,
};

/// How often files are looked at. A change is taken over when it has rested this long, so that no
/// half of a file is read.
const POLL: Duration = Duration::from_millis(500);

/// Builds what a configuration says, on a thread where that may take its time.
pub(crate) async fn build(
    config: &Config,
    sources: &mut Sources,
    patience: Duration,
) -> anyhow::Result<Snapshot> {
    let sdl = supergraph_sdl::read(config, &mut sources.schemas, patience).await?;
    let (config, skew_noticed) = (config.clone(), Arc::clone(&sources.skew_noticed));
    spawn_blocking(move || wiring::snapshot(&config, &sdl, skew_noticed)).await?
}

/// What outlives a snapshot: what services have told, and the sign that one has changed.
#[derive(Default)]
pub(crate) struct Sources {
    schemas: SchemaReader,
    skew_noticed: Arc<Notify>,
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
    sources: Sources,
}

impl Reloader {
    /// Begins with the configuration of now.
    pub(crate) fn new(origin: Origin, patience: Duration) -> Result<Self, ConfigError> {
        let config = origin.read()?;
        let taken = Fingerprint::of(origin.files(&config));
        let (hangups, sources) = (Hangups::listen(), Sources::default());
        Ok(Self { origin, patience, config, taken, hangups, sources })
    }

    /// The configuration that is to be served first, and what it is built from.
    pub(crate) fn first(&mut self) -> (&Config, &mut Sources) {
        (&self.config, &mut self.sources)
    }

    /// Replaces what is served whenever something has changed. It never ends by itself.
    pub(crate) async fn run(mut self, handle: SnapshotHandle) {
        let mut before = self.taken.clone();
        let skew_noticed = Arc::clone(&self.sources.skew_noticed);
        let mut asked_at = Instant::now();
        loop {
            let next_poll = next_poll(asked_at, self.config.partitions.schema_poll);
            let asked = tokio::select! {
                () = self.hangups.next() => true,
                () = sleep(POLL) => false,
                // The files are looked at as well: the poll may be shorter than theirs.
                () = next_poll => {
                    asked_at = self.follow_services(&handle).await;
                    false
                }
                () = skew_noticed.notified(), if asked_at.elapsed() >= POLL => {
                    asked_at = self.follow_services(&handle).await;
                    false
                }
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

    /// Asks services for their schemas and takes over what has changed; says when it has ended.
    async fn follow_services(&mut self, handle: &SnapshotHandle) -> Instant {
        let is_composed = self.config.supergraph.is_none();
        if is_composed && self.sources.schemas.refresh(&self.config).await {
            match build(&self.config, &mut self.sources, Duration::ZERO).await {
                Ok(snapshot) => {
                    handle.replace(snapshot);
                    tracing::info!("the changed schemas of services are served from now on");
                }
                Err(error) => refuse(handle, &error),
            }
        }
        Instant::now()
    }

    async fn reload(&mut self, handle: &SnapshotHandle) {
        match self.build().await {
            Ok((config, snapshot)) => {
                handle.replace(snapshot);
                report_restart_only(&self.config, &config);
                self.config = config;
                tracing::info!("the changed configuration and schema are served from now on");
            }
            Err(error) => refuse(handle, &error),
        }
    }

    async fn build(&mut self) -> anyhow::Result<(Config, Snapshot)> {
        let origin = self.origin.clone();
        let config = spawn_blocking(move || origin.read()).await??;
        let snapshot = build(&config, &mut self.sources, self.patience).await?;
        Ok((config, snapshot))
    }
}

/// Waits until services are to be asked again, for ever when they are not.
async fn next_poll(asked_at: Instant, poll: Option<Duration>) {
    match poll {
        Some(time) => sleep_until(asked_at + time).await,
        None => pending().await,
    }
}

fn refuse(handle: &SnapshotHandle, error: &anyhow::Error) {
    handle.refused();
    tracing::error!(
        error = format!("{error:#}"),
        "the changed configuration or schema cannot be served; the old one stays"
    );
}

/// Says which changes have no effect until the gateway is started anew.
fn report_restart_only(old: &Config, new: &Config) {
    let streams = |config: &Config| (config.subscriptions.connections, config.subscriptions.open);
    let connections = (old.limits.connections, new.limits.connections);
    let requests = (old.limits.concurrent_requests, new.limits.concurrent_requests);
    for (setting, is_changed) in [
        ("listen", old.listen != new.listen),
        ("limits.connections", connections.0 != connections.1),
        ("limits.concurrent_requests", requests.0 != requests.1),
        ("subscriptions.connections", streams(old).0 != streams(new).0),
        ("subscriptions.open", streams(old).1 != streams(new).1),
    ] {
        if is_changed {
            tracing::warn!(setting, "this setting changes with a restart only; the old one stays");
        }
    }
}
