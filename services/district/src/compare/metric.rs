//! What each metric counts, in SQL. Adding a metric is adding an arm here.

use comparison::MetricKey;

/// The petitions that a metric looks at, and what it takes of them.
#[derive(Debug, Clone, Copy)]
pub struct Measure {
    /// The column with the local day that must lie in the period.
    pub day: &'static str,
    /// What else the petitions must meet.
    pub cohort: &'static str,
    /// What is counted of them.
    pub tally: Tally,
}

/// What is counted of a cohort.
#[derive(Debug, Clone, Copy)]
pub enum Tally {
    /// Those that meet a condition, of all.
    Share(&'static str),
    /// How many took how many days.
    Days(&'static str),
}

/// Merged and transferred petitions are somebody else's to answer for.
const OURS: &str = "petitions.merged_at IS NULL AND petitions.transferred_at IS NULL";

/// Ours, and solved in the present round: reopening takes the time of resolution away.
const OURS_AND_RESOLVED: &str = "petitions.merged_at IS NULL AND petitions.transferred_at IS NULL \
     AND petitions.resolved_at IS NOT NULL";

/// What a metric counts; the city's definition of the metric says it in words.
#[must_use]
pub fn measure(metric: MetricKey) -> Measure {
    match metric {
        MetricKey::ResolutionRate => Measure {
            day: "petitions.accepted_day",
            cohort: OURS,
            tally: Tally::Share("petitions.outcome = 'RESOLVED'"),
        },
        MetricKey::ReplyRate => Measure {
            day: "petitions.accepted_day",
            cohort: OURS,
            tally: Tally::Share("petitions.final_replied_at IS NOT NULL"),
        },
        MetricKey::SatisfactionRate => Measure {
            day: "petitions.rated_day",
            cohort: OURS,
            tally: Tally::Share("petitions.rating IN ('VERY_SATISFIED', 'SATISFIED')"),
        },
        MetricKey::MedianDays => Measure {
            day: "petitions.accepted_day",
            cohort: OURS_AND_RESOLVED,
            tally: Tally::Days("petitions.resolved_day - petitions.accepted_day"),
        },
    }
}
