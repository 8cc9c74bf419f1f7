//! Rows are held to their ids: a partition sends rows of its own alone, and none of them twice.

use std::{borrow::Cow, collections::HashSet};

use contract::{GlobalId, coverage::MissingReason};
use gateway_plan::Gather;

use super::{PartitionAnswer, page::Fault, pass::Pass};
use crate::{Kind, Ref};

pub(super) fn gather(
    pass: &mut Pass<'_>,
    ids: &[String],
    law: &Gather,
    answers: &[PartitionAnswer<'_>],
) -> Ref {
    // One partition may send a list in parts, as it does for a group.
    let mut known = HashSet::new();
    let mut faults = Vec::new();
    for list in answers.iter().filter(|list| pass.store.kind(list.value) == Kind::List) {
        let rows = pass.store.elements(list.value);
        if let Err(fault) = check(pass, list.partition, rows, ids, &mut known) {
            faults.push((list.partition, fault));
        }
    }
    drop(known);
    for (partition, Fault { reason, detail }) in faults {
        pass.reject(partition, reason, &detail);
    }
    pass.value(law, answers)
}

/// Whether rows are the partition's own and stand there once. Those that have none of `ids` are not
/// looked at. `known` are the ids that came before.
pub(super) fn check<'s>(
    pass: &'s Pass<'_>,
    partition: &str,
    rows: impl Iterator<Item = Ref>,
    ids: &[String],
    known: &mut HashSet<Cow<'s, str>>,
) -> Result<(), Fault> {
    let store = &*pass.store;
    for row in rows {
        let Some(id) = ids.iter().find_map(|key| store.get(row, key)) else { continue };
        if store.is_null(id) {
            continue;
        }
        let text = store.text(id).filter(|text| {
            GlobalId::parse(text).is_ok_and(|id| (pass.context.owns)(partition, id.partition))
        });
        let Some(text) = text else {
            let detail = format!("the row {} belongs to another partition", pass.quote(id));
            return Err(Fault { reason: MissingReason::ForeignRows, detail });
        };
        if !known.insert(text) {
            return Err(Fault::invalid(format!("the row {} stands there twice", pass.quote(id))));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use gateway_plan::{Gather, SortKey};
    use serde_json::json;

    use crate::gather::testing::{Case, Outcome, fields, gathered};

    fn laws() -> [Gather; 2] {
        let by = vec![SortKey { response_key: "n".into(), descending: false }];
        [Gather::Concat, Gather::Sorted { by }].map(|of| {
            let of = Box::new(of);
            Gather::Held { ids: vec!["id".into(), "code".into()], of }
        })
    }

    /// What is made of a list with these ids beside one that keeps the rules.
    fn beside(law: &Gather, ids: &[&str]) -> Outcome {
        let list: serde_json::Value = ids.iter().map(|id| json!({ "id": id, "n": 1 })).collect();
        let list = list.to_string();
        gathered(law, &[r#"[{"id":"p0:x:1","n":0}]"#, &list])
    }

    #[test]
    fn foreign_and_repeated_rows_are_rejected() {
        for law in laws() {
            let fine = beside(&law, &["p1:x:1", "p1:x:2"]);
            assert!(
                fine.rejected.is_empty() && fine.value().as_array().is_some_and(|l| l.len() == 3)
            );
            let foreign = beside(&law, &["p1:x:1", "p0:x:2"]);
            assert_eq!(foreign.json(), r#"[{"id":"p0:x:1","n":0}]"#);
            assert_eq!(
                foreign.rejections(),
                [r#"p1 FOREIGN_ROWS the row "p0:x:2" belongs to another partition"#]
            );
            assert_eq!(
                beside(&law, &["p1:x:1", "p1:x:1"]).rejections(),
                [r#"p1 INVALID_ANSWER the row "p1:x:1" stands there twice"#]
            );
            assert_eq!(
                beside(&law, &["nothing"]).rejections(),
                [r#"p1 FOREIGN_ROWS the row "nothing" belongs to another partition"#]
            );
            let alone = gathered(&law, &[r#"[{"id":"p0:x:1","n":0},{"id":"p0:x:1","n":0}]"#]);
            assert_eq!(alone.rejections().len(), 1, "who is asked alone is held to the same");
        }
    }

    #[test]
    fn rows_of_each_type_are_held_to_the_id_that_they_have() {
        let [law, _] = laws();
        let mixed = |rows: &str| gathered(&law, &["[]", rows]).rejections();
        let fine = r#"[{"id":"p1:x:1"},{"code":"p1:y:1"}]"#;
        assert_eq!(mixed(fine), Vec::<String>::new());
        assert_eq!(
            mixed(r#"[{"id":"p1:x:1"},{"code":"p0:y:1"}]"#),
            [r#"p1 FOREIGN_ROWS the row "p0:y:1" belongs to another partition"#]
        );
        assert_eq!(
            mixed(r#"[{"code":"p1:y:1"},{"code":"p1:y:1"}]"#),
            [r#"p1 INVALID_ANSWER the row "p1:y:1" stands there twice"#]
        );
    }

    #[test]
    fn rows_without_an_id_and_null_are_passed_over() {
        let [law, _] = laws();
        let list = gathered(&law, &[r#"[null,{"n":1},{"id":null}]"#, "null", "[]"]);
        assert_eq!(list.json(), r#"[null,{"n":1},{"id":null}]"#);
        assert!(list.rejected.is_empty());
    }

    #[test]
    fn a_list_in_a_merged_object_is_held_to_its_ids_too() {
        let [law, _] = laws();
        let group = Gather::Grouped { keys: vec!["k".into()], fields: fields([("rows", law)]) };
        let twice = r#"[{"k":1,"rows":[{"id":"p0:x:1"}]},{"k":1,"rows":[{"id":"p0:x:1"}]}]"#;
        assert_eq!(
            gathered(&group, &[twice, "[]"]).rejections(),
            [r#"p0 INVALID_ANSWER [0].rows: the row "p0:x:1" stands there twice"#]
        );
    }

    #[test]
    fn a_list_that_is_cut_is_held_to_all_that_came() {
        let [of, _] = laws();
        let law = Gather::Cut { variable: "n".into(), from_end: false, of: Box::new(of) };
        let lists = [r#"[{"id":"p0:x:1"}]"#, r#"[{"id":"p0:x:2"}]"#];
        let cut = Case::new(&law, &lists).variable("n", 1).gathered();
        assert_eq!(cut.json(), r#"[{"id":"p0:x:1"}]"#);
        assert_eq!(cut.rejections().len(), 1);
    }
}
