//! Random choices that are the same for the same seed, on every machine. Only whole numbers are
//! drawn: floating point would make weights depend on rounding.

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

use super::calendar::{add_working_days, local, local_day};

/// Office hours in minutes of the day.
const OFFICE: (u32, u32) = (8 * 60 + 30, 17 * 60);

/// A source of random choices.
#[derive(Debug, Clone)]
pub struct Draw(ChaCha8Rng);

impl Draw {
    /// The choices of one part of a dataset: parts do not shift when another one changes.
    pub fn new(seed: u64, part: u64) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(part);
        Self(rng)
    }

    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: u32, high: u32) -> u32 {
        self.0.random_range(low..=high.max(low))
    }

    /// True in so many of a hundred cases.
    pub fn percent(&mut self, share: u32) -> bool {
        self.between(1, 100) <= share
    }

    /// One of several; `None` when there is none.
    pub fn pick<'a, T>(&mut self, choices: &'a [T]) -> Option<&'a T> {
        let last = u32::try_from(choices.len()).ok()?.checked_sub(1)?;
        choices.get(self.between(0, last) as usize)
    }

    /// One of several, by weight. The first when all weights are 0.
    pub fn weighted<T: Copy>(&mut self, choices: &[(T, u32)]) -> Option<T> {
        let total: u32 = choices.iter().map(|(_, weight)| weight).sum();
        let mut rest = self.between(0, total.saturating_sub(1));
        for (choice, weight) in choices {
            match rest.checked_sub(*weight) {
                Some(left) if total > 0 => rest = left,
                _ => return Some(*choice),
            }
        }
        None
    }

    /// Twelve hexadecimal digits that tell nothing.
    pub fn token(&mut self) -> String {
        format!("{:012x}", self.0.random_range(0..1_u64 << 48))
    }

    /// A moment in office hours of a day.
    pub fn office_hour(&mut self, day: NaiveDate) -> NaiveDateTime {
        let minute = self.between(OFFICE.0, OFFICE.1);
        local(day, minute)
    }

    /// A moment after another: so many working days later, or within the next hours.
    pub fn later(&mut self, than: NaiveDateTime, working_days: u32) -> NaiveDateTime {
        let day = local_day(than);
        let then = self.office_hour(add_working_days(day, working_days));
        if then > than { then } else { than + TimeDelta::minutes(i64::from(self.between(5, 90))) }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_same_seed_draws_the_same() {
        let draw = |part| {
            let mut draw = Draw::new(7, part);
            (draw.between(0, 1_000_000), draw.token())
        };
        assert_eq!(draw(1), draw(1));
        assert_ne!(draw(1), draw(2));
    }

    #[test]
    fn nothing_is_picked_from_nothing() {
        assert_eq!(Draw::new(1, 1).pick::<u8>(&[]), None);
        assert_eq!(Draw::new(1, 1).weighted::<u8>(&[]), None);
    }

    proptest! {
        #[test]
        fn what_weighs_nothing_is_not_drawn(seed: u64) {
            let drawn = Draw::new(seed, 0).weighted(&[('a', 0), ('b', 3), ('c', 0), ('d', 1)]);
            prop_assert!(matches!(drawn, Some('b' | 'd')));
        }

        #[test]
        fn later_is_later(seed: u64, minute in 0_u32..1440, day in 0_u64..700, wait in 0_u32..40) {
            let start = NaiveDate::from_ymd_opt(2022, 1, 1).expect("a date");
            let at = local(start + chrono::Days::new(day), minute);
            prop_assert!(Draw::new(seed, 0).later(at, wait) > at);
        }
    }
}
