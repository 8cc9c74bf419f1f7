//! How many calls of one service may be sent again. Retries are a share of the calls plus a few
//! each second, so that a service which fails everything is sent a little more than before and not
//! a multiple of it.

use std::{
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use tokio::time::Instant;

use crate::RetryPolicy;

/// One retry, in the unit in which the budget counts.
const RETRY: u64 = 1_000;

/// What is not spent is kept for this long.
const KEPT: Duration = Duration::from_secs(10);

/// However small the income, this many retries can be kept.
const KEPT_AT_LEAST: u64 = 10;

/// The retries that a service may still be sent.
#[derive(Debug)]
pub(crate) struct RetryBudget {
    income_per_call: u64,
    income_per_second: u64,
    /// Calls that were not yet turned into income: the path of every call takes no lock.
    calls: AtomicU64,
    purse: Mutex<Purse>,
}

#[derive(Debug)]
struct Purse {
    held: u64,
    filled: Instant,
}

impl RetryBudget {
    /// A budget that holds what it gets in a second.
    pub(crate) fn new(policy: &RetryPolicy, now: Instant) -> Self {
        let income_per_second = u64::from(policy.per_second) * RETRY;
        Self {
            income_per_call: u64::from(policy.percent_of_calls) * RETRY / 100,
            income_per_second,
            calls: AtomicU64::new(0),
            purse: Mutex::new(Purse { held: income_per_second, filled: now }),
        }
    }

    /// A call is made that is no retry.
    pub(crate) fn note_call(&self) {
        self.calls.fetch_add(1, Ordering::Relaxed);
    }

    /// Takes one retry out; false when there is none.
    pub(crate) fn take(&self, now: Instant) -> bool {
        let mut purse = self.purse.lock().unwrap_or_else(PoisonError::into_inner);
        let by_calls = self.calls.swap(0, Ordering::Relaxed).saturating_mul(self.income_per_call);
        let elapsed = now.saturating_duration_since(purse.filled);
        purse.filled = now.max(purse.filled);
        purse.held = purse
            .held
            .saturating_add(by_calls)
            .saturating_add(self.income_in(elapsed))
            .min(self.income_in(KEPT).max(KEPT_AT_LEAST * RETRY));
        let is_enough = purse.held >= RETRY;
        if is_enough {
            purse.held -= RETRY;
        }
        is_enough
    }

    fn income_in(&self, time: Duration) -> u64 {
        let microseconds = u64::try_from(time.as_micros()).unwrap_or(u64::MAX);
        self.income_per_second.saturating_mul(microseconds) / 1_000_000
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn budget(percent_of_calls: u32, per_second: u32, now: Instant) -> RetryBudget {
        let policy = RetryPolicy { percent_of_calls, per_second, ..RetryPolicy::default() };
        RetryBudget::new(&policy, now)
    }

    fn taken(budget: &RetryBudget, now: Instant) -> usize {
        (0..1_000).take_while(|_| budget.take(now)).count()
    }

    #[test]
    fn a_few_each_second_are_kept_for_a_while() {
        let now = Instant::now();
        let budget = budget(0, 3, now);
        assert_eq!(taken(&budget, now), 3);
        assert_eq!(taken(&budget, now + Duration::from_millis(1_500)), 4);
        assert_eq!(taken(&budget, now + Duration::from_secs(500)), 30, "ten seconds' worth");
    }

    #[test]
    fn calls_earn_their_share() {
        let now = Instant::now();
        let budget = budget(20, 0, now);
        assert_eq!(taken(&budget, now), 0);
        for _ in 0..14 {
            budget.note_call();
        }
        assert_eq!(taken(&budget, now), 2);
        for _ in 0..1_000 {
            budget.note_call();
        }
        assert_eq!(taken(&budget, now), 10, "no more is kept");
    }

    #[test]
    fn nothing_comes_of_nothing() {
        let now = Instant::now();
        let budget = budget(0, 0, now);
        budget.note_call();
        assert_eq!(taken(&budget, now + Duration::from_secs(100)), 0);
    }
}
