//! `GROUPED`: objects that agree in their keys become one, groups sorted by their keys.

use std::collections::BTreeMap;

use contract::coverage::MissingReason;
use gateway_plan::Gather;

use super::{PartitionAnswer, object::merge_fields, pass::Pass};
use crate::{Kind, Ref, Store, scalar::Scalar};

pub(super) fn gather(
    pass: &mut Pass<'_>,
    keys: &[String],
    fields: &[(String, Gather)],
    answers: &[PartitionAnswer<'_>],
) -> Ref {
    let rows = rows_of(pass, keys, answers);
    let groups = groups_of(pass.store, keys, &rows);
    let mut merged = Vec::with_capacity(groups.len());
    for (index, members) in groups.iter().enumerate() {
        merged.push(match members.as_slice() {
            [only] => only.value,
            _ => pass.element(index, |pass| merge(pass, keys, fields, members)),
        });
    }
    pass.store.make_list(merged)
}

/// The objects of all lists. A list with anything else in it is rejected.
fn rows_of<'p>(
    pass: &mut Pass<'_>,
    keys: &[String],
    answers: &[PartitionAnswer<'p>],
) -> Vec<PartitionAnswer<'p>> {
    let mut rows = Vec::new();
    for list in pass.of_kind(Kind::List, answers) {
        let elements: Vec<Ref> = pass.store.elements(list.value).collect();
        if elements.iter().all(|&row| key_of(pass.store, keys, row).is_some()) {
            let partition = list.partition;
            rows.extend(elements.into_iter().map(|value| PartitionAnswer { partition, value }));
        } else {
            let detail = "a group lacks a field that tells groups apart";
            pass.reject(list.partition, MissingReason::InvalidAnswer, detail);
        }
    }
    rows
}

fn key_of<'s>(store: &'s Store, keys: &[String], row: Ref) -> Option<Vec<Scalar<'s>>> {
    keys.iter().map(|key| store.scalar(store.get(row, key)?)).collect()
}

fn groups_of<'p>(
    store: &Store,
    keys: &[String],
    rows: &[PartitionAnswer<'p>],
) -> Vec<Vec<PartitionAnswer<'p>>> {
    let mut groups: BTreeMap<Vec<Scalar<'_>>, Vec<PartitionAnswer<'p>>> = BTreeMap::new();
    for &row in rows {
        if let Some(key) = key_of(store, keys, row.value) {
            groups.entry(key).or_default().push(row);
        }
    }
    groups.into_values().collect()
}

fn merge(
    pass: &mut Pass<'_>,
    keys: &[String],
    fields: &[(String, Gather)],
    members: &[PartitionAnswer<'_>],
) -> Ref {
    let mut merged = merge_fields(pass, fields, members);
    if let Some(first) = members.first() {
        merged.extend(
            keys.iter().filter_map(|key| Some((key.as_str(), pass.store.get(first.value, key)?))),
        );
    }
    pass.store.make_object(merged)
}

#[cfg(test)]
mod tests {
    use gateway_plan::Gather;

    use crate::gather::testing::{fields, gathered};

    fn law() -> Gather {
        Gather::Grouped {
            keys: vec!["m".into(), "k".into()],
            fields: fields([("n", Gather::Sum { int: true }), ("h", Gather::Histogram)]),
        }
    }

    #[test]
    fn equal_keys_are_combined_and_groups_are_sorted() {
        let merged = gathered(
            &law(),
            &[
                r#"[{"m":"b","k":2,"n":1,"h":[[1,1]]},{"m":"b","k":10,"n":1,"h":[]}]"#,
                r#"[{"m":"b","k":2.0,"n":5,"h":[[1,2],[2,1]]},{"m":"a","k":null,"n":null,"h":[]}]"#,
            ],
        );
        assert_eq!(
            merged.json(),
            r#"[{"m":"a","k":null,"n":null,"h":[]},{"n":6,"h":[[1,3],[2,1]],"m":"b","k":2},{"m":"b","k":10,"n":1,"h":[]}]"#
        );
    }

    #[test]
    fn a_partition_may_send_a_group_in_parts() {
        let merged = gathered(
            &law(),
            &[r#"[{"m":"a","k":1,"n":1,"h":[]},{"m":"a","k":1,"n":2,"h":[]}]"#, "[]"],
        );
        assert_eq!(merged.json(), r#"[{"n":3,"h":[],"m":"a","k":1}]"#);
    }

    #[test]
    fn errors_say_in_which_group_they_are() {
        let big = |key| format!(r#"{{"m":"{key}","k":1,"n":2147483647,"h":[]}}"#);
        let lists = [format!("[{}]", big("b")), format!("[{},{}]", big("b"), big("a"))];
        let merged = gathered(&law(), &[&lists[0], &lists[1]]);
        assert_eq!(merged.errors[0].path.to_string(), "[1].n");
        assert_eq!(merged.error_codes(), ["SUM_OVERFLOW"]);
    }

    #[test]
    fn a_list_of_anything_else_is_rejected() {
        for wrong in [r#"[{"m":"a","n":1,"h":[]}]"#, r#"[{"m":[],"k":1}]"#, "[null]", "{}"] {
            let merged = gathered(&law(), &[wrong, r#"[{"m":"a","k":1,"n":1,"h":[]}]"#, "[]"]);
            assert_eq!(merged.json(), r#"[{"m":"a","k":1,"n":1,"h":[]}]"#, "{wrong}");
            assert_eq!(merged.rejected.len(), 1, "{wrong}");
        }
    }
}
