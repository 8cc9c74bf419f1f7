//! A rate with its 95 % interval by Wilson's score method, which stays within 0 and 100 % and is
//! honest about small numbers: 5 of 5 is 100 %, with an interval from 56.6 %.

use super::{Interval, Z_95, one_decimal, percent};

/// So many of so many. There is at least one case, and no more hits than cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    numerator: u64,
    denominator: u64,
}

impl Rate {
    /// A rate; `None` when there is no case, or there are more hits than cases.
    #[must_use]
    pub fn new(numerator: u64, denominator: u64) -> Option<Self> {
        (denominator > 0 && numerator <= denominator).then_some(Self { numerator, denominator })
    }

    /// The rate in percent, to one decimal.
    #[must_use]
    pub fn percent(self) -> f64 {
        percent(self.numerator, self.denominator).unwrap_or_default()
    }

    /// The 95 % interval in percent, to one decimal.
    #[must_use]
    pub fn interval(self) -> Interval {
        let (low, high) = self.wilson();
        Interval { low: one_decimal(100.0 * low), high: Some(one_decimal(100.0 * high)) }
    }

    /// Wilson's score interval, as fractions of 1.
    fn wilson(self) -> (f64, f64) {
        let cases = self.denominator as f64;
        let rate = self.numerator as f64 / cases;
        let z2 = Z_95 * Z_95;
        let centre = rate + z2 / (2.0 * cases);
        let reach = Z_95 * (rate * (1.0 - rate) / cases + z2 / (4.0 * cases * cases)).sqrt();
        let scale = 1.0 + z2 / cases;
        // The ends are exact at 0 and at all of the cases; elsewhere only the last bits are cut.
        (((centre - reach) / scale).clamp(0.0, rate), ((centre + reach) / scale).clamp(rate, 1.0))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(numerator: u64, denominator: u64) -> (f64, f64, f64) {
        let rate = Rate::new(numerator, denominator).expect("a rate");
        let Interval { low, high } = rate.interval();
        (rate.percent(), low, high.expect("rates have both ends"))
    }

    #[test]
    fn published_intervals_come_out() {
        assert_eq!(shown(85, 90), (94.4, 87.6, 97.6));
        assert_eq!(shown(5, 5), (100.0, 56.6, 100.0));
        assert_eq!(shown(0, 5), (0.0, 0.0, 43.4));
        assert_eq!(shown(90, 90), (100.0, 95.9, 100.0));
        assert_eq!(shown(1, 1), (100.0, 20.7, 100.0));
    }

    #[test]
    fn what_is_no_rate_is_refused() {
        assert_eq!(Rate::new(0, 0), None);
        assert_eq!(Rate::new(6, 5), None);
    }

    fn rate() -> impl Strategy<Value = Rate> {
        (0u64..5_000, 0u64..5_000)
            .prop_filter_map("a case", |(hits, misses)| Rate::new(hits, hits + misses))
    }

    proptest! {
        #[test]
        fn the_interval_holds_the_rate_and_stays_in_range(rate in rate()) {
            let (low, high) = rate.wilson();
            let point = rate.numerator as f64 / rate.denominator as f64;
            prop_assert!(0.0 <= low && low <= point && point <= high && high <= 1.0);
            let (value, low, high) = shown(rate.numerator, rate.denominator);
            prop_assert!(0.0 <= low && low <= value && value <= high && high <= 100.0);
        }

        #[test]
        fn more_cases_of_the_same_rate_narrow_it(rate in rate(), times in 2u64..10) {
            let more = Rate::new(rate.numerator * times, rate.denominator * times).expect("a rate");
            let width = |rate: Rate| { let (low, high) = rate.wilson(); high - low };
            prop_assert!(width(more) < width(rate));
        }

        #[test]
        fn the_interval_of_the_misses_is_the_mirror(rate in rate()) {
            let misses = Rate::new(rate.denominator - rate.numerator, rate.denominator).expect("a rate");
            let ((low, high), (mirror_low, mirror_high)) = (rate.wilson(), misses.wilson());
            prop_assert!((low - (1.0 - mirror_high)).abs() < 1e-9);
            prop_assert!((high - (1.0 - mirror_low)).abs() < 1e-9);
        }

        #[test]
        fn the_ends_solve_the_score_equation(rate in rate()) {
            // At either end the observed rate is exactly z standard errors away.
            let point = rate.numerator as f64 / rate.denominator as f64;
            let (low, high) = rate.wilson();
            for end in [low, high].into_iter().filter(|end| (1e-6..1.0 - 1e-6).contains(end)) {
                let error = (end * (1.0 - end) / rate.denominator as f64).sqrt();
                prop_assert!(((point - end).abs() / error - Z_95).abs() < 1e-5);
            }
        }
    }
}
