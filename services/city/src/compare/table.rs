//! From merged parts to rows: which rows there are, what they are called, and which cells they
//! have. A missing district is a row without values, never a row of zeros.

use std::collections::{BTreeMap, BTreeSet};

use async_graphql::Enum;
use comparison::{Dimension, MetricKey, Part, Question};
use contract::coverage::MissingReason;
use subgraph_server::graphql::{Coverage, DistrictCode, LocalizedText, MissingPartition};

use super::{
    reference::Reference,
    tally::{PartError, Tally},
};

/// Everything that a comparison is computed from.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// What was asked.
    pub question: Question,
    /// What the districts counted, merged by the gateway.
    pub parts: Vec<Part>,
    /// Which districts that is.
    pub coverage: Coverage,
}

impl Answer {
    /// The districts that were asked and did not answer.
    pub(super) fn missing(&self) -> BTreeSet<DistrictCode> {
        self.coverage.missing.iter().map(|missing| missing.code.clone()).collect()
    }
}

/// Whether a cell has a value, and if not, why.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum ComputationState {
    /// The value is computed.
    Ok,
    /// The value is withheld, because it would say too much about few people.
    Suppressed,
    /// The district answered, but its cases do not give a value; mostly because there are none.
    Insufficient,
    /// The district does not record this.
    NotReported,
    /// The district did not answer.
    Unavailable,
}

/// One value with what it is made of.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// What was measured.
    pub metric: MetricKey,
    /// The column within the row, when the comparison is split.
    pub split: Option<String>,
    /// Percent, or days.
    pub value: Option<f64>,
    /// The cases that count.
    pub numerator: Option<u64>,
    /// The cases that were looked at.
    pub denominator: Option<u64>,
    /// The lower end of the interval.
    pub low: Option<f64>,
    /// The upper end of the interval.
    pub high: Option<f64>,
    /// Whether there is a value.
    pub state: ComputationState,
    /// What else there is to say.
    pub note: Option<LocalizedText>,
}

impl Cell {
    /// A cell that has nothing yet.
    pub(super) fn without_value(
        metric: MetricKey,
        split: Option<String>,
        state: ComputationState,
    ) -> Self {
        let (value, numerator, denominator) = (None, None, None);
        Self {
            metric,
            split,
            value,
            numerator,
            denominator,
            low: None,
            high: None,
            state,
            note: None,
        }
    }
}

/// One district, delegation or category, or the total.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The code or id.
    pub key: String,
    /// The name.
    pub label: LocalizedText,
    /// At least one cell for each metric that was asked for.
    pub cells: Vec<Cell>,
}

/// The comparison, computed.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Sorted by key, not by value: order is not a ranking.
    pub rows: Vec<Row>,
    /// Of all cases together; absent when no district answered.
    pub total: Option<Row>,
}

impl Table {
    /// Computes the comparison.
    ///
    /// # Errors
    /// [`PartError`] when the parts contradict themselves or the question.
    pub fn new(answer: &Answer, reference: &Reference) -> Result<Self, PartError> {
        let Answer { question, parts, coverage } = answer;
        let sums = Sums::of(question, parts)?;
        let cells = |key: &str| match missing_reason(question, coverage, key) {
            Some(missing) => unavailable_cells(question, missing),
            None => cells(question, sums.rows.get(key)),
        };
        let row = |key: &str| Row {
            key: key.to_owned(),
            label: label(question, reference, &sums, key),
            cells: cells(key),
        };
        let rows = row_keys(question, coverage, &sums).into_iter().map(row).collect();
        let total = (!coverage.answered.is_empty()).then(|| Row {
            key: "total".to_owned(),
            label: total_label(answer, reference),
            cells: self::cells(question, Some(&sums.total)),
        });
        Ok(Self { rows, total })
    }
}

/// A column of a row: the metric, and the split when there is one.
type Columns = BTreeMap<(MetricKey, Option<String>), Tally>;

/// The parts, added up by row and over all rows.
#[derive(Default)]
struct Sums<'a> {
    rows: BTreeMap<&'a str, Columns>,
    total: Columns,
    labels: BTreeMap<&'a str, LocalizedText>,
}

impl<'a> Sums<'a> {
    fn of(question: &Question, parts: &'a [Part]) -> Result<Self, PartError> {
        let asked: BTreeSet<_> = question.metrics().collect();
        let mut sums = Self::default();
        for part in parts {
            if !asked.contains(&part.metric) {
                return Err(PartError::NotAsked(part.metric));
            }
            let column = (part.metric, part.split.clone());
            sums.rows.entry(&part.key).or_default().entry(column.clone()).or_default().add(part)?;
            sums.total.entry(column).or_default().add(part)?;
            if let Some(label) = &part.label {
                let label = || LocalizedText::new(&label.zh, &label.en);
                sums.labels.entry(&part.key).or_insert_with(label);
            }
        }
        Ok(sums)
    }
}

/// Every district that was asked has a row; delegations and categories have one when they have a
/// part.
fn row_keys<'a>(question: &Question, coverage: &'a Coverage, sums: &Sums<'a>) -> BTreeSet<&'a str> {
    let mut keys: BTreeSet<_> = sums.rows.keys().copied().collect();
    if question.by() == Dimension::District {
        keys.extend(coverage.asked.iter().map(|code| code.as_str()));
    }
    keys
}

fn missing_reason<'a>(
    question: &Question,
    coverage: &'a Coverage,
    key: &str,
) -> Option<&'a MissingPartition> {
    let is_it = |missing: &&MissingPartition| missing.code.as_str() == key;
    (question.by() == Dimension::District).then(|| coverage.missing.iter().find(is_it)).flatten()
}

fn unavailable_cells(question: &Question, missing: &MissingPartition) -> Vec<Cell> {
    let reason = MissingReason::from(missing.reason).as_str();
    let note = LocalizedText::new(
        format!("该区没有答复（{reason}）"),
        format!("the district did not answer: {reason}"),
    );
    let cell = |metric| Cell {
        note: Some(note.clone()),
        ..Cell::without_value(metric, None, ComputationState::Unavailable)
    };
    question.metrics().map(cell).collect()
}

/// The cells of a row, by metric and split. A metric without a part has one cell of no cases.
fn cells(question: &Question, columns: Option<&Columns>) -> Vec<Cell> {
    let of_metric = |metric| {
        let columns = columns.into_iter().flatten();
        let mut cells: Vec<_> = columns
            .filter(|((of, _), _)| *of == metric)
            .map(|((_, split), tally)| tally.cell(metric, split.clone()))
            .collect();
        if cells.is_empty() {
            cells.push(Tally::default().cell(metric, None));
        }
        cells
    };
    question.metrics().flat_map(of_metric).collect()
}

/// Districts and categories are named by the city, delegations by their district. What nobody
/// names is shown by its key.
fn label(question: &Question, reference: &Reference, sums: &Sums<'_>, key: &str) -> LocalizedText {
    let known = match question.by() {
        Dimension::District => reference.district_name(key),
        Dimension::Category => reference.category_name(key),
        Dimension::Delegation => None,
    };
    let known = known.or_else(|| sums.labels.get(key));
    known.cloned().unwrap_or_else(|| LocalizedText::new(key, key))
}

/// A total that lacks a district says so in its name.
fn total_label(answer: &Answer, reference: &Reference) -> LocalizedText {
    let absent = reference.absent_from(answer);
    if absent.is_empty() {
        return LocalizedText::new("合计", "Total");
    }
    let names = reference.names_of(&absent);
    LocalizedText::new(format!("合计（不含{}）", names.zh), format!("Total without {}", names.en))
}
