//! Counts the calls of the last seconds and the failures among them, in slots that are forgotten
//! one by one.

use std::time::Duration;

use tokio::time::Instant;

use super::Health;
use crate::BreakerPolicy;

const SLOTS: usize = 10;

#[derive(Debug, Clone, Copy, Default)]
struct Slot {
    calls: u64,
    failures: u64,
}

/// The calls of the last seconds.
#[derive(Debug)]
pub(super) struct Window {
    slots: [Slot; SLOTS],
    slot_time: Duration,
    begun: Instant,
    /// How many slots had passed since the beginning when the last call was counted.
    passed: u128,
}

impl Window {
    pub(super) fn new(time: Duration, now: Instant) -> Self {
        let slot_time = (time / SLOTS as u32).max(Duration::from_millis(1));
        Self { slots: Default::default(), slot_time, begun: now, passed: 0 }
    }

    pub(super) fn count(&mut self, health: Health, now: Instant) {
        let elapsed = now.saturating_duration_since(self.begun);
        let passed = (elapsed.as_nanos() / self.slot_time.as_nanos()).max(self.passed);
        let stale = (passed - self.passed).min(SLOTS as u128);
        for step in 0..stale {
            self.slots[place(passed - step)] = Slot::default();
        }
        self.passed = passed;
        let slot = &mut self.slots[place(passed)];
        slot.calls += 1;
        slot.failures += u64::from(health == Health::Ill);
    }

    /// Whether so many calls have failed that the breaker opens.
    pub(super) fn is_bad(&self, policy: &BreakerPolicy) -> bool {
        let calls: u64 = self.slots.iter().map(|slot| slot.calls).sum();
        let failures: u64 = self.slots.iter().map(|slot| slot.failures).sum();
        calls >= u64::from(policy.min_calls)
            && failures * 100 >= calls * u64::from(policy.failure_percent)
    }
}

/// Where a slot stands.
fn place(passed: u128) -> usize {
    (passed % SLOTS as u128) as usize
}
