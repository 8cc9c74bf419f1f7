//! Durations in whole days as counts, the form in which medians and percentiles merge: bins of
//! equal days are added up. Percentiles themselves are made in the city.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// How many durations took how many days: bins 0 to 730, and one bin for everything longer.
///
/// On the wire it is a list of `[bin, count]` pairs, sorted by bin, each bin at most once.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "Vec<(i64, i64)>", try_from = "Vec<(i64, i64)>")]
pub struct DayHistogram {
    counts: BTreeMap<u16, u64>,
    total: u64,
}

/// Why pairs are not a histogram.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum HistogramError {
    /// A pair whose bin does not exist.
    #[error("the histogram has a bin {0}; bins are 0 to {max}", max = DayHistogram::LONGER)]
    Bin(i64),
    /// A pair whose count is negative.
    #[error("the histogram has a negative count in bin {0}")]
    Negative(u16),
    /// More durations than can be counted.
    #[error("the counts of the histogram are too large")]
    TooLarge,
}

impl DayHistogram {
    /// The bin of everything longer than two years.
    pub const LONGER: u16 = 731;

    /// The bin of a duration. A negative one, of clocks set back, is taken for 0 days.
    #[must_use]
    pub fn bin_of(days: i64) -> u16 {
        let longer = i64::from(Self::LONGER);
        u16::try_from(days.clamp(0, longer)).unwrap_or(Self::LONGER)
    }

    /// Reads `[bin, count]` pairs, in any order; counts of equal bins are added.
    ///
    /// # Errors
    /// [`HistogramError`] for a bin that does not exist, a negative count, or too large counts.
    pub fn from_pairs(pairs: impl IntoIterator<Item = (i64, i64)>) -> Result<Self, HistogramError> {
        let mut histogram = Self::default();
        for (bin, count) in pairs {
            let bin = checked_bin(bin)?;
            let count = u64::try_from(count).map_err(|_| HistogramError::Negative(bin))?;
            histogram.add(bin, count)?;
        }
        Ok(histogram)
    }

    /// The `[bin, count]` pairs, sorted by bin, without empty bins.
    pub fn pairs(&self) -> impl Iterator<Item = (u16, u64)> + '_ {
        self.counts.iter().map(|(bin, count)| (*bin, *count))
    }

    /// Adds the counts of another histogram.
    ///
    /// # Errors
    /// [`HistogramError::TooLarge`].
    pub fn merge(&mut self, other: &Self) -> Result<(), HistogramError> {
        other.pairs().try_for_each(|(bin, count)| self.add(bin, count))
    }

    /// How many durations are counted.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.total
    }

    /// The bin of the duration that stands at `rank` when all are sorted, counted from 1.
    #[must_use]
    pub fn at_rank(&self, rank: u64) -> Option<u16> {
        let mut seen = 0;
        self.pairs().find_map(|(bin, count)| {
            seen += count;
            (rank >= 1 && seen >= rank).then_some(bin)
        })
    }

    fn add(&mut self, bin: u16, count: u64) -> Result<(), HistogramError> {
        if count == 0 {
            return Ok(());
        }
        // The total bounds every bin, and is kept within what the wire can carry.
        let total = self.total.checked_add(count).filter(|total| *total <= i64::MAX as u64);
        self.total = total.ok_or(HistogramError::TooLarge)?;
        *self.counts.entry(bin).or_default() += count;
        Ok(())
    }
}

fn checked_bin(bin: i64) -> Result<u16, HistogramError> {
    u16::try_from(bin)
        .ok()
        .filter(|bin| *bin <= DayHistogram::LONGER)
        .ok_or(HistogramError::Bin(bin))
}

impl FromIterator<i64> for DayHistogram {
    /// Counts durations, given in whole days.
    fn from_iter<I: IntoIterator<Item = i64>>(days: I) -> Self {
        let mut histogram = Self::default();
        for days in days {
            *histogram.counts.entry(Self::bin_of(days)).or_default() += 1;
            histogram.total += 1;
        }
        histogram
    }
}

impl TryFrom<Vec<(i64, i64)>> for DayHistogram {
    type Error = HistogramError;

    fn try_from(pairs: Vec<(i64, i64)>) -> Result<Self, HistogramError> {
        Self::from_pairs(pairs)
    }
}

impl From<DayHistogram> for Vec<(i64, i64)> {
    fn from(histogram: DayHistogram) -> Self {
        // No count is beyond `i64`, as `add` sees to it.
        histogram
            .pairs()
            .map(|(bin, count)| (i64::from(bin), i64::try_from(count).unwrap_or(i64::MAX)))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn long_durations_share_a_bin() {
        let histogram: DayHistogram = [0, -3, 730, 731, 10_000].into_iter().collect();
        assert_eq!(histogram.pairs().collect::<Vec<_>>(), [(0, 2), (730, 1), (731, 2)]);
        assert_eq!(histogram.total(), 5);
    }

    #[test]
    fn ranks_start_at_one_and_end_at_the_total() {
        let histogram: DayHistogram = [5, 1, 1].into_iter().collect();
        let ranks: Vec<_> = (0..=4).map(|rank| histogram.at_rank(rank)).collect();
        assert_eq!(ranks, [None, Some(1), Some(1), Some(5), None]);
    }

    #[test]
    fn what_is_no_histogram_is_refused() {
        use HistogramError as Error;
        assert_eq!(DayHistogram::from_pairs([(732, 1)]), Err(Error::Bin(732)));
        assert_eq!(DayHistogram::from_pairs([(-1, 1)]), Err(Error::Bin(-1)));
        assert_eq!(DayHistogram::from_pairs([(3, -1)]), Err(Error::Negative(3)));
        assert_eq!(DayHistogram::from_pairs([(3, i64::MAX), (4, 1)]), Err(Error::TooLarge));
    }

    proptest! {
        #[test]
        fn merging_is_counting_the_union(a in prop::collection::vec(-5i64..900, 0..40), b in prop::collection::vec(-5i64..900, 0..40)) {
            let mut merged: DayHistogram = a.iter().copied().collect();
            merged.merge(&b.iter().copied().collect()).expect("few durations");
            prop_assert_eq!(merged, a.into_iter().chain(b).collect());
        }

        #[test]
        fn the_wire_form_is_read_back(days in prop::collection::vec(0i64..900, 0..40)) {
            let histogram: DayHistogram = days.into_iter().collect();
            let json = serde_json::to_string(&histogram).expect("plain data");
            let read: DayHistogram = serde_json::from_str(&json).expect("own wire form");
            prop_assert_eq!(read, histogram);
        }

        #[test]
        fn a_rank_is_a_place_in_the_sorted_days(mut days in prop::collection::vec(0i64..730, 1..40), place in any::<prop::sample::Index>()) {
            let histogram: DayHistogram = days.iter().copied().collect();
            days.sort_unstable();
            let place = place.index(days.len());
            prop_assert_eq!(histogram.at_rank(place as u64 + 1).map(i64::from), Some(days[place]));
        }
    }
}
