//! Operations whose results come as a stream: over WebSockets by `graphql-transport-ws`, and as
//! server-sent events in both modes of the graphql-sse protocol. What an event is made of is the
//! work of execution; here is how it reaches the client, and when a stream ends.
//!
//! A subscription lives on the schema that it began with. When that is replaced, or the process
//! ends, it is cut off without a last word, so that clients take it for a lost connection and
//! subscribe again: to the new schema, or to another process.

mod http;
mod operation;
mod settings;
mod sse;
mod websocket;

use std::sync::{Arc, Mutex, PoisonError};

use contract::ErrorCode;
use gateway_operation::RequestError;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::router::Served;

use self::operation::{Outcome, ResultStream};
pub(crate) use self::{
    http::{Target, on_stream, over_delete, over_put},
    sse::{single, token},
    websocket::messages,
    websocket::upgrade,
};
pub use settings::StreamSettings;

/// What all streams share, of every snapshot.
pub(crate) struct Streams {
    /// Places for WebSockets and for streams of server-sent events.
    connections: Arc<Semaphore>,
    /// Places for subscriptions.
    subscriptions: Arc<Semaphore>,
    pub(crate) reservations: sse::Reservations,
    /// WebSockets, which the server of HTTP knows nothing of.
    pub(crate) sockets: TaskTracker,
    /// Cancelled when the snapshot of now is replaced.
    retirement: Mutex<CancellationToken>,
}

impl Streams {
    pub(crate) fn new(connections: usize, subscriptions: usize) -> Self {
        let places = |count: usize| Arc::new(Semaphore::new(count.min(Semaphore::MAX_PERMITS)));
        Self {
            connections: places(connections),
            subscriptions: places(subscriptions),
            reservations: sse::Reservations::default(),
            sockets: TaskTracker::new(),
            retirement: Mutex::default(),
        }
    }

    /// The sign of the end of a new snapshot, and that of the one before.
    pub(crate) fn succeed(&self) -> (CancellationToken, CancellationToken) {
        let new = CancellationToken::new();
        let mut current = self.retirement.lock().unwrap_or_else(PoisonError::into_inner);
        let old = std::mem::replace(&mut *current, new.clone());
        (new, old)
    }

    fn connect(&self) -> Result<OwnedSemaphorePermit, RequestError> {
        let place = Arc::clone(&self.connections).try_acquire_owned();
        place.map_err(|_| overloaded("too many streams are open; try again later"))
    }
}

fn overloaded(message: &str) -> RequestError {
    RequestError::new(ErrorCode::Overloaded, message)
}

/// Why streams are cut off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CutOff {
    /// Their schema was replaced.
    Reload,
    /// The process ends.
    Shutdown,
}

impl Served {
    /// Waits until streams of this snapshot are cut off.
    pub(crate) async fn cut_off(&self) -> CutOff {
        tokio::select! {
            biased;
            () = self.shared.ending.cancelled() => CutOff::Shutdown,
            () = self.retired.cancelled() => CutOff::Reload,
        }
    }
}
