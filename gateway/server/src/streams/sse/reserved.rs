//! The streams that clients have reserved: from the token to the stream, its operations, and its
//! end. A stream that is not opened in time is forgotten, and so is one whose client is gone.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use bytes::Bytes;
use rand::RngCore as _;
use tokio::{
    sync::{OwnedSemaphorePermit, mpsc},
    task::AbortHandle,
};
use tokio_util::sync::{CancellationToken, DropGuard};

use super::body::{self, Events};

/// All reserved streams. Cloning shares them.
#[derive(Clone, Default)]
pub(crate) struct Reservations(Arc<Mutex<HashMap<String, Arc<Reserved>>>>);

/// One reserved stream.
pub(super) struct Reserved {
    pub(super) events: Events,
    /// Cancelled when the stream has ended.
    pub(super) ended: CancellationToken,
    state: Mutex<State>,
}

struct State {
    /// Taken by the connection.
    receiver: Option<mpsc::Receiver<Bytes>>,
    /// Those that are begun have no task yet.
    operations: HashMap<String, Option<AbortHandle>>,
    place: Option<OwnedSemaphorePermit>,
}

/// What the connection of a stream holds: with it, the stream ends.
pub(super) struct Connected {
    _place: Option<OwnedSemaphorePermit>,
    _forget: Forget,
    _end: DropGuard,
}

struct Forget {
    reservations: Reservations,
    token: String,
}

impl Drop for Forget {
    fn drop(&mut self) {
        self.reservations.streams().remove(&self.token);
    }
}

impl Reservations {
    fn streams(&self) -> MutexGuard<'_, HashMap<String, Arc<Reserved>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reserves a stream for some time; gives its token, which nobody can guess.
    pub(super) fn reserve(&self, place: OwnedSemaphorePermit, time: Duration) -> String {
        let mut random = [0; 24];
        rand::rng().fill_bytes(&mut random);
        let token: String = random.iter().map(|byte| format!("{byte:02x}")).collect();
        let (events, receiver) = body::channel();
        let state =
            State { receiver: Some(receiver), operations: HashMap::new(), place: Some(place) };
        let stream = Arc::new(Reserved {
            events,
            ended: CancellationToken::new(),
            state: Mutex::new(state),
        });
        self.streams().insert(token.clone(), Arc::clone(&stream));
        let (reservations, reserved) = (self.clone(), token.clone());
        tokio::spawn(async move {
            tokio::time::sleep(time).await;
            if !stream.is_open() {
                reservations.streams().remove(&reserved);
                stream.ended.cancel();
            }
        });
        token
    }

    pub(super) fn find(&self, token: &str) -> Option<Arc<Reserved>> {
        self.streams().get(token).cloned()
    }

    /// Opens a stream, once.
    pub(super) fn open(&self, token: &str) -> Option<(mpsc::Receiver<Bytes>, Connected)> {
        let stream = self.find(token)?;
        let mut state = stream.state();
        let receiver = state.receiver.take()?;
        let connected = Connected {
            _place: state.place.take(),
            _forget: Forget { reservations: self.clone(), token: token.to_owned() },
            _end: stream.ended.clone().drop_guard(),
        };
        Some((receiver, connected))
    }
}

impl Reserved {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_open(&self) -> bool {
        self.state().receiver.is_none()
    }

    /// How many operations it has.
    pub(super) fn count(&self) -> usize {
        self.state().operations.len()
    }

    /// Takes an id for an operation; false when another has it.
    pub(super) fn begin(&self, id: &str) -> bool {
        let mut state = self.state();
        let is_free = !state.operations.contains_key(id);
        if is_free {
            state.operations.insert(id.to_owned(), None);
        }
        is_free
    }

    /// The task of an operation. When the operation was ended meanwhile, the task is too.
    pub(super) fn runs(&self, id: &str, task: AbortHandle) {
        match self.state().operations.get_mut(id) {
            Some(place) => *place = Some(task),
            None => task.abort(),
        }
    }

    /// The operation has ended.
    pub(super) fn done(&self, id: &str) {
        self.state().operations.remove(id);
    }

    /// Ends an operation.
    pub(super) fn end(&self, id: &str) {
        if let Some(Some(task)) = self.state().operations.remove(id) {
            task.abort();
        }
    }
}
