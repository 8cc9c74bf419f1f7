//! The parts of a comparison as the schema declares them: fields of the districts, which the city
//! only reads in representations. Clients never see them: the districts' schema hides the field
//! that leads here, as federation lets only the owner of a field do.

use async_graphql::{ID, SimpleObject};
use comparison::{MetricKey, Part};
use subgraph_server::graphql::LocalizedText;

/// What districts counted for one metric and one row.
#[derive(SimpleObject)]
#[graphql(name = "Part", inaccessible)]
pub struct ExternalPart {
    /// What was counted.
    #[graphql(external)]
    metric: MetricKey,
    /// The row.
    #[graphql(external)]
    key: ID,
    /// The name of the row, where only the district knows it.
    #[graphql(external)]
    label: Option<LocalizedText>,
    /// The part of the row, when the comparison is split.
    #[graphql(external)]
    split: Option<ID>,
    /// The part of the period; null for the whole.
    #[graphql(external)]
    period: Option<String>,
    /// The cases that count.
    #[graphql(external)]
    numerator: Option<i64>,
    /// The cases that were looked at.
    #[graphql(external)]
    denominator: i64,
    /// How many cases took how many days: pairs of a bin and a count.
    #[graphql(external)]
    histogram: Option<Vec<Vec<i64>>>,
}

impl From<&Part> for ExternalPart {
    fn from(part: &Part) -> Self {
        let histogram = part.histogram.clone().map(Vec::<(i64, i64)>::from);
        let lists = |pairs: Vec<(i64, i64)>| {
            pairs.into_iter().map(|(bin, count)| vec![bin, count]).collect()
        };
        Self {
            metric: part.metric,
            key: ID::from(&part.key),
            label: part.label.as_ref().map(|label| LocalizedText::new(&label.zh, &label.en)),
            split: part.split.as_ref().map(ID::from),
            period: part.period.clone(),
            numerator: part.numerator,
            denominator: part.denominator,
            histogram: histogram.map(lists),
        }
    }
}
