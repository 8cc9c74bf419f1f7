//! The metrics that `compare` knows by name. A new one is a value here, its cohort and counts in
//! the district, and its definition in the city.

use async_graphql::Enum;
use serde::{Deserialize, Serialize};

use crate::enum_text::enum_text;

/// What is measured. `definitions` of a comparison says what each metric counts.
#[derive(
    Enum, Serialize, Deserialize, Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum MetricKey {
    /// Accepted petitions that are resolved, of all accepted in the period, in percent.
    ResolutionRate,
    /// Accepted petitions with a final reply, of all accepted in the period, in percent.
    ReplyRate,
    /// Ratings of satisfied or better, of all ratings given in the period, in percent.
    SatisfactionRate,
    /// Half of the resolved petitions took at most this many days from acceptance to resolution.
    MedianDays,
}

enum_text!(MetricKey);
