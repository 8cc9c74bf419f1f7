//! The endpoints of one service. Calls begin with the one that answered last, and go on to the
//! next when it cannot be reached, so that a dead replica costs one failed connection and not one
//! for each call. Balancing by load has its place here.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use thiserror::Error;
use tokio::sync::Semaphore;

use crate::{Endpoint, TrafficPolicy, in_flight::InFlight};

/// One or more endpoints that serve the same rows.
#[derive(Debug)]
pub struct Replicas {
    all: Box<[Replica]>,
    preferred: AtomicUsize,
    pub(crate) policy: TrafficPolicy,
    pub(crate) reads: InFlight,
}

/// An endpoint and the places for calls to it.
#[derive(Debug)]
pub(crate) struct Replica {
    pub(crate) endpoint: Endpoint,
    pub(crate) places: Arc<Semaphore>,
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
        let places = policy.concurrency.clamp(1, Semaphore::MAX_PERMITS);
        let all: Box<[Replica]> = endpoints
            .into_iter()
            .map(|endpoint| Replica { endpoint, places: Arc::new(Semaphore::new(places)) })
            .collect();
        if all.is_empty() {
            return Err(NoReplicas);
        }
        Ok(Self { all, preferred: 0.into(), policy, reads: InFlight::default() })
    }

    /// How many reads were answered by the call of an equal one.
    #[must_use]
    pub fn shared_reads(&self) -> u64 {
        self.reads.joined()
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

    /// The next call begins with this one.
    pub(crate) fn prefer(&self, index: usize) {
        self.preferred.store(index, Ordering::Relaxed);
    }
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
