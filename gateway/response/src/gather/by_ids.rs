//! Lists that are aligned with a list of ids: every partition has answered its own ids, and the
//! values are put back where the ids stand. An id that nobody answered is null.

use std::{collections::HashMap, vec};

use contract::{GlobalId, coverage::MissingReason};
use serde_json::Value;

use super::{PartitionAnswer, pass::Pass};
use crate::{Kind, Ref};

pub(super) fn gather(pass: &mut Pass<'_>, variable: &str, answers: &[PartitionAnswer<'_>]) -> Ref {
    let ids = match pass.context.variables.get(variable) {
        None | Some(Value::Null) => &[],
        Some(Value::Array(ids)) => ids.as_slice(),
        // A single value stands for a list of one, as in the coercion of GraphQL.
        Some(single) => std::slice::from_ref(single),
    };
    let owners = owners_of(pass, ids, answers);
    let mut columns = columns_of(pass, &owners, answers);
    let value_for = |owner: Option<usize>| columns.get_mut(owner?).and_then(Iterator::next);
    let aligned: Vec<Option<Ref>> = owners.into_iter().map(value_for).collect();
    pass.store.make_list(aligned.into_iter().map(|value| value.unwrap_or(Ref::NULL)))
}

/// For each id, which answer is that of its owner.
fn owners_of(
    pass: &Pass<'_>,
    ids: &[Value],
    answers: &[PartitionAnswer<'_>],
) -> Vec<Option<usize>> {
    let owns = pass.context.owns;
    let mut by_key: HashMap<&str, Option<usize>> = HashMap::new();
    let owner_of = |id| {
        let key = GlobalId::parse(Value::as_str(id)?).ok()?.partition;
        let find = || answers.iter().position(|answer| owns(answer.partition, key));
        *by_key.entry(key).or_insert_with(find)
    };
    ids.iter().map(owner_of).collect()
}

/// The values of each answer. One that has not a value for each of its ids is rejected: nobody
/// could say which belongs where.
fn columns_of(
    pass: &mut Pass<'_>,
    owners: &[Option<usize>],
    answers: &[PartitionAnswer<'_>],
) -> Vec<vec::IntoIter<Ref>> {
    let mut columns = Vec::with_capacity(answers.len());
    for (place, answer) in answers.iter().enumerate() {
        let expected = owners.iter().filter(|owner| **owner == Some(place)).count();
        let values: Vec<Ref> = pass.store.elements(answer.value).collect();
        let is_aligned = pass.store.kind(answer.value) == Kind::List && values.len() == expected;
        if !is_aligned && !pass.store.is_null(answer.value) {
            let detail = format!("expected a list of {expected}, one for each id");
            pass.reject(answer.partition, MissingReason::InvalidAnswer, &detail);
        }
        columns.push(values.into_iter());
    }
    columns
}

#[cfg(test)]
mod tests {
    use gateway_plan::Gather;
    use serde_json::json;

    use crate::gather::testing::Case;

    fn by_ids(answers: &[&str]) -> crate::gather::testing::Outcome {
        let ids = json!(["p1:x:1", "p0:x:1", null, "p9:x:1", "p1:x:2", "no id", "p0:x:1"]);
        let law = Gather::ByIds { variable: "ids".into() };
        Case::new(&law, answers).variable("ids", ids).gathered()
    }

    #[test]
    fn values_are_put_back_where_their_ids_stand() {
        let list = by_ids(&["[10,11]", "[20,null]"]);
        assert_eq!(list.json(), "[20,10,null,null,null,null,11]");
        assert!(list.rejected.is_empty());
    }

    #[test]
    fn a_list_that_is_not_aligned_is_rejected() {
        for wrong in ["[20]", "[20,21,22]", "{}"] {
            let list = by_ids(&["[10,11]", wrong]);
            assert_eq!(list.json(), "[null,10,null,null,null,null,11]");
            assert_eq!(
                list.rejections(),
                ["p1 INVALID_ANSWER expected a list of 2, one for each id"]
            );
        }
    }

    #[test]
    fn a_partition_that_did_not_answer_leaves_nulls() {
        assert_eq!(by_ids(&["[10,11]"]).json(), "[null,10,null,null,null,null,11]");
        assert_eq!(by_ids(&["[10,11]", "null"]).json(), "[null,10,null,null,null,null,11]");
    }
}
