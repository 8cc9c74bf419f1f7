//! Connections that wait for their next exchange, by origin. The one that was used last goes first,
//! so that those which are not needed grow old and are closed. Who connects, and to whom, is not in
//! here.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
    time::Duration,
};

use http::Uri;
use tokio::time::{Instant, sleep};

use crate::connection::Connection;

/// Idle connections, at most so many for each origin and none for too long.
#[derive(Debug)]
pub(crate) struct IdleConnections {
    max_per_origin: usize,
    longest: Duration,
    kept: Arc<Mutex<Kept>>,
}

#[derive(Debug, Default)]
struct Kept {
    by_origin: HashMap<Uri, Vec<Idle>>,
    /// Whether a task closes those that grow old.
    is_swept: bool,
}

#[derive(Debug)]
struct Idle {
    connection: Connection,
    since: Instant,
}

impl IdleConnections {
    /// Keeps `max_per_origin` connections for `longest`.
    pub(crate) fn new(max_per_origin: usize, longest: Duration) -> Self {
        Self { max_per_origin, longest, kept: Arc::default() }
    }

    /// The connection to an origin that was used last. Its other end may have closed it since.
    pub(crate) fn take(&self, origin: &Uri) -> Option<Connection> {
        let idle = lock(&self.kept).by_origin.get_mut(origin)?.pop()?;
        (idle.since.elapsed() < self.longest).then_some(idle.connection)
    }

    /// Keeps a connection for the next exchange, when it is fit for one and there is room.
    pub(crate) fn keep(&self, origin: &Uri, mut connection: Connection) {
        if self.max_per_origin == 0 || !connection.is_free() {
            return;
        }
        // What is not kept is closed after the lock is free again.
        let idle = Idle { connection, since: Instant::now() };
        let mut kept = lock(&self.kept);
        let all = match kept.by_origin.get_mut(origin) {
            Some(all) => all,
            None => kept.by_origin.entry(origin.clone()).or_default(),
        };
        if all.len() < self.max_per_origin {
            all.push(idle);
            if !std::mem::replace(&mut kept.is_swept, true) {
                tokio::spawn(sweep(Arc::downgrade(&self.kept), self.longest));
            }
        }
    }
}

impl Kept {
    /// Takes out those that have been idle for `longest`.
    fn take_old(&mut self, longest: Duration) -> Vec<Idle> {
        let now = Instant::now();
        let mut old = Vec::new();
        self.by_origin.retain(|_, all| {
            // They stand in the order in which they came.
            let count = all.partition_point(|idle| now - idle.since >= longest);
            old.extend(all.drain(..count));
            !all.is_empty()
        });
        old
    }
}

/// Closes connections that have grown old, as long as there are any: after twice `longest` at most.
async fn sweep(kept: Weak<Mutex<Kept>>, longest: Duration) {
    loop {
        sleep(longest).await;
        let Some(kept) = kept.upgrade() else { return };
        let old = {
            let mut kept = lock(&kept);
            let old = kept.take_old(longest);
            kept.is_swept = !kept.by_origin.is_empty();
            if !kept.is_swept {
                return;
            }
            old
        };
        drop(old);
    }
}

fn lock(kept: &Mutex<Kept>) -> MutexGuard<'_, Kept> {
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}
