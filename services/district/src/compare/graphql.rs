//! `compare` as a district answers it. Its parts are added to those of other districts by the
//! gateway, and read by the city; clients see neither.

use std::collections::BTreeMap;

use async_graphql::{Context, ID, Object, SimpleObject};
use comparison::{
    DayHistogram, Dimension, HistogramError, MetricKey, PeriodInput, Question, ScopeInput,
};
use contract::{Coded, ErrorCode};
use subgraph_server::{
    Result,
    graphql::{Coverage, LocalizedText, MergeLaw, by, merge},
};
use thiserror::Error;

use super::{
    metric::{self, Tally},
    queries::{self, Group},
};
use crate::{
    request::{Chosen, RequestContext},
    text::localized,
};

/// The root field of comparisons.
#[derive(Default)]
pub struct CompareQuery;

#[Object]
impl CompareQuery {
    /// Districts, delegations or categories side by side, by what was counted in a period.
    #[graphql(directive = merge::apply(MergeLaw::Object, None))]
    async fn compare(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is measured.")] metrics: Vec<MetricKey>,
        #[graphql(name = "by", desc = "What a row stands for.")] dimension: Dimension,
        #[graphql(desc = "Which districts are compared.")] scope: ScopeInput,
        #[graphql(desc = "When the cases fell.")] period: PeriodInput,
    ) -> Result<Comparison> {
        let districts = &RequestContext::of(ctx)?.districts;
        let chosen = districts.choose(scope.districts.clone())?;
        let question = Question::new(metrics, dimension, scope, period)?;
        Ok(Comparison { question, chosen })
    }

    /// The comparison whose question this is: the id says all that was asked.
    #[graphql(entity)]
    async fn comparison_by_id(&self, ctx: &Context<'_>, id: ID) -> Result<Comparison> {
        let districts = &RequestContext::of(ctx)?.districts;
        let question: Question = id.parse()?;
        let chosen = districts
            .choose(question.scope().districts().map(|codes| codes.iter().cloned().collect()))?;
        Ok(Comparison { question, chosen })
    }
}

/// Districts, delegations or categories side by side.
pub struct Comparison {
    question: Question,
    chosen: Chosen,
}

/// Districts, delegations or categories side by side.
#[Object]
impl Comparison {
    /// The question, as text. The same question has the same id.
    #[graphql(directive = merge::apply(MergeLaw::Same, None))]
    async fn id(&self) -> ID {
        ID::from(self.question.id())
    }

    /// What was counted.
    #[graphql(
        inaccessible,
        directive = merge::apply(MergeLaw::Grouped, by(&["metric", "key", "split", "period"]))
    )]
    async fn parts(&self, ctx: &Context<'_>) -> Result<Vec<Part>> {
        let mut db = RequestContext::of(ctx)?.connection().await?;
        let groups = queries::groups(&mut db, &self.question, self.chosen.to_narrow_by()).await?;
        Ok(parts(groups)?)
    }

    /// Which districts the comparison is made of.
    #[graphql(directive = merge::apply(MergeLaw::Coverage, None))]
    async fn coverage(&self) -> Coverage {
        self.chosen.coverage()
    }
}

/// What was counted for one metric and one row.
#[derive(SimpleObject, Debug, Clone, PartialEq, Eq)]
#[graphql(inaccessible)]
pub struct Part {
    /// What was counted.
    metric: MetricKey,
    /// The row.
    key: ID,
    /// The name of the row, where only the district knows it.
    #[graphql(directive = merge::apply(MergeLaw::Same, None))]
    label: Option<LocalizedText>,
    /// The part of the row, when the comparison is split.
    split: Option<ID>,
    /// The part of the period; null for the whole.
    period: Option<String>,
    /// The cases that count; null for durations.
    #[graphql(directive = merge::apply(MergeLaw::Sum, None))]
    numerator: Option<i64>,
    /// The cases that were looked at.
    #[graphql(directive = merge::apply(MergeLaw::Sum, None))]
    denominator: i64,
    /// How many cases took how many days: pairs of a bin and a count.
    #[graphql(directive = merge::apply(MergeLaw::Histogram, None))]
    histogram: Option<Vec<Vec<i64>>>,
}

/// Why groups are no parts: a defect.
#[derive(Debug, Error)]
pub enum PartError {
    /// The statement named a metric that there is not.
    #[error("the statement gave an unknown metric")]
    Metric(#[from] comparison::UnknownName),
    /// Counts that are no histogram.
    #[error("the statement gave counts that are no histogram")]
    Histogram(#[from] HistogramError),
}

impl Coded for PartError {
    fn code(&self) -> ErrorCode {
        ErrorCode::Internal
    }
}

/// The parts that groups come to: a histogram comes in one group for each number of days.
///
/// # Errors
/// [`PartError`].
pub fn parts(groups: Vec<Group>) -> std::result::Result<Vec<Part>, PartError> {
    let mut rows: BTreeMap<(MetricKey, String), Vec<Group>> = BTreeMap::new();
    for group in groups {
        rows.entry((group.metric.parse()?, group.key.clone())).or_default().push(group);
    }
    rows.into_iter().map(|((metric, key), groups)| part(metric, &key, &groups)).collect()
}

fn part(metric: MetricKey, key: &str, groups: &[Group]) -> std::result::Result<Part, PartError> {
    let total = |count: fn(&Group) -> i64| groups.iter().map(count).sum::<i64>();
    let (numerator, histogram) = match metric::measure(metric).tally {
        Tally::Share(_) => (Some(total(|group| group.numerator)), None),
        Tally::Days(_) => (None, Some(histogram(groups)?)),
    };
    let label = groups.first();
    Ok(Part {
        metric,
        key: ID::from(key),
        label: label.and_then(|it| localized(it.label_zh.as_ref(), it.label_en.as_ref())),
        split: None,
        period: None,
        numerator,
        denominator: total(|group| group.denominator),
        histogram,
    })
}

fn histogram(groups: &[Group]) -> std::result::Result<Vec<Vec<i64>>, HistogramError> {
    let bins = groups.iter().filter_map(|group| {
        let days = i64::from(group.days?);
        Some((i64::from(DayHistogram::bin_of(days)), group.denominator))
    });
    let histogram = DayHistogram::from_pairs(bins)?;
    Ok(Vec::<(i64, i64)>::from(histogram).into_iter().map(|(bin, n)| vec![bin, n]).collect())
}
