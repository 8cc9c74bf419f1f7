//! Equal reads of one service that are under way at the same time share one call. The first one
//! leads; those that come while it is under way join it and get the same answer. Nothing is kept
//! once the answer is there: this is no cache.
//!
//! Two reads are equal when their bodies are, byte for byte, and with them every header that can
//! change an answer: who asks, and what is propagated. What differs between any two calls does not
//! count: the id of the request, the trace, the time left.

use std::{
    collections::HashMap,
    fmt,
    hash::{Hash, Hasher},
    pin::Pin,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    task::{Context, Poll, ready},
};

use bytes::Bytes;
use tokio::{
    runtime::Handle,
    sync::SetOnce,
    time::{Instant, timeout_at},
};

use crate::{Answer, CallError, OutgoingHeaders};

type Outcome = Result<Answer, CallError>;
type Work = Pin<Box<dyn Future<Output = Outcome> + Send>>;

/// What makes a read equal to another of the same service.
#[derive(Clone)]
pub(crate) struct ReadKey {
    pub(crate) headers: Arc<OutgoingHeaders>,
    pub(crate) body: Bytes,
}

impl PartialEq for ReadKey {
    fn eq(&self, other: &Self) -> bool {
        self.body == other.body && self.headers.distinction() == other.headers.distinction()
    }
}

impl Eq for ReadKey {}

impl Hash for ReadKey {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.body.hash(state);
        self.headers.distinction().hash(state);
    }
}

/// The reads of one service that are under way. Cloning shares them.
#[derive(Clone, Default)]
pub(crate) struct InFlight(Arc<Table>);

#[derive(Default)]
struct Table {
    reads: Mutex<HashMap<ReadKey, Arc<SharedRead>>>,
    joined: AtomicU64,
}

/// A read that others may join.
struct SharedRead {
    deadline: Instant,
    is_joined: AtomicBool,
    outcome: SetOnce<Outcome>,
}

enum Role {
    Leads(Landing),
    Joins(Arc<SharedRead>),
}

impl InFlight {
    /// Gives the outcome of an equal read that is under way, or of `work` when there is none.
    ///
    /// Who leads may go away: when others have joined, the work goes on without them. The call
    /// ends at the deadline of the one that led. Nobody joins a call that would cost them more
    /// than a tenth of the time that they have; they lead another one.
    pub(crate) async fn share<F>(
        &self,
        key: ReadKey,
        deadline: Instant,
        work: impl FnOnce() -> F,
    ) -> Outcome
    where
        F: Future<Output = Outcome> + Send + 'static,
    {
        match self.role(key, deadline) {
            Role::Leads(landing) => Lead(Some((Box::pin(work()), landing))).await,
            Role::Joins(read) => {
                let started = Instant::now();
                match timeout_at(deadline, read.outcome.wait()).await {
                    Ok(outcome) => outcome.clone(),
                    Err(_) => Err(CallError::Timeout { after: started.elapsed() }),
                }
            }
        }
    }

    /// From now on nobody joins a read that began before, because something may have been written
    /// since.
    pub(crate) fn forget(&self) {
        self.0.lock().clear();
    }

    /// How many reads were answered by the call of another.
    pub(crate) fn joined(&self) -> u64 {
        self.0.joined.load(Ordering::Relaxed)
    }

    fn role(&self, key: ReadKey, deadline: Instant) -> Role {
        let mut reads = self.0.lock();
        if let Some(read) = reads.get(&key)
            && lasts_long_enough(read.deadline, deadline, Instant::now())
        {
            read.is_joined.store(true, Ordering::Relaxed);
            self.0.joined.fetch_add(1, Ordering::Relaxed);
            return Role::Joins(Arc::clone(read));
        }
        let read = Arc::new(SharedRead {
            deadline,
            is_joined: AtomicBool::new(false),
            outcome: SetOnce::new(),
        });
        reads.insert(key.clone(), Arc::clone(&read));
        Role::Leads(Landing { in_flight: self.clone(), key, read })
    }
}

impl Table {
    fn lock(&self) -> MutexGuard<'_, HashMap<ReadKey, Arc<SharedRead>>> {
        self.reads.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for InFlight {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let under_way = self.0.lock().len();
        f.debug_struct("InFlight").field("under_way", &under_way).finish_non_exhaustive()
    }
}

/// Whether a call that ends at `theirs` leaves at least nine tenths of the time until `own`.
fn lasts_long_enough(theirs: Instant, own: Instant, now: Instant) -> bool {
    let left = own.saturating_duration_since(now);
    theirs.saturating_duration_since(now) >= left - left / 10
}

/// The end of a read: it leaves the table, and those who joined get its outcome. When it is
/// dropped without one, they are told so, and nobody waits for what does not come.
struct Landing {
    in_flight: InFlight,
    key: ReadKey,
    read: Arc<SharedRead>,
}

impl Landing {
    fn end(self, outcome: Outcome) {
        self.leave();
        // Nobody else sets it: there is one landing for each read.
        let _ = self.read.outcome.set(outcome);
    }

    /// Takes the read out of the table; a newer one of the same key stays.
    fn leave(&self) {
        let mut reads = self.in_flight.0.lock();
        if reads.get(&self.key).is_some_and(|read| Arc::ptr_eq(read, &self.read)) {
            reads.remove(&self.key);
        }
    }
}

impl Drop for Landing {
    fn drop(&mut self) {
        if !self.read.outcome.initialized() {
            self.leave();
            let _ = self.read.outcome.set(Err(CallError::GivenUp));
        }
    }
}

/// Does the work in the task of the one that leads. Dropped before its end, it hands the work over
/// to a task of its own when somebody waits for it.
struct Lead(Option<(Work, Landing)>);

impl Future for Lead {
    type Output = Outcome;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Outcome> {
        let Some((work, _)) = &mut self.0 else { return Poll::Pending };
        let outcome = ready!(work.as_mut().poll(context));
        if let Some((_, landing)) = self.0.take() {
            landing.end(outcome.clone());
        }
        Poll::Ready(outcome)
    }
}

impl Drop for Lead {
    fn drop(&mut self) {
        let Some((work, landing)) = self.0.take() else { return };
        // Leaving the table first, so that nobody joins between the look and the end.
        landing.leave();
        let is_joined = landing.read.is_joined.load(Ordering::Relaxed);
        if is_joined
            && !std::thread::panicking()
            && let Ok(runtime) = Handle::try_current()
        {
            runtime.spawn(async move { landing.end(work.await) });
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn nobody_joins_a_call_that_ends_much_too_early() {
        let now = Instant::now();
        let at = |seconds| now + Duration::from_secs(seconds);
        assert!(lasts_long_enough(at(30), at(30), now));
        assert!(lasts_long_enough(at(30), at(5), now), "it ends later");
        assert!(lasts_long_enough(at(27), at(30), now), "a tenth is given up");
        assert!(!lasts_long_enough(at(26), at(30), now));
        assert!(lasts_long_enough(at(0), at(0), now + Duration::from_secs(1)), "no time is left");
    }
}
