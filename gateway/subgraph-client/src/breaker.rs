//! The circuit breaker of one endpoint. While too many calls fail it is open: nothing is sent, and
//! callers know at once. After a while single calls are let through as probes, and when enough of
//! them go well the breaker closes. What counts as a failure is decided in `health`.

mod window;

use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::time::Instant;

use crate::BreakerPolicy;
use window::Window;

/// So many probes in a row must go well before the breaker closes. They go out one at a time.
const PROBES: u32 = 3;

/// What a call told of its endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Health {
    /// It works.
    Well,
    /// It does not.
    Ill,
}

/// What a breaker does with calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BreakerState {
    /// All go through.
    Closed,
    /// Single ones go through as probes.
    HalfOpen,
    /// None goes through.
    Open,
}

/// Decides whether calls go through.
#[derive(Debug)]
pub(crate) struct Breaker {
    policy: BreakerPolicy,
    inner: Mutex<Inner>,
}

#[derive(Debug)]
struct Inner {
    phase: Phase,
    opened: u64,
    refused: u64,
}

#[derive(Debug)]
enum Phase {
    Closed(Window),
    Open { until: Instant },
    HalfOpen { passed: u32, is_probing: bool },
}

/// Leave to make a call. Dropped without a report, as when nobody waits for the call any more, it
/// tells nothing.
#[derive(Debug)]
pub(crate) struct Permit<'a> {
    breaker: &'a Breaker,
    is_probe: bool,
    is_reported: bool,
}

impl Breaker {
    pub(crate) fn new(policy: BreakerPolicy, now: Instant) -> Self {
        let phase = Phase::Closed(Window::new(policy.window, now));
        Self { policy, inner: Mutex::new(Inner { phase, opened: 0, refused: 0 }) }
    }

    /// Leave for a call, or none while the breaker is open.
    pub(crate) fn admit(&self, now: Instant) -> Option<Permit<'_>> {
        let mut inner = self.lock();
        if matches!(inner.phase, Phase::Open { until } if until <= now) {
            inner.phase = Phase::HalfOpen { passed: 0, is_probing: false };
        }
        let is_probe = match &mut inner.phase {
            Phase::Closed(_) => false,
            Phase::HalfOpen { is_probing, .. } if !*is_probing => {
                *is_probing = true;
                true
            }
            Phase::HalfOpen { .. } | Phase::Open { .. } => {
                inner.refused += 1;
                return None;
            }
        };
        Some(Permit { breaker: self, is_probe, is_reported: false })
    }

    /// What it does with a call at this time.
    pub(crate) fn state(&self, now: Instant) -> BreakerState {
        match self.lock().phase {
            Phase::Closed(_) => BreakerState::Closed,
            Phase::Open { until } if until > now => BreakerState::Open,
            Phase::Open { .. } | Phase::HalfOpen { .. } => BreakerState::HalfOpen,
        }
    }

    /// How often it has opened.
    pub(crate) fn opened(&self) -> u64 {
        self.lock().opened
    }

    /// How many calls it has not let through.
    pub(crate) fn refused(&self) -> u64 {
        self.lock().refused
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn report(&self, is_probe: bool, health: Health, now: Instant) -> bool {
        let mut inner = self.lock();
        let opens = match &mut inner.phase {
            Phase::Closed(window) => {
                window.count(health, now);
                window.is_bad(&self.policy)
            }
            Phase::HalfOpen { passed, is_probing } if is_probe => {
                *is_probing = false;
                *passed += 1;
                if health == Health::Well && *passed >= PROBES {
                    inner.phase = Phase::Closed(Window::new(self.policy.window, now));
                }
                health == Health::Ill
            }
            // A call from before the breaker opened tells nothing new.
            Phase::HalfOpen { .. } | Phase::Open { .. } => false,
        };
        if opens {
            inner.phase = Phase::Open { until: now + self.policy.open_time };
            inner.opened += 1;
        }
        opens
    }

    /// A call has ended of which nothing is known.
    fn forget(&self, is_probe: bool) {
        if is_probe && let Phase::HalfOpen { is_probing, .. } = &mut self.lock().phase {
            *is_probing = false;
        }
    }
}

impl Permit<'_> {
    /// Tells what the call told of the endpoint; true when the breaker opens by it.
    pub(crate) fn report(mut self, health: Health, now: Instant) -> bool {
        self.is_reported = true;
        self.breaker.report(self.is_probe, health, now)
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        if !self.is_reported {
            self.breaker.forget(self.is_probe);
        }
    }
}

#[cfg(test)]
mod tests;
