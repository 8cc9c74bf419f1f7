//! Answers to questions, built in a few words.

use comparison::{
    DayHistogram, Dimension, Label, MetricKey, Part, PeerGroup, Period, Question, Scope,
};
use subgraph_server::graphql::{
    Coverage, DistrictCode, LocalizedText, MissingPartition, MissingReason,
};

use crate::compare::{Answer, Cell, KnownDistrict, Reference, Row, Table};

pub(crate) fn code(text: &str) -> DistrictCode {
    text.parse().expect("a district code")
}

fn codes(texts: &[&str]) -> Vec<DistrictCode> {
    texts.iter().map(|text| code(text)).collect()
}

/// The four urban districts, a county, and two categories.
pub(super) fn reference() -> Reference {
    let district = |key, zh, en, peer_group| {
        (code(key), KnownDistrict { name: LocalizedText::new(zh, en), peer_group })
    };
    let urban = PeerGroup::UrbanDistrict;
    let districts = [
        district("231002", "东安区", "Dong'an District", urban),
        district("231003", "阳明区", "Yangming District", urban),
        district("231004", "爱民区", "Aimin District", urban),
        district("231005", "西安区", "Xi'an District", urban),
        district("231025", "林口县", "Linkou County", PeerGroup::County),
    ];
    let category = |code: &str, zh, en| (code.to_owned(), LocalizedText::new(zh, en));
    let categories =
        [category("HEATING", "供热", "Heating"), category("WATER_SUPPLY", "供水", "Water supply")];
    Reference {
        districts: districts.into_iter().collect(),
        categories: categories.into_iter().collect(),
    }
}

pub(super) fn question(by: Dimension, metrics: &[MetricKey], scope: Scope) -> Question {
    let day = |text: &str| text.parse().expect("a date");
    let period = Period::new(day("2023-01-01"), day("2023-12-31")).expect("a period");
    Question::of(metrics.iter().copied(), by, scope, period).expect("a question")
}

pub(super) fn urban() -> Scope {
    Scope::new(None, Some(PeerGroup::UrbanDistrict)).expect("a scope")
}

pub(super) fn named(texts: &[&str]) -> Scope {
    Scope::new(Some(codes(texts)), None).expect("a scope")
}

/// Everyone that was asked answered.
pub(super) fn complete(asked: &[&str]) -> Coverage {
    Coverage { asked: codes(asked), answered: codes(asked), missing: Vec::new(), complete: true }
}

/// Someone that was asked did not answer in time.
pub(super) fn without(mut coverage: Coverage, missing: &str) -> Coverage {
    let missing = code(missing);
    coverage.answered.retain(|answered| *answered != missing);
    coverage.missing.push(MissingPartition { code: missing, reason: MissingReason::Timeout });
    coverage.complete = false;
    coverage
}

pub(super) fn rate(metric: MetricKey, key: &str, numerator: i64, denominator: i64) -> Part {
    Part {
        metric,
        key: key.to_owned(),
        label: None,
        split: None,
        period: None,
        numerator: Some(numerator),
        denominator,
        histogram: None,
    }
}

pub(super) fn durations(key: &str, days: &[i64]) -> Part {
    let histogram: DayHistogram = days.iter().copied().collect();
    let denominator = i64::try_from(days.len()).expect("few days");
    let part = rate(MetricKey::MedianDays, key, 0, denominator);
    Part { numerator: None, histogram: Some(histogram), ..part }
}

pub(super) fn labelled(part: Part, zh: &str, en: &str) -> Part {
    Part { label: Some(Label { zh: zh.to_owned(), en: en.to_owned() }), ..part }
}

pub(super) fn answer(question: Question, parts: Vec<Part>, coverage: Coverage) -> Answer {
    Answer { question, parts, coverage }
}

pub(super) fn table(answer: &Answer) -> Table {
    Table::new(answer, &reference()).expect("parts that agree")
}

pub(super) fn row<'a>(table: &'a Table, key: &str) -> &'a Row {
    table.rows.iter().find(|row| row.key == key).expect("the row")
}

/// A table as text: a line for each row.
pub(super) fn shown(table: &Table) -> String {
    let rows = table.rows.iter().chain(&table.total);
    rows.map(|row| {
        let cells: Vec<_> = row.cells.iter().map(shown_cell).collect();
        format!("{} | {} | {}", row.key, row.label.en, cells.join(" | "))
    })
    .collect::<Vec<_>>()
    .join("\n")
}

fn shown_cell(cell: &Cell) -> String {
    let number = |value: Option<f64>| value.map_or("-".to_owned(), |value| format!("{value}"));
    let count = |value: Option<u64>| value.map_or("-".to_owned(), |value| value.to_string());
    let (value, low, high) = (number(cell.value), number(cell.low), number(cell.high));
    let (numerator, denominator) = (count(cell.numerator), count(cell.denominator));
    let split = cell.split.as_deref().map_or(String::new(), |split| format!("[{split}]"));
    let note = cell.note.as_ref().map_or(String::new(), |note| format!(" ({})", note.en));
    let Cell { metric, state, .. } = cell;
    format!("{metric}{split} {state:?} {value} [{low}, {high}] of {numerator}/{denominator}{note}")
}
