//! `COVERAGE`: what the answer is made of. Every partition says it of itself (a partition that is
//! a gateway says it of those behind it); those that did not answer are added here, and so are
//! those that answered without fields which their version lacks.

use std::collections::BTreeSet;

use contract::coverage::MissingReason;
use gateway_plan::gather::{CoverageField, MissingField};

use super::{PartitionAnswer, pass::Pass};
use crate::{Kind, Ref, Store};

pub(super) fn gather(
    pass: &mut Pass<'_>,
    fields: &[(String, CoverageField)],
    answers: &[PartitionAnswer<'_>],
) -> Ref {
    let mut merged = Vec::with_capacity(fields.len());
    for (key, field) in fields {
        let column = Column::read(pass, key, answers);
        let value = match field {
            CoverageField::Asked => asked(pass, &column),
            CoverageField::Answered => answered(pass, &column),
            CoverageField::Complete => complete(pass, &column),
            CoverageField::Missing { fields } => missing(pass, fields, &column),
            CoverageField::Typename => column.values.first().map_or(Ref::NULL, |first| first.value),
        };
        merged.push((key.as_str(), value));
    }
    pass.store.make_object(merged)
}

/// What the partitions say about one field.
struct Column<'p> {
    values: Vec<PartitionAnswer<'p>>,
    /// The partitions that answered and said nothing about coverage.
    silent: Vec<&'p str>,
}

impl<'p> Column<'p> {
    fn read(pass: &mut Pass<'_>, key: &str, answers: &[PartitionAnswer<'p>]) -> Self {
        let mut column = Self { values: Vec::new(), silent: Vec::new() };
        for &PartitionAnswer { partition, value } in answers {
            match pass.store.kind(value) {
                Kind::Null => column.silent.push(partition),
                // A field that was skipped is in no answer, and will not be read in this one.
                Kind::Object => {
                    let found = pass.store.get(value, key);
                    column.values.extend(found.map(|value| PartitionAnswer { partition, value }));
                }
                _ => pass.reject(partition, MissingReason::InvalidAnswer, "expected an object"),
            }
        }
        column
    }
}

fn asked(pass: &mut Pass<'_>, column: &Column<'_>) -> Ref {
    let mut keys = keys_in(pass, column);
    keys.extend(pass.missing().map(|missing| missing.partition.to_owned()));
    key_list(pass.store, keys)
}

fn answered(pass: &mut Pass<'_>, column: &Column<'_>) -> Ref {
    let keys = keys_in(pass, column);
    key_list(pass.store, keys)
}

fn complete(pass: &mut Pass<'_>, column: &Column<'_>) -> Ref {
    let mut complete = pass.missing().next().is_none() && pass.context.lacking.is_empty();
    for said in &column.values {
        match pass.store.as_bool(said.value) {
            Some(value) => complete &= value,
            None => malformed(pass, said.partition),
        }
    }
    pass.store.make_bool(complete)
}

/// The entries that partitions have made, and one for each partition that did not answer.
fn missing(pass: &mut Pass<'_>, fields: &[(String, MissingField)], column: &Column<'_>) -> Ref {
    let code_key = fields.iter().find(|(_, field)| *field == MissingField::Code);
    let mut entries: Vec<(String, Ref)> = Vec::new();
    for said in &column.values {
        if pass.store.kind(said.value) != Kind::List {
            malformed(pass, said.partition);
        }
        for entry in pass.store.elements(said.value) {
            let code = code_key.and_then(|(key, _)| pass.store.get(entry, key));
            let code = code.and_then(|code| pass.store.text(code)).unwrap_or_default();
            entries.push((code.into_owned(), entry));
        }
    }
    for missing in pass.missing() {
        let (code, reason) = (missing.partition, missing.reason.as_str());
        entries.push((code.to_owned(), missing_entry(pass.store, fields, code, reason)));
    }
    for code in lacking(pass) {
        let reason = MissingReason::VersionSkew.as_str();
        entries.push((code.to_owned(), missing_entry(pass.store, fields, code, reason)));
    }
    entries.sort_by(|(a, _), (b, _)| a.cmp(b));
    pass.store.make_list(entries.into_iter().map(|(_, entry)| entry))
}

/// Those that have answered without everything, when they are not missing altogether.
fn lacking<'a>(pass: &Pass<'a>) -> Vec<&'a str> {
    let lacking = pass.context.lacking.iter().copied();
    lacking.filter(|key| pass.missing().all(|missing| missing.partition != *key)).collect()
}

fn missing_entry(
    store: &mut Store,
    fields: &[(String, MissingField)],
    code: &str,
    reason: &str,
) -> Ref {
    let values: Vec<_> = fields
        .iter()
        .map(|(key, field)| {
            let value = match field {
                MissingField::Code => store.make_text(code),
                MissingField::Reason => store.make_text(reason),
                // The projection knows the name of a type that is the only possible one.
                MissingField::Typename => Ref::NULL,
            };
            (key.as_str(), value)
        })
        .collect();
    store.make_object(values)
}

/// The keys that partitions list, and those of partitions that are silent.
fn keys_in(pass: &mut Pass<'_>, column: &Column<'_>) -> BTreeSet<String> {
    let mut keys: BTreeSet<String> = column.silent.iter().map(|&key| key.to_owned()).collect();
    for said in &column.values {
        match texts(pass.store, said.value) {
            Some(texts) => keys.extend(texts),
            None => malformed(pass, said.partition),
        }
    }
    keys
}

fn texts(store: &Store, list: Ref) -> Option<Vec<String>> {
    if store.kind(list) != Kind::List {
        return None;
    }
    store.elements(list).map(|text| Some(store.text(text)?.into_owned())).collect()
}

fn key_list(store: &mut Store, keys: BTreeSet<String>) -> Ref {
    let keys: Vec<Ref> = keys.iter().map(|key| store.make_text(key)).collect();
    store.make_list(keys)
}

fn malformed(pass: &mut Pass<'_>, partition: &str) {
    let detail = "the coverage is not of the form of the specification";
    pass.reject(partition, MissingReason::InvalidAnswer, detail);
}

#[cfg(test)]
mod tests {
    use contract::coverage::MissingReason;
    use gateway_plan::{
        Gather,
        gather::{CoverageField, MissingField},
    };

    use crate::gather::testing::{Case, fields, gathered};

    fn law() -> Gather {
        let missing =
            vec![("code".to_owned(), MissingField::Code), ("why".to_owned(), MissingField::Reason)];
        Gather::Coverage {
            fields: vec![
                ("asked".to_owned(), CoverageField::Asked),
                ("answered".to_owned(), CoverageField::Answered),
                ("missing".to_owned(), CoverageField::Missing { fields: missing }),
                ("complete".to_owned(), CoverageField::Complete),
            ],
        }
    }

    const P0: &str = r#"{"asked":["p0"],"answered":["p0"],"missing":[],"complete":true}"#;
    const P1: &str = r#"{"asked":["p1"],"answered":["p1"],"missing":[],"complete":true}"#;

    #[test]
    fn partitions_speak_for_themselves_and_the_missing_are_added() {
        let coverage =
            Case::new(&law(), &[P0, P1]).missing("a1", MissingReason::Timeout).gathered();
        assert_eq!(
            coverage.json(),
            r#"{"asked":["a1","p0","p1"],"answered":["p0","p1"],"missing":[{"code":"a1","why":"TIMEOUT"}],"complete":false}"#
        );
    }

    #[test]
    fn a_partition_that_lacks_fields_has_answered_and_is_no_whole_part() {
        let coverage = Case::new(&law(), &[P0, P1]).lacking("p1").gathered();
        assert_eq!(
            coverage.json(),
            r#"{"asked":["p0","p1"],"answered":["p0","p1"],"missing":[{"code":"p1","why":"VERSION_SKEW"}],"complete":false}"#
        );
        let alone = Case::new(&law(), &[P0]).lacking("p0").gathered();
        assert!(alone.json().ends_with(r#""complete":false}"#), "{}", alone.json());
    }

    #[test]
    fn a_partition_that_says_nothing_has_answered_all_the_same() {
        assert_eq!(
            gathered(&law(), &["null", P1]).json(),
            r#"{"asked":["p0","p1"],"answered":["p0","p1"],"missing":[],"complete":true}"#
        );
    }

    #[test]
    fn gateways_below_are_seen_through() {
        let nested = r#"{"asked":["c1","c2"],"answered":["c2"],"missing":[{"code":"c1","why":"NEWER"}],"complete":false}"#;
        let coverage =
            Case::new(&law(), &[nested, P1]).missing("b", MissingReason::Failed).gathered();
        assert_eq!(
            coverage.json(),
            r#"{"asked":["b","c1","c2","p1"],"answered":["c2","p1"],"missing":[{"code":"b","why":"FAILED"},{"code":"c1","why":"NEWER"}],"complete":false}"#
        );
    }

    #[test]
    fn who_is_rejected_for_other_reasons_is_missing() {
        let law = Gather::Object {
            fields: fields([("n", Gather::Sum { int: true }), ("coverage", law())]),
        };
        let answers =
            [format!(r#"{{"n":1,"coverage":{P0}}}"#), format!(r#"{{"n":"x","coverage":{P1}}}"#)];
        let merged = gathered(&law, &[&answers[0], &answers[1]]);
        assert_eq!(
            merged.json(),
            r#"{"n":1,"coverage":{"asked":["p0","p1"],"answered":["p0"],"missing":[{"code":"p1","why":"INVALID_ANSWER"}],"complete":false}}"#
        );
    }

    #[test]
    fn malformed_coverage_is_rejected() {
        for wrong in [
            r#"{"asked":[1],"answered":["p1"],"missing":[],"complete":true}"#,
            r#"{"asked":["p1"],"answered":"p1","missing":[],"complete":true}"#,
            r#"{"asked":["p1"],"answered":["p1"],"missing":null,"complete":true}"#,
            r#"{"asked":["p1"],"answered":["p1"],"missing":[],"complete":1}"#,
            "[]",
        ] {
            let coverage = gathered(&law(), &[P0, wrong]);
            assert_eq!(coverage.rejected.len(), 1, "{wrong}");
            assert!(coverage.json().contains(r#""code":"p1","why":"INVALID_ANSWER""#), "{wrong}");
        }
    }
}
