//! A partition of an older version: its schema lacks some nullable fields, and a call that asks for
//! them fails its validation. For the union its rows have nothing there.

use std::collections::BTreeSet;

use serde_json::{Map, Value};
use tests::sdl_without;

use super::{
    graph::Graph,
    operation::{Field, Selection},
    rows::Rows,
};

/// A field that the older version lacks, and where its rows have it.
struct Lacked {
    type_name: &'static str,
    field: &'static str,
    record: &'static str,
}

/// Fields whose names stand for nothing else, and by which nothing is filtered or ordered.
const LACKED: [Lacked; 3] = [
    Lacked { type_name: "Grid", field: "households", record: "grid" },
    Lacked { type_name: "Grid", field: "residents", record: "grid" },
    Lacked { type_name: "Activity", field: "visitors", record: "activity" },
];

/// What no call to an older version may contain.
pub const UNKNOWN_WORDS: [&str; LACKED.len()] = [LACKED[0].field, LACKED[1].field, LACKED[2].field];

/// The schema of the older version.
pub fn older_schema() -> String {
    sdl_without(&LACKED.map(|lacked| (lacked.type_name, lacked.field)))
}

/// The rows as the older version knows them.
pub fn older_rows(rows: &Rows) -> Rows {
    let older = |line: &str| {
        let mut record: Map<String, Value> = serde_json::from_str(line).expect("a record");
        let kind = record["record"].clone();
        record.retain(|field, _| {
            !LACKED.iter().any(|lacked| kind == lacked.record && field == lacked.field)
        });
        Value::Object(record).to_string()
    };
    let dataset = rows.dataset.lines().map(older).collect::<Vec<_>>().join("\n");
    Rows { dataset, ..rows.clone() }
}

/// The fields of an operation that an older version is asked without, by their coordinates.
pub fn left_out(graph: &Graph, root: &Field) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    collect(graph, &graph.root(&root.name).named_type, &root.selections, &mut found);
    found
}

fn collect(graph: &Graph, type_name: &str, selections: &[Selection], found: &mut BTreeSet<String>) {
    for selection in selections {
        match selection {
            Selection::On { type_name, selections, .. } => {
                collect(graph, type_name, selections, found);
            }
            Selection::Field(field) => {
                if is_lacked(type_name, &field.name) {
                    found.insert(format!("{type_name}.{}", field.name));
                }
                let fields = graph.fields(type_name);
                if let Some(definition) = fields.iter().find(|it| it.name == field.name) {
                    collect(graph, &definition.named_type, &field.selections, found);
                }
            }
        }
    }
}

fn is_lacked(type_name: &str, field: &str) -> bool {
    LACKED.iter().any(|lacked| lacked.type_name == type_name && lacked.field == field)
}
