//! What a reader should know before drawing conclusions from a comparison.

use async_graphql::Enum;
use subgraph_server::graphql::LocalizedText;

use super::{
    reference::{Reference, list_of_names},
    table::{Answer, ComputationState, Row, Table},
};

/// Below so many cases a value says little, whatever it is.
const SMALL_DENOMINATOR: u64 = 20;

/// What to beware of.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum CautionCode {
    /// Values that rest on fewer than 20 cases.
    SmallNumbers,
    /// A district of the scope is not part of the comparison.
    MissingPeer,
}

/// A caution, with the rows that it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caution {
    /// What to beware of.
    pub code: CautionCode,
    /// The same in a sentence.
    pub message: LocalizedText,
    /// The keys of the rows; for a missing district its code, whether it has a row or not.
    pub rows: Vec<String>,
}

/// All cautions of a comparison.
#[must_use]
pub fn cautions(answer: &Answer, table: &Table, reference: &Reference) -> Vec<Caution> {
    [missing_peer(answer, reference), small_numbers(table)].into_iter().flatten().collect()
}

fn missing_peer(answer: &Answer, reference: &Reference) -> Option<Caution> {
    let absent = reference.absent_from(answer);
    if absent.is_empty() {
        return None;
    }
    let mut message = LocalizedText::new("", "");
    for (zh, en, codes) in [
        ("未答复", "No answer", answer.missing()),
        ("未询问", "Not asked", reference.not_asked(answer)),
    ] {
        if !codes.is_empty() {
            let names = reference.names_of(&codes);
            message.zh.push_str(&format!("{zh}：{}。", names.zh));
            message.en.push_str(&format!("{en}: {}. ", names.en));
        }
    }
    message.zh.push_str("合计不含上述各区。");
    message.en.push_str("The total is without them.");
    let rows = absent.iter().map(ToString::to_string).collect();
    Some(Caution { code: CautionCode::MissingPeer, message, rows })
}

fn small_numbers(table: &Table) -> Option<Caution> {
    let small: Vec<_> = table.rows.iter().filter(|row| has_small_numbers(row)).collect();
    if small.is_empty() {
        return None;
    }
    let names = list_of_names(small.iter().map(|row| row.label.clone()));
    let message = LocalizedText::new(
        format!("{}有数值所依据的事项不足{SMALL_DENOMINATOR}件，应连同区间一起看。", names.zh),
        format!(
            "Values of {} rest on fewer than {SMALL_DENOMINATOR} cases; read them with their intervals.",
            names.en
        ),
    );
    let rows = small.iter().map(|row| row.key.clone()).collect();
    Some(Caution { code: CautionCode::SmallNumbers, message, rows })
}

/// A cell without a value misleads nobody.
fn has_small_numbers(row: &Row) -> bool {
    row.cells.iter().any(|cell| {
        cell.state == ComputationState::Ok
            && cell.denominator.is_some_and(|cases| cases < SMALL_DENOMINATOR)
    })
}
