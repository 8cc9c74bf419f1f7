//! Gathers answers that are written as JSON text.

use bytes::Bytes;
use contract::coverage::MissingReason;
use gateway_plan::{
    ConnectionGather, Gather, PageInfoField,
    gather::{CursorKeys, RowIds},
};
use serde_json::{Map, Value};

use super::{
    GatherContext, Gathered, Missing, PartitionAnswer, Rejected, RowCounts, RowLimits, gather,
    owns_its_own_key,
};
use crate::{FieldError, IndexLimits, Ref, Store};

/// Answers of the partitions `p0`, `p1` and so on.
pub(crate) struct Case<'a> {
    law: &'a Gather,
    answers: &'a [&'a str],
    variables: Map<String, Value>,
    missing: Vec<Missing<'a>>,
    lacking: Vec<&'a str>,
    limits: RowLimits,
}

pub(crate) struct Outcome {
    store: Store,
    value: Ref,
    pub(crate) rejected: Vec<Rejected>,
    pub(crate) errors: Vec<FieldError>,
}

/// What the law makes of answers, nobody missing.
pub(crate) fn gathered(law: &Gather, answers: &[&str]) -> Outcome {
    Case::new(law, answers).gathered()
}

impl<'a> Case<'a> {
    pub(crate) fn new(law: &'a Gather, answers: &'a [&'a str]) -> Self {
        let (missing, lacking) = (Vec::new(), Vec::new());
        Self { law, answers, variables: Map::new(), missing, lacking, limits: RowLimits::NONE }
    }

    pub(crate) fn variable(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.variables.insert(name.to_owned(), value.into());
        self
    }

    pub(crate) fn missing(mut self, partition: &'a str, reason: MissingReason) -> Self {
        self.missing.push(Missing { partition, reason });
        self
    }

    pub(crate) fn lacking(mut self, partition: &'a str) -> Self {
        self.lacking.push(partition);
        self
    }

    pub(crate) fn limits(mut self, limits: RowLimits) -> Self {
        self.limits = limits;
        self
    }

    pub(crate) fn gathered(self) -> Outcome {
        let mut store = Store::new();
        let keys: Vec<String> = (0..self.answers.len()).map(|index| format!("p{index}")).collect();
        let mut answers: Vec<PartitionAnswer<'_>> = Vec::new();
        for (partition, json) in keys.iter().zip(self.answers) {
            let body = Bytes::copy_from_slice(json.as_bytes());
            let value = store.ingest(body, &IndexLimits::default()).expect("JSON");
            answers.push(PartitionAnswer { partition, value });
        }
        // The order in which partitions answer is theirs.
        answers.reverse();
        let context = GatherContext {
            variables: &self.variables,
            missing: &self.missing,
            lacking: &self.lacking,
            owns: &owns_its_own_key,
            limits: self.limits,
            rows: &RowCounts::default(),
        };
        let Gathered { value, rejected, errors, .. } =
            gather(&mut store, self.law, &answers, &context);
        let mut rejected = rejected;
        rejected.sort_by(|a, b| a.partition.cmp(&b.partition));
        Outcome { store, value, rejected, errors }
    }
}

impl Outcome {
    pub(crate) fn json(&self) -> String {
        let mut out = Vec::new();
        self.store.write(self.value, &mut out);
        String::from_utf8(out).expect("UTF-8")
    }

    pub(crate) fn value(&self) -> Value {
        serde_json::from_str(&self.json()).expect("JSON")
    }

    /// Partition, reason and detail of each.
    pub(crate) fn rejections(&self) -> Vec<String> {
        let line =
            |bad: &Rejected| format!("{} {} {}", bad.partition, bad.reason.as_str(), bad.detail);
        self.rejected.iter().map(line).collect()
    }

    pub(crate) fn error_codes(&self) -> Vec<&'static str> {
        self.errors.iter().map(|error| error.code.as_str()).collect()
    }
}

/// Fields with their laws.
pub(crate) fn fields<const N: usize>(fields: [(&str, Gather); N]) -> Vec<(String, Gather)> {
    fields.into_iter().map(|(key, law)| (key.to_owned(), law)).collect()
}

/// A connection with everything in it, `first` and `last` as variables of these names.
pub(crate) fn connection_law() -> ConnectionGather {
    let page_info = [
        ("hasNextPage", PageInfoField::HasNextPage),
        ("hasPreviousPage", PageInfoField::HasPreviousPage),
        ("startCursor", PageInfoField::StartCursor),
        ("endCursor", PageInfoField::EndCursor),
    ];
    let page_info = page_info.map(|(key, field)| (key.to_owned(), field)).to_vec();
    ConnectionGather {
        first: Some("first".into()),
        last: Some("last".into()),
        after: None,
        before: None,
        default_size: None,
        cursors: CursorKeys { edges: "edges".into(), cursor: "cursor".into() },
        edges: vec!["edges".into()],
        nodes: vec!["nodes".into()],
        page_info: vec![("pageInfo".into(), page_info)],
        others: fields([("totalCount", Gather::Sum { int: true })]),
        edge_ids: Some(RowIds { rows: "node".into(), ids: vec!["id".into()] }),
        node_ids: None,
    }
}
