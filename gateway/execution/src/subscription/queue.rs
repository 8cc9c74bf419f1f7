//! The queue between the sources of a subscription and its client, bounded in events and bytes. A
//! full queue makes its sources wait, so that a burst is no reason to end. A client that takes
//! nothing from a full queue for a while is: the sources then end, what is queued is delivered, and
//! the client is told.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

use bytes::Bytes;
use contract::coverage::MissingReason;
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore, mpsc},
    time::{Instant, timeout},
};
use tokio_util::sync::CancellationToken;

use super::SubscriptionLimits;

/// What a source tells.
#[derive(Debug, Clone)]
pub(super) enum Told {
    /// It sends events from now on. Whether it goes on where it was lost; nothing the first time.
    Joined(Option<bool>),
    /// An event: the JSON of a GraphQL answer.
    Event(Bytes),
    /// It does not run the subscription, and says why in the JSON of a GraphQL answer.
    Refused(Bytes),
    /// It is lost.
    Lost(Loss),
    /// It has no more events.
    Ended,
}

/// How a source was lost.
#[derive(Debug, Clone, Copy)]
pub(super) struct Loss {
    pub reason: MissingReason,
    pub since: Instant,
}

/// Where a source stands among those of the subscription.
pub(super) type SourceId = usize;

struct Entry {
    source: SourceId,
    told: Told,
    /// Given back when the entry is taken.
    _room: Option<OwnedSemaphorePermit>,
}

/// The end that sources push into.
#[derive(Clone)]
pub(super) struct Sender {
    entries: mpsc::Sender<Entry>,
    shared: Arc<Shared>,
}

/// The end that the client takes from.
pub(super) struct Receiver {
    entries: mpsc::Receiver<Entry>,
    shared: Arc<Shared>,
}

struct Shared {
    room: Arc<Semaphore>,
    all_room: u32,
    patience: Duration,
    /// How many entries were taken.
    taken: AtomicU64,
    slow: AtomicBool,
    ending: CancellationToken,
}

/// The subscription has ended.
pub(super) struct Gone;

/// Why an entry was not put into the queue at once.
pub(super) enum TryPush {
    /// There is no room for it now.
    Full,
    /// The subscription has ended.
    Gone,
}

pub(super) fn queue(limits: &SubscriptionLimits, ending: CancellationToken) -> (Sender, Receiver) {
    let (sender, receiver) = mpsc::channel(limits.queued_events.max(1));
    let all_room = u32::try_from(limits.queued_bytes.clamp(1, Semaphore::MAX_PERMITS));
    let all_room = all_room.unwrap_or(u32::MAX);
    let shared = Arc::new(Shared {
        room: Arc::new(Semaphore::new(all_room as usize)),
        all_room,
        patience: limits.patience,
        taken: AtomicU64::new(0),
        slow: AtomicBool::new(false),
        ending,
    });
    let sender = Sender { entries: sender, shared: Arc::clone(&shared) };
    (sender, Receiver { entries: receiver, shared })
}

impl Sender {
    /// Puts an entry at the end of the queue, once there is room for it.
    pub(super) async fn push(&self, source: SourceId, told: Told) -> Result<(), Gone> {
        let mut pushing = std::pin::pin!(self.push_patiently(source, told));
        loop {
            let taken = self.shared.taken.load(Ordering::Relaxed);
            match timeout(self.shared.patience, pushing.as_mut()).await {
                Ok(pushed) => return pushed,
                Err(_) if self.shared.taken.load(Ordering::Relaxed) != taken => {}
                Err(_) => {
                    self.shared.slow.store(true, Ordering::Relaxed);
                    self.shared.ending.cancel();
                    return Err(Gone);
                }
            }
        }
    }

    /// The same, when there is room now.
    pub(super) fn try_push(&self, source: SourceId, told: Told) -> Result<(), TryPush> {
        if self.shared.ending.is_cancelled() {
            return Err(TryPush::Gone);
        }
        let room = match self.wanted_room(&told) {
            0 => None,
            wanted => {
                let room = Arc::clone(&self.shared.room).try_acquire_many_owned(wanted);
                Some(room.map_err(|_| TryPush::Full)?)
            }
        };
        let entry = Entry { source, told, _room: room };
        self.entries.try_send(entry).map_err(|failed| match failed {
            mpsc::error::TrySendError::Full(_) => TryPush::Full,
            mpsc::error::TrySendError::Closed(_) => TryPush::Gone,
        })
    }

    /// How long nothing may be taken from a full queue.
    pub(super) fn patience(&self) -> Duration {
        self.shared.patience
    }

    fn wanted_room(&self, told: &Told) -> u32 {
        let bytes = match told {
            Told::Event(body) | Told::Refused(body) => body.len(),
            Told::Joined(_) | Told::Lost(_) | Told::Ended => 0,
        };
        u32::try_from(bytes).unwrap_or(u32::MAX).min(self.shared.all_room)
    }

    /// Puts an entry at the end of the queue, however long it takes until there is room.
    pub(super) async fn push_patiently(&self, source: SourceId, told: Told) -> Result<(), Gone> {
        let wanted = self.wanted_room(&told);
        let room = match wanted {
            0 => None,
            _ => {
                let room = Arc::clone(&self.shared.room).acquire_many_owned(wanted).await;
                Some(room.map_err(|_| Gone)?)
            }
        };
        let entry = Entry { source, told, _room: room };
        self.entries.send(entry).await.map_err(|_| Gone)
    }
}

impl Receiver {
    /// The next entry; `None` when all sources have ended and everything was taken.
    pub(super) async fn next(&mut self) -> Option<(SourceId, Told)> {
        let Entry { source, told, .. } = self.entries.recv().await?;
        self.shared.taken.fetch_add(1, Ordering::Relaxed);
        Some((source, told))
    }

    /// Whether sources were ended because nothing was taken.
    pub(super) fn is_slow(&self) -> bool {
        self.shared.slow.load(Ordering::Relaxed)
    }
}

impl std::fmt::Debug for Receiver {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Receiver").field("queued", &self.entries.len()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits(queued_events: usize, queued_bytes: usize) -> SubscriptionLimits {
        let patience = Duration::from_millis(50);
        SubscriptionLimits { queued_events, queued_bytes, patience, ..Default::default() }
    }

    fn event(bytes: usize) -> Told {
        Told::Event(Bytes::from(vec![b'x'; bytes]))
    }

    /// Pushes until the queue is full for too long; says how many got in.
    async fn fill(sender: &Sender, bytes: usize) -> usize {
        let mut count = 0;
        while sender.push(0, event(bytes)).await.is_ok() {
            count += 1;
        }
        count
    }

    #[tokio::test]
    async fn a_queue_that_nobody_takes_from_ends_its_sources() {
        let ending = CancellationToken::new();
        let (sender, mut receiver) = queue(&limits(3, 1_000), ending.clone());
        assert_eq!(fill(&sender, 1).await, 3);
        assert!(ending.is_cancelled() && receiver.is_slow());
        drop(sender);
        for _ in 0..3 {
            assert!(receiver.next().await.is_some(), "what is queued is delivered");
        }
        assert!(receiver.next().await.is_none());
    }

    #[tokio::test]
    async fn bytes_are_bounded_too_and_one_large_event_fits_alone() {
        let (sender, _receiver) = queue(&limits(100, 100), CancellationToken::new());
        assert_eq!(fill(&sender, 40).await, 2);
        let (sender, _receiver) = queue(&limits(100, 100), CancellationToken::new());
        assert_eq!(fill(&sender, 4_000).await, 1);
    }

    #[tokio::test]
    async fn a_client_that_takes_slowly_holds_sources_back_and_loses_nothing() {
        let (sender, mut receiver) = queue(&limits(2, 1_000), CancellationToken::new());
        let pushing = tokio::spawn(async move {
            for bytes in 0..20 {
                let pushed = sender.push(7, event(bytes)).await;
                assert!(pushed.is_ok(), "the client takes");
            }
        });
        for bytes in 0..20 {
            // Half of the patience, so that pushing waits through several of them.
            tokio::time::sleep(Duration::from_millis(25)).await;
            match receiver.next().await {
                Some((7, Told::Event(body))) => assert_eq!(body.len(), bytes),
                other => panic!("in order: {:?}", other.is_some()),
            }
        }
        pushing.await.expect("all was pushed");
        assert!(!receiver.is_slow());
    }
}
