//! The endpoints of one service. Calls begin with the one that answered last, and go on to the
//! next when it cannot be reached, so that a dead replica costs one failed connection and not one
//! for each call. Balancing by load has its place here.

use std::sync::{
    Arc,
    atomic::{AtomicU64, AtomicUsize, Ordering},
};

use thiserror::Error;
use tokio::{sync::Semaphore, time::Instant};

use crate::{
    BreakerState, Endpoint, TrafficPolicy, breaker::Breaker, budget::RetryBudget,
    in_flight::InFlight,
};

/// One or more endpoints that serve the same rows, and how they are called.
#[derive(Debug)]
pub struct Replicas {
    all: Box<[Replica]>,
    preferred: AtomicUsize,
    policy: TrafficPolicy,
    reads: InFlight,
    budget: RetryBudget,
    calls: AtomicU64,
    retries: AtomicU64,
    retries_denied: AtomicU64,
}

/// An endpoint, the places for calls to it, and its breaker.
#[derive(Debug)]
pub(crate) struct Replica {
    pub(crate) endpoint: Endpoint,
    pub(crate) places: Arc<Semaphore>,
    pub(crate) breaker: Option<Breaker>,
}

/// What became of the calls of one service since it was set up.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TrafficCounts {
    /// Calls that were made. One that is sent again counts once.
    pub calls: u64,
    /// Reads that an equal one answered, so that they made no call.
    pub shared_reads: u64,
    /// How often a call was sent again.
    pub retries: u64,
    /// How often that was out of question because the budget was spent.
    pub retries_denied: u64,
}

/// How one endpoint does.
#[derive(Debug, Clone, Copy)]
pub struct EndpointState<'a> {
    /// The endpoint.
    pub endpoint: &'a Endpoint,
    /// Calls that are under way.
    pub in_flight: usize,
    /// What its breaker does, if it has one.
    pub breaker: Option<BreakerState>,
    /// How often its breaker has opened.
    pub opened: u64,
    /// How many calls its breaker has not let through.
    pub refused: u64,
}

/// A service was given no endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("a service needs at least one endpoint")]
pub struct NoReplicas;

impl Replicas {
    /// A service with these endpoints; each is sent at most `concurrency` calls at a time.
    ///
    /// # Errors
    /// [`NoReplicas`] when there is no endpoint.
    pub fn new(
        endpoints: impl IntoIterator<Item = Endpoint>,
        concurrency: usize,
    ) -> Result<Self, NoReplicas> {
        Self::with_policy(endpoints, TrafficPolicy { concurrency, ..TrafficPolicy::default() })
    }

    /// A service with these endpoints that is called by this policy.
    ///
    /// # Errors
    /// [`NoReplicas`] when there is no endpoint.
    pub fn with_policy(
        endpoints: impl IntoIterator<Item = Endpoint>,
        policy: TrafficPolicy,
    ) -> Result<Self, NoReplicas> {
        let now = Instant::now();
        let replica = |endpoint| Replica {
            endpoint,
            places: Arc::new(Semaphore::new(places(&policy))),
            breaker: policy.breaker.clone().map(|policy| Breaker::new(policy, now)),
        };
        let all: Box<[Replica]> = endpoints.into_iter().map(replica).collect();
        if all.is_empty() {
            return Err(NoReplicas);
        }
        let budget = RetryBudget::new(&policy.retries, now);
        Ok(Self {
            all,
            preferred: AtomicUsize::new(0),
            policy,
            reads: InFlight::default(),
            budget,
            calls: AtomicU64::new(0),
            retries: AtomicU64::new(0),
            retries_denied: AtomicU64::new(0),
        })
    }

    /// How the service is called.
    #[must_use]
    pub fn policy(&self) -> &TrafficPolicy {
        &self.policy
    }

    /// What became of its calls so far.
    #[must_use]
    pub fn counts(&self) -> TrafficCounts {
        TrafficCounts {
            calls: self.calls.load(Ordering::Relaxed),
            shared_reads: self.reads.joined(),
            retries: self.retries.load(Ordering::Relaxed),
            retries_denied: self.retries_denied.load(Ordering::Relaxed),
        }
    }

    /// How its endpoints do now.
    pub fn states(&self) -> impl ExactSizeIterator<Item = EndpointState<'_>> {
        let now = Instant::now();
        let places = places(&self.policy);
        self.all.iter().map(move |replica| EndpointState {
            endpoint: &replica.endpoint,
            in_flight: places.saturating_sub(replica.places.available_permits()),
            breaker: replica.breaker.as_ref().map(|breaker| breaker.state(now)),
            opened: replica.breaker.as_ref().map_or(0, Breaker::opened),
            refused: replica.breaker.as_ref().map_or(0, Breaker::refused),
        })
    }

    /// The endpoints, as configured.
    pub fn endpoints(&self) -> impl ExactSizeIterator<Item = &Endpoint> {
        self.all.iter().map(|replica| &replica.endpoint)
    }

    /// The replicas in the order in which a call tries them, each with its index.
    pub(crate) fn in_order(&self) -> impl Iterator<Item = (usize, &Replica)> {
        let start = self.preferred.load(Ordering::Relaxed);
        let count = self.all.len();
        (0..count).map(move |step| {
            let index = (start + step) % count;
            (index, &self.all[index])
        })
    }

    /// Its reads that are under way.
    pub(crate) fn reads(&self) -> &InFlight {
        &self.reads
    }

    /// A call is made.
    pub(crate) fn note_call(&self) {
        self.calls.fetch_add(1, Ordering::Relaxed);
        self.budget.note_call();
    }

    /// Takes a retry out of the budget; false when it is spent.
    pub(crate) fn take_retry(&self) -> bool {
        let is_taken = self.budget.take(Instant::now());
        let counter = if is_taken { &self.retries } else { &self.retries_denied };
        counter.fetch_add(1, Ordering::Relaxed);
        is_taken
    }

    /// The next call begins with this one.
    pub(crate) fn prefer(&self, index: usize) {
        self.preferred.store(index, Ordering::Relaxed);
    }
}

fn places(policy: &TrafficPolicy) -> usize {
    policy.concurrency.clamp(1, Semaphore::MAX_PERMITS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn endpoint(port: u16) -> Endpoint {
        Endpoint::parse(&format!("http://127.0.0.1:{port}/graphql")).expect("a URL")
    }

    #[test]
    fn the_one_that_answered_is_tried_first() {
        let replicas = Replicas::new([1, 2, 3].map(endpoint), 8).expect("three");
        let order = || replicas.in_order().map(|(index, _)| index).collect::<Vec<_>>();
        assert_eq!(order(), [0, 1, 2]);
        replicas.prefer(2);
        assert_eq!(order(), [2, 0, 1]);
    }

    #[test]
    fn a_service_without_endpoints_is_refused() {
        assert_eq!(Replicas::new([], 8).expect_err("none"), NoReplicas);
    }
}
