//! The mergeable parts of a comparison, as they travel from the districts through the gateway to
//! the city. Parts that agree in metric, key, split and period are one part whose counts are added.

use serde::{Deserialize, Serialize};

use crate::{DayHistogram, MetricKey};

/// What one or several districts counted for one metric and one row.
///
/// Both sides declare it in their schemas like this, the district with merge laws, the city with
/// `@external` fields:
///
/// ```graphql
/// type Part @inaccessible {
///   metric: MetricKey!      key: ID!            label: LocalizedText
///   split: ID               period: String
///   numerator: Int          denominator: Int!   histogram: [[Int!]!]
/// }
/// ```
///
/// A district sends a part for every row that its cohort has a case in, and may send parts whose
/// denominator is 0; a row that has no part has no cases.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Part {
    /// What was counted.
    pub metric: MetricKey,
    /// The row: a district code, the id of a delegation, or a category code.
    pub key: String,
    /// The name of the row, where the city does not know it from its reference data.
    #[serde(default)]
    pub label: Option<Label>,
    /// The column within the row, when the comparison is split.
    #[serde(default)]
    pub split: Option<String>,
    /// The part of the period, such as `2023Q3`; absent for the whole period.
    #[serde(default)]
    pub period: Option<String>,
    /// The cases that count, of those in the denominator; absent for durations.
    #[serde(default)]
    pub numerator: Option<i64>,
    /// The cases that are looked at. For durations, the number of cases in the histogram.
    pub denominator: i64,
    /// For durations: how many cases took how many days.
    #[serde(default)]
    pub histogram: Option<DayHistogram>,
}

/// A name in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_read_as_the_gateway_sends_it() {
        let json = r#"{
            "__typename": "Part", "metric": "MEDIAN_DAYS", "key": "WATER_SUPPLY", "label": null,
            "split": null, "period": null, "numerator": null, "denominator": 3, "histogram": [[2, 1], [9, 2]]
        }"#;
        let part: Part = serde_json::from_str(json).expect("a valid part");
        assert_eq!(part.metric, MetricKey::MedianDays);
        assert_eq!(part.histogram.map(|days| days.total()), Some(3));
    }

    #[test]
    fn a_part_without_a_denominator_is_refused() {
        assert!(
            serde_json::from_str::<Part>(r#"{"metric": "REPLY_RATE", "key": "231004"}"#).is_err()
        );
    }
}
