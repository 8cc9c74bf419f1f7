//! How SQLite, which is synchronous, runs on the blocking threads of the runtime.
//!
//! Compared with the wrapper's own way this keeps the caller's tracing span current on the blocking
//! thread, and lets a cancelled statement finish alone instead of blocking a worker until then. A
//! connection that is still busy when it comes back is not pooled again, see [`crate::pool`].

use std::error::Error;
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use diesel_async::sync_connection_wrapper::SpawnBlocking;
use futures::{FutureExt, TryFutureExt, future::BoxFuture};
use tracing::Span;

/// Runs the statements of one SQLite connection.
#[derive(Debug, Default)]
pub struct BlockingRunner {
    running: Arc<AtomicUsize>,
}

impl BlockingRunner {
    /// Tells, from outside, whether a statement is still running.
    pub(crate) fn activity(&self) -> Activity {
        Activity(Arc::clone(&self.running))
    }
}

/// Whether a connection still runs a statement that nobody waits for.
#[derive(Debug)]
pub(crate) struct Activity(Arc<AtomicUsize>);

impl Activity {
    pub(crate) fn is_busy(&self) -> bool {
        self.0.load(Ordering::Acquire) > 0
    }
}

impl SpawnBlocking for BlockingRunner {
    fn spawn_blocking<'a, R>(
        &mut self,
        task: impl FnOnce() -> R + Send + 'static,
    ) -> BoxFuture<'a, Result<R, Box<dyn Error + Send + Sync + 'static>>>
    where
        R: Send + 'static,
    {
        let running = Running::start(&self.running);
        let span = Span::current();
        let task = move || {
            let result = span.in_scope(task);
            drop(running);
            result
        };
        tokio::task::spawn_blocking(task).map_err(Box::from).boxed()
    }

    fn get_runtime() -> Self {
        Self::default()
    }
}

/// Counts itself while it lives; a task that panics is counted down as well.
struct Running(Arc<AtomicUsize>);

impl Running {
    fn start(counter: &Arc<AtomicUsize>) -> Self {
        counter.fetch_add(1, Ordering::AcqRel);
        Self(Arc::clone(counter))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}
