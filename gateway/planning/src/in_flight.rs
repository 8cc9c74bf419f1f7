//! Work that several requests wait for at once: the first starts it, the others join.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use gateway_operation::variables::Nulls;
use gateway_supergraph::Overrides;
use tokio::sync::watch;

use crate::cache::Key;

/// Results of work under way, by what is planned.
#[derive(Debug)]
pub(crate) struct InFlight<T>(Mutex<HashMap<OwnedKey, watch::Receiver<Option<T>>>>);

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct OwnedKey {
    pub(crate) document: String,
    pub(crate) operation_name: Option<String>,
    pub(crate) overrides: Overrides,
    pub(crate) nulls: Nulls,
}

impl OwnedKey {
    pub(crate) fn as_key(&self) -> Key<'_> {
        Key {
            document: &self.document,
            operation_name: self.operation_name.as_deref(),
            overrides: self.overrides,
            nulls: self.nulls,
        }
    }
}

impl From<Key<'_>> for OwnedKey {
    fn from(key: Key<'_>) -> Self {
        Self {
            document: key.document.to_owned(),
            operation_name: key.operation_name.map(ToOwned::to_owned),
            overrides: key.overrides,
            nulls: key.nulls,
        }
    }
}

/// What a request does about a piece of work.
pub(crate) enum Ticket<T> {
    /// Start it, send its result, and wait for it as the others do.
    Start(watch::Sender<Option<T>>, watch::Receiver<Option<T>>),
    /// Someone else has started it.
    Join(watch::Receiver<Option<T>>),
}

impl<T> InFlight<T> {
    pub(crate) fn new() -> Self {
        Self(Mutex::new(HashMap::new()))
    }

    pub(crate) fn enter(&self, key: &OwnedKey) -> Ticket<T> {
        let mut running = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(result) = running.get(key) {
            return Ticket::Join(result.clone());
        }
        let (sender, receiver) = watch::channel(None);
        running.insert(key.clone(), receiver.clone());
        Ticket::Start(sender, receiver)
    }

    /// Gives up work that nobody waits for any more; whoever comes now starts again. False when
    /// somebody waits.
    pub(crate) fn abandon(&self, key: &OwnedKey, sender: &watch::Sender<Option<T>>) -> bool {
        let mut running = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // One receiver is kept here for those who join, and joining takes the lock.
        let is_abandoned = sender.receiver_count() <= 1;
        if is_abandoned {
            running.remove(key);
        }
        is_abandoned
    }

    /// The work has ended: whoever comes now starts again.
    pub(crate) fn leave(&self, key: &OwnedKey) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(key);
    }
}
