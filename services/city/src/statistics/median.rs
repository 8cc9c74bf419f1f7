//! The median of durations in days, with its 95 % interval from order statistics.
//!
//! **Median**: of an odd number of cases the duration in the middle, of an even number the mean of
//! the two in the middle, so that half days appear. The last bin of a histogram is open ("longer
//! than 730 days"): when the middle lies in it, the median is only known to be beyond.
//!
//! **Interval**: the durations at the ranks *l* and *n + 1 − l*, where *l* is the largest rank with
//! P(B < l) ≤ 2.5 % for a binomial B of *n* cases and one half. It supposes nothing about how the
//! durations are spread. Fewer than six cases have none, as even their range covers too little.

use comparison::DayHistogram;

use super::{Interval, Z_95};

/// How likely the median may lie beyond one end of its interval.
const TAIL: f64 = 0.025;

/// Up to so many cases the binomial is summed, as 0.5ⁿ is still a normal number; beyond, its
/// normal approximation with continuity correction gives the rank to within one.
const EXACT_CASES: u64 = 1_000;

/// What is known of the middle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Median {
    /// In days; half days occur.
    Days(f64),
    /// In the open last bin.
    BeyondLastBin,
}

/// The median of at least one duration.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MedianDays {
    /// The median itself.
    pub median: Median,
    /// Its 95 % interval, when there are cases enough. An end in the open last bin is absent; when
    /// even the lower end is there, so is the interval.
    pub interval: Option<Interval>,
}

impl MedianDays {
    /// The median of a histogram; `None` when it is empty.
    #[must_use]
    pub fn of(histogram: &DayHistogram) -> Option<Self> {
        let cases = histogram.total();
        let lower = histogram.at_rank(cases.div_ceil(2))?;
        let upper = histogram.at_rank(cases / 2 + 1)?;
        let median = match (days(lower), days(upper)) {
            (Some(lower), Some(upper)) => Median::Days((lower + upper) / 2.0),
            _ => Median::BeyondLastBin,
        };
        Some(Self { median, interval: interval(histogram) })
    }
}

/// The days of a bin; `None` for the open last one.
fn days(bin: u16) -> Option<f64> {
    (bin < DayHistogram::LONGER).then(|| f64::from(bin))
}

fn interval(histogram: &DayHistogram) -> Option<Interval> {
    let cases = histogram.total();
    let rank = lower_rank(cases)?;
    let low = days(histogram.at_rank(rank)?)?;
    Some(Interval { low, high: histogram.at_rank(cases + 1 - rank).and_then(days) })
}

/// The largest rank `l` with P(B < l) ≤ [`TAIL`]; `None` when that is no rank.
fn lower_rank(cases: u64) -> Option<u64> {
    let rank = if cases <= EXACT_CASES { rank_by_sum(cases) } else { rank_by_approximation(cases) };
    (rank > 0).then_some(rank)
}

fn rank_by_sum(cases: u64) -> u64 {
    let mut probability = 0.5_f64.powf(cases as f64);
    let mut below = 0.0;
    let mut rank = 0;
    while below + probability <= TAIL {
        below += probability;
        rank += 1;
        probability *= (cases - rank + 1) as f64 / rank as f64;
    }
    rank
}

fn rank_by_approximation(cases: u64) -> u64 {
    let cases = cases as f64;
    ((cases + 1.0 - Z_95 * cases.sqrt()) / 2.0).floor() as u64
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;

    fn median_of(days: &[i64]) -> Option<MedianDays> {
        MedianDays::of(&days.iter().copied().collect())
    }

    fn middle(days: &[i64]) -> Option<Median> {
        median_of(days).map(|median| median.median)
    }

    fn ends(days: impl Iterator<Item = i64>) -> Option<(f64, Option<f64>)> {
        MedianDays::of(&days.collect())?.interval.map(|interval| (interval.low, interval.high))
    }

    #[test]
    fn the_middle_or_the_mean_of_the_two_middles() {
        assert_eq!(middle(&[]), None);
        assert_eq!(middle(&[7]), Some(Median::Days(7.0)));
        assert_eq!(middle(&[9, 1, 4]), Some(Median::Days(4.0)));
        assert_eq!(middle(&[1, 4, 5, 100]), Some(Median::Days(4.5)));
    }

    #[test]
    fn a_middle_in_the_open_bin_is_only_known_to_be_beyond() {
        assert_eq!(middle(&[1, 900, 900]), Some(Median::BeyondLastBin));
        assert_eq!(middle(&[1, 2, 900, 900]), Some(Median::BeyondLastBin));
        assert_eq!(middle(&[1, 730, 730, 900]), Some(Median::Days(730.0)));
    }

    /// Ranks from published tables of the 95 % interval of a median.
    #[test]
    fn tabulated_ranks_come_out() {
        let table = [
            (5, None),
            (6, Some(1)),
            (10, Some(2)),
            (20, Some(6)),
            (50, Some(18)),
            (100, Some(40)),
        ];
        for (cases, rank) in table {
            assert_eq!(lower_rank(cases), rank, "of {cases} cases");
        }
    }

    #[test]
    fn the_interval_is_made_of_two_durations() {
        assert_eq!(ends(1..=5), None);
        assert_eq!(ends(1..=10), Some((2.0, Some(9.0))));
        assert_eq!(ends((1..=10).map(|day| if day > 8 { 900 } else { day })), Some((2.0, None)));
        assert_eq!(ends(std::iter::repeat_n(900, 10)), None);
    }

    #[test]
    fn sum_and_approximation_agree_where_they_meet() {
        for cases in 100..=EXACT_CASES {
            let (sum, near) = (rank_by_sum(cases), rank_by_approximation(cases));
            assert!(sum.abs_diff(near) <= 1, "{sum} and {near} of {cases} cases");
        }
    }

    proptest! {
        #[test]
        fn the_interval_holds_the_median(days in vec(0i64..731, 1..300)) {
            let found = median_of(&days).expect("a case");
            let Median::Days(middle) = found.median else { panic!("no long durations") };
            if let Some(Interval { low, high }) = found.interval {
                prop_assert!(low <= middle && high.is_some_and(|high| middle <= high));
            }
        }

        #[test]
        fn half_of_the_cases_lie_on_either_side(days in vec(0i64..731, 1..100)) {
            let Some(Median::Days(middle)) = middle(&days) else { panic!("no long durations") };
            let below = days.iter().filter(|day| (**day as f64) < middle).count();
            let above = days.iter().filter(|day| (**day as f64) > middle).count();
            prop_assert!(2 * below <= days.len() && 2 * above <= days.len());
        }

        #[test]
        fn the_rank_leaves_at_most_the_tail_outside(cases in 6u64..60) {
            // Counted in whole numbers: C(n, 0) + … + C(n, l − 1) of 2ⁿ.
            let choose = |k: u64| (0..k).fold(1u128, |c, i| c * u128::from(cases - i) / u128::from(i + 1));
            let beyond = |rank: u64| (0..rank).map(choose).sum::<u128>() as f64 / 2f64.powf(cases as f64);
            let rank = lower_rank(cases).expect("six cases or more");
            prop_assert!(beyond(rank) <= TAIL && beyond(rank + 1) > TAIL);
        }
    }
}
