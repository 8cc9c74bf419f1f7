//! The merge laws on any answers.

use contract::coverage::MissingReason;
use gateway_differential::Choices;
use gateway_plan::{
    ConnectionGather, Gather, PageInfoField,
    gather::{CoverageField, CursorKeys, MissingField, RowIds, SortKey},
};
use gateway_response::{
    GatherContext, Missing, PartitionAnswer, RowCounts, RowLimits, Store, gather as gathered,
    gather::owns_its_own_key,
};
use serde_json::{Map, Value, json};

use crate::{json::ingest, split};

const KEYS: [&str; 4] = ["a", "b", "id", "code"];

/// Answers, a line for each partition, are gathered to the same JSON in whatever order they come.
pub fn gather(data: &[u8]) {
    let (choices, text) = split(data);
    let mut choices = Choices::new(choices);
    let law = law(&mut choices, 3);
    let variables = json!({ "first": choices.choose(4), "ids": ["p0:a:1", "p1:a:2", "p0:a:3"] });
    let variables = variables.as_object().cloned().unwrap_or_default();
    let lines: Vec<&[u8]> = text.split(|byte| *byte == b'\n').take(4).collect();
    let forwards = answer(&law, &variables, &lines, false);
    assert_eq!(forwards, answer(&law, &variables, &lines, true), "the order of answers matters");
}

/// The gathered value and who was rejected; none when a line is no JSON.
fn answer(
    law: &Gather,
    variables: &Map<String, Value>,
    lines: &[&[u8]],
    backwards: bool,
) -> Option<(String, Vec<String>, usize)> {
    let mut store = Store::new();
    let partitions: Vec<String> = (0..lines.len()).map(|number| format!("p{number}")).collect();
    let mut answers = Vec::new();
    for (partition, line) in partitions.iter().zip(lines) {
        let (value, _) = ingest(&mut store, line)?;
        answers.push(PartitionAnswer { partition, value });
    }
    if backwards {
        answers.reverse();
    }
    let missing = [Missing { partition: "p9", reason: MissingReason::Timeout }];
    let context = GatherContext {
        variables,
        missing: &missing,
        lacking: &["p0"],
        owns: &owns_its_own_key,
        limits: RowLimits { per_list: 100, per_partition: 200 },
        rows: &RowCounts::default(),
    };
    let gathered = gathered(&mut store, law, &answers, &context);
    let mut written = Vec::new();
    store.write(gathered.value, &mut written);
    let written = String::from_utf8(written).expect("what is written is text");
    assert!(serde_json::from_str::<serde::Json>(&written).is_ok(), "not JSON: {written}");
    let mut rejected: Vec<String> =
        gathered.rejected.into_iter().map(|rejected| rejected.partition).collect();
    rejected.sort();
    Some((written, rejected, gathered.errors.len()))
}

mod serde {
    /// JSON whose numbers are not looked at.
    pub(super) type Json = Box<serde_json::value::RawValue>;
}

fn law(choices: &mut Choices<'_>, depth: usize) -> Gather {
    let of = if depth == 0 { 12 } else { 18 };
    match choices.choose(of) {
        0 => Gather::Same,
        1 => Gather::Concat,
        2 => Gather::Sorted {
            by: vec![SortKey { response_key: "a".into(), descending: choices.once_in(2) }],
        },
        3 => Gather::Sum { int: choices.once_in(2) },
        4 => Gather::Min,
        5 => Gather::Max,
        6 => Gather::And,
        7 => Gather::Or,
        8 => Gather::Union,
        9 => Gather::Histogram,
        10 => Gather::Typename,
        11 => coverage(),
        12 => Gather::Object { fields: fields(choices, depth) },
        13 => Gather::Grouped { keys: vec!["a".into()], fields: fields(choices, depth) },
        14 => Gather::ByIds { variable: "ids".into() },
        15 => Gather::Cut {
            variable: "first".into(),
            from_end: choices.once_in(2),
            of: Box::new(law(choices, depth - 1)),
        },
        16 => Gather::Held { ids: vec!["id".into()], of: Box::new(law(choices, depth - 1)) },
        _ => connection(choices, depth),
    }
}

fn fields(choices: &mut Choices<'_>, depth: usize) -> Vec<(String, Gather)> {
    KEYS[1..=1 + choices.choose(3)]
        .iter()
        .map(|key| ((*key).to_owned(), law(choices, depth - 1)))
        .collect()
}

fn coverage() -> Gather {
    let missing =
        vec![("code".into(), MissingField::Code), ("reason".into(), MissingField::Reason)];
    Gather::Coverage {
        fields: vec![
            ("asked".into(), CoverageField::Asked),
            ("answered".into(), CoverageField::Answered),
            ("missing".into(), CoverageField::Missing { fields: missing }),
            ("complete".into(), CoverageField::Complete),
        ],
    }
}

fn connection(choices: &mut Choices<'_>, depth: usize) -> Gather {
    let is_last = choices.once_in(3);
    let size = || Some("first".to_owned());
    Gather::Connection(Box::new(ConnectionGather {
        first: if is_last { None } else { size() },
        last: if is_last { size() } else { None },
        after: None,
        before: None,
        default_size: None,
        cursors: CursorKeys { edges: "edges".into(), cursor: "cursor".into() },
        edges: vec!["edges".into()],
        nodes: vec!["nodes".into()],
        page_info: vec![(
            "pageInfo".into(),
            vec![
                ("hasNextPage".into(), PageInfoField::HasNextPage),
                ("hasPreviousPage".into(), PageInfoField::HasPreviousPage),
                ("endCursor".into(), PageInfoField::EndCursor),
            ],
        )],
        others: fields(choices, depth),
        edge_ids: Some(RowIds { rows: "node".into(), ids: vec!["id".into()] }),
        node_ids: None,
    }))
}
