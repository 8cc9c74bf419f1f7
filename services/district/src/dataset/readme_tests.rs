//! Keeps `data/README.md` true: it documents every kind with exactly the fields that are read, and
//! its examples are records.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::{
    Reader,
    record::{Record, RecordKind},
};

const README: &str = include_str!("../../data/README.md");

/// The sections of the records: kind and text.
fn sections() -> Vec<(&'static str, &'static str)> {
    let (_, records) = README.split_once("## The records").expect("the section is there");
    records
        .split("\n### `")
        .skip(1)
        .map(|section| section.split_once('`').expect("a kind in backticks"))
        .collect()
}

/// The fields that a kind reads, as it lists them when it meets an unknown one.
fn fields_read(kind: RecordKind) -> BTreeSet<String> {
    let unknown = Map::from_iter([("?".to_owned(), Value::Null)]);
    let error = Record::read(kind, unknown).expect_err("the field is unknown").to_string();
    let (_, fields) = error.split_once("expected").expect("the known fields are listed");
    fields.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

fn fields_documented(section: &str) -> BTreeSet<String> {
    let rows = section.lines().filter_map(|line| line.strip_prefix("| `"));
    rows.filter_map(|row| row.split('`').next()).map(str::to_owned).collect()
}

#[test]
fn every_kind_is_documented_in_the_order_of_the_format() {
    let documented: Vec<_> = sections().into_iter().map(|(kind, _)| kind).collect();
    let kinds: Vec<_> = RecordKind::ALL.iter().map(|kind| kind.as_str()).collect();
    assert_eq!(documented, kinds);
}

#[test]
fn the_documented_fields_are_those_that_are_read() {
    for (kind, section) in sections() {
        let known = RecordKind::from_text(kind).expect("documented kinds exist");
        assert_eq!(fields_documented(section), fields_read(known), "{kind}");
    }
}

#[test]
fn every_example_is_a_record_of_its_kind() {
    for (kind, section) in sections() {
        let (_, example) = section.split_once("```json\n").expect("there is an example");
        let example = example.split("\n```").next().expect("the example ends");
        let mut reader = Reader::new(example.as_bytes());
        let (_, record) = reader.record().expect("one line").expect("the example is a record");
        assert_eq!(record.kind().as_str(), kind);
        assert!(reader.record().is_none(), "{kind}: one line is one example");
    }
}

#[test]
fn the_example_of_the_header_is_one() {
    let (_, example) = README.split_once("```json\n").expect("there is an example");
    let header = Reader::new(example.as_bytes()).header().expect("the example is a header");
    assert!(header.mistakes().is_empty());
}
