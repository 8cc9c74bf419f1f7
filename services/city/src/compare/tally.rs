//! Adds up parts, and makes cells of the sums. Whatever way the parts were merged before they came,
//! the sums are the same.

use comparison::{DayHistogram, HistogramError, MetricKey, Part};
use contract::{Coded, ErrorCode};
use subgraph_server::graphql::LocalizedText;
use thiserror::Error;

use super::table::{Cell, ComputationState};
use crate::{
    metrics::{Statistic, definition},
    statistics::{Interval, Median, MedianDays, Rate, one_decimal},
};

/// Why the parts of an answer cannot be trusted. It is a defect of a district or of the gateway.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PartError {
    /// A metric that was not asked for.
    #[error("a part of {0} was sent, which was not asked for")]
    NotAsked(MetricKey),
    /// A negative count, more hits than cases, or a count that is missing.
    #[error("a part of {metric} for `{key}` has counts that cannot be")]
    Counts {
        /// The metric.
        metric: MetricKey,
        /// The row.
        key: String,
    },
    /// The counts of a histogram.
    #[error("the durations of {metric} cannot be added up")]
    Histogram {
        /// The metric.
        metric: MetricKey,
        /// What is wrong.
        #[source]
        source: HistogramError,
    },
}

impl Coded for PartError {
    fn code(&self) -> ErrorCode {
        ErrorCode::Internal
    }
}

/// The sum of some parts of one metric.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Tally {
    numerator: u64,
    denominator: u64,
    histogram: DayHistogram,
}

impl Tally {
    /// Adds a part.
    ///
    /// # Errors
    /// [`PartError`] when the part contradicts itself, or the sum is too large to count.
    pub fn add(&mut self, part: &Part) -> Result<(), PartError> {
        let impossible = || PartError::Counts { metric: part.metric, key: part.key.clone() };
        let denominator = u64::try_from(part.denominator).map_err(|_| impossible())?;
        match definition(part.metric).statistic {
            Statistic::Rate => {
                let numerator = part.numerator.and_then(|count| u64::try_from(count).ok());
                let numerator = numerator.filter(|count| *count <= denominator);
                let numerator = numerator.ok_or_else(impossible)?;
                self.numerator = self.numerator.checked_add(numerator).ok_or_else(impossible)?;
            }
            Statistic::MedianDays => {
                let histogram = part.histogram.as_ref().ok_or_else(impossible)?;
                if histogram.total() != denominator {
                    return Err(impossible());
                }
                let failed = |source| PartError::Histogram { metric: part.metric, source };
                self.histogram.merge(histogram).map_err(failed)?;
            }
        }
        self.denominator = self.denominator.checked_add(denominator).ok_or_else(impossible)?;
        Ok(())
    }

    /// The cell of a metric that these are the cases of.
    #[must_use]
    pub fn cell(&self, metric: MetricKey, split: Option<String>) -> Cell {
        let cell = Cell {
            denominator: Some(self.denominator),
            ..Cell::without_value(metric, split, ComputationState::Insufficient)
        };
        match definition(metric).statistic {
            Statistic::Rate => self.rate_cell(cell),
            Statistic::MedianDays => self.median_cell(cell),
        }
    }

    fn rate_cell(&self, cell: Cell) -> Cell {
        let cell = Cell { numerator: Some(self.numerator), ..cell };
        match Rate::new(self.numerator, self.denominator) {
            None => Cell { note: Some(no_cases()), ..cell },
            Some(rate) => {
                let Interval { low, high } = rate.interval();
                let value = Some(rate.percent());
                Cell { value, low: Some(low), high, state: ComputationState::Ok, ..cell }
            }
        }
    }

    fn median_cell(&self, cell: Cell) -> Cell {
        let Some(found) = MedianDays::of(&self.histogram) else {
            return Cell { note: Some(no_cases()), ..cell };
        };
        let low = found.interval.map(|interval| interval.low);
        let high = found.interval.and_then(|interval| interval.high);
        let cell = Cell { low, high, ..cell };
        match found.median {
            Median::Days(days) => {
                Cell { value: Some(one_decimal(days)), state: ComputationState::Ok, ..cell }
            }
            Median::BeyondLastBin => Cell { note: Some(beyond_last_bin()), ..cell },
        }
    }
}

fn no_cases() -> LocalizedText {
    LocalizedText::new("没有可计的事项", "there are no cases")
}

fn beyond_last_bin() -> LocalizedText {
    let longest = DayHistogram::LONGER - 1;
    LocalizedText::new(
        format!("中位数超过{longest}天"),
        format!("the median is longer than {longest} days"),
    )
}
