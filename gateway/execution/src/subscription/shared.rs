//! Sources that clients share: one connection to a partition for all who ask it for the same in the
//! same name. Only events that have a position are shared, and only when no client asks for those
//! behind one: such a source sends what happens from now on, so that it does not matter when a
//! client joins it.
//!
//! A client that takes too slowly must not hold the others. It is waited for a moment, and then gets
//! a source of its own, which goes on behind the last event that it was given. That one is held back
//! by its queue, as every source is that is not shared.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use bytes::Bytes;
use contract::identity::CallerContext;
use futures::future::join_all;
use tokio::{sync::oneshot, time::timeout};
use tokio_util::sync::CancellationToken;

use super::{
    position::Position,
    queue::{Gone, Sender, SourceId, Told, TryPush},
    source::{Outlet, Source},
};

/// The most clients of one connection; more get another one.
const MAX_MEMBERS: usize = 1_000;

/// What part of the patience with a client others wait for it.
const PART_OF_PATIENCE: u32 = 20;

/// What makes a source equal to another.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct SourceKey {
    subgraph: String,
    partition: String,
    body: Bytes,
    /// Who asks, and what of the client travels on.
    headers: Vec<u8>,
}

/// The shared sources of an executor. Cloning shares them.
#[derive(Clone, Default)]
pub(crate) struct Sharing(Arc<Mutex<HashMap<SourceKey, Arc<Hub>>>>);

/// A shared source and those whom its events go to.
pub(super) struct Hub {
    key: SourceKey,
    sharing: Sharing,
    state: Mutex<State>,
    ending: CancellationToken,
}

struct State {
    members: Vec<Arc<Member>>,
    /// What was last told of the connection, and how often something was.
    standing: Option<Told>,
    changes: u64,
    /// Whether more may join.
    is_open: bool,
    next_number: u64,
}

/// A client of a shared source.
struct Member {
    number: u64,
    id: SourceId,
    queue: Sender,
    /// By which it is given over to a source of its own.
    handing: Mutex<Option<oneshot::Sender<Handover>>>,
}

/// Where a source of a client's own begins.
pub(super) struct Handover {
    pub position: Position,
    /// What the client was not given yet.
    pub pending: Told,
}

/// What has come of joining.
enum Joining {
    /// The client is a member.
    Joined(Membership, oneshot::Receiver<Handover>),
    /// The connection stands otherwise than the client was told.
    Outdated,
    /// The source has ended, or has no place.
    Closed,
}

/// Ends with the client.
struct Membership {
    hub: Arc<Hub>,
    number: u64,
}

impl SourceKey {
    /// The key of a source; none for one that is not shared.
    pub(super) fn of(source: &Source) -> Option<Self> {
        let partition = source.place.key.clone()?;
        if !source.place.replicas.policy().share_reads || !source.begins_now() {
            return None;
        }
        // The time until which a caller is vouched for is no part of who it is.
        let caller = CallerContext { expires_at: 0, ..source.request.caller.clone() };
        let headers = source.headers.headers(&source.request, &caller);
        let subgraph = source.subgraph().to_owned();
        let headers = headers.of(&subgraph).distinction().to_vec();
        Some(Self { subgraph, partition, body: source.body(), headers })
    }
}

impl Sharing {
    /// Makes a client part of a shared source until that has no more for it. Gives how to go on
    /// when the client needs a source of its own.
    pub(super) async fn follow(
        &self,
        key: SourceKey,
        source: &Source,
        queue: &Sender,
    ) -> Result<Option<Handover>, Gone> {
        loop {
            let (hub, is_new) = self.hub(&key);
            let (standing, changes) = hub.standing();
            if let Some(told) = standing {
                queue.push(source.id, told).await?;
            }
            match hub.join(changes, source.id, queue) {
                Joining::Joined(_membership, handed) => {
                    if is_new {
                        let (outlet, ending) =
                            (Outlet::Shared(Arc::clone(&hub)), hub.ending.clone());
                        tokio::spawn(source.clone().run(outlet, ending));
                    }
                    return Ok(handed.await.ok());
                }
                Joining::Outdated => {}
                Joining::Closed => self.forget(&hub),
            }
        }
    }

    /// The source of a key; whether it is a new one, which the caller joins and begins at once.
    fn hub(&self, key: &SourceKey) -> (Arc<Hub>, bool) {
        let mut hubs = self.lock();
        if let Some(hub) = hubs.get(key) {
            return (Arc::clone(hub), false);
        }
        let state = State {
            members: Vec::new(),
            standing: None,
            changes: 0,
            is_open: true,
            next_number: 0,
        };
        let hub = Arc::new(Hub {
            key: key.clone(),
            sharing: self.clone(),
            state: Mutex::new(state),
            ending: CancellationToken::new(),
        });
        hubs.insert(key.clone(), Arc::clone(&hub));
        (hub, true)
    }

    /// Nobody joins this source from now on.
    fn forget(&self, hub: &Arc<Hub>) {
        let mut hubs = self.lock();
        if hubs.get(&hub.key).is_some_and(|known| Arc::ptr_eq(known, hub)) {
            hubs.remove(&hub.key);
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<SourceKey, Arc<Hub>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for Sharing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sharing").field("sources", &self.lock().len()).finish()
    }
}

impl Hub {
    /// Gives every client what the source tells. `position` is that of the source by then.
    pub(super) async fn push(
        self: &Arc<Self>,
        told: Told,
        position: &Position,
    ) -> Result<(), Gone> {
        let members = self.note(&told);
        let full: Vec<&Arc<Member>> = members
            .iter()
            .filter(|member| match member.queue.try_push(member.id, told.clone()) {
                Ok(()) => false,
                Err(TryPush::Full) => true,
                Err(TryPush::Gone) => {
                    self.leave(member.number);
                    false
                }
            })
            .collect();
        let waited = full.iter().map(|member| async {
            let patience = member.queue.patience() / PART_OF_PATIENCE;
            let pushing = member.queue.push_patiently(member.id, told.clone());
            (*member, timeout(patience.max(Duration::from_millis(1)), pushing).await)
        });
        for (member, pushed) in join_all(waited).await {
            match pushed {
                Ok(Ok(())) => {}
                Ok(Err(Gone)) => self.leave(member.number),
                Err(_) => {
                    member
                        .hand_over(Handover { position: position.clone(), pending: told.clone() });
                    self.leave(member.number);
                }
            }
        }
        if self.lock().members.is_empty() { Err(Gone) } else { Ok(()) }
    }

    /// Notes what is told of the connection; gives those whom to tell.
    fn note(self: &Arc<Self>, told: &Told) -> Vec<Arc<Member>> {
        let mut state = self.lock();
        match told {
            Told::Event(_) => {}
            Told::Joined(_) | Told::Lost(_) => {
                state.standing = Some(told.clone());
                state.changes += 1;
            }
            Told::Refused(_) | Told::Ended => state.is_open = false,
        }
        let (members, is_open) = (state.members.clone(), state.is_open);
        drop(state);
        if !is_open {
            self.sharing.forget(self);
        }
        members
    }

    /// What a client is told that joins now.
    fn standing(&self) -> (Option<Told>, u64) {
        let state = self.lock();
        let standing = state.standing.as_ref().map(|told| match told {
            // It was not there when the source was lost.
            Told::Joined(_) => Told::Joined(None),
            other => other.clone(),
        });
        (standing, state.changes)
    }

    fn join(self: &Arc<Self>, changes: u64, id: SourceId, queue: &Sender) -> Joining {
        let mut state = self.lock();
        if !state.is_open || state.members.len() >= MAX_MEMBERS {
            return Joining::Closed;
        }
        if state.changes != changes {
            return Joining::Outdated;
        }
        let (sender, handed) = oneshot::channel();
        let number = state.next_number;
        state.next_number += 1;
        let handing = Mutex::new(Some(sender));
        state.members.push(Arc::new(Member { number, id, queue: queue.clone(), handing }));
        Joining::Joined(Membership { hub: Arc::clone(self), number }, handed)
    }

    /// A client has gone. With the last one the source ends.
    fn leave(self: &Arc<Self>, number: u64) {
        let mut state = self.lock();
        state.members.retain(|member| member.number != number);
        if state.members.is_empty() && state.next_number > 0 {
            state.is_open = false;
            drop(state);
            self.sharing.forget(self);
            self.ending.cancel();
        }
    }

    /// The source has ended: so it has for all its clients.
    pub(super) fn close(self: &Arc<Self>) {
        self.sharing.forget(self);
        let mut state = self.lock();
        state.is_open = false;
        state.members.clear();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Member {
    fn hand_over(&self, handover: Handover) {
        let mut handing = self.handing.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(sender) = handing.take() {
            // A client that has gone needs none.
            let _ = sender.send(handover);
        }
    }
}

impl Drop for Membership {
    fn drop(&mut self) {
        self.hub.leave(self.number);
    }
}
