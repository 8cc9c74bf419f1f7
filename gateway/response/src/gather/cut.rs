//! A list with a limit: each partition has sent so many of its own, and so many of all are kept. The
//! first of the whole are among the firsts of its parts, so that nothing is lost by that.

use contract::coverage::MissingReason;
use gateway_plan::Gather;
use serde_json::Value;

use super::{PartitionAnswer, pass::Pass};
use crate::Ref;

pub(super) fn gather(
    pass: &mut Pass<'_>,
    variable: &str,
    from_end: bool,
    law: &Gather,
    answers: &[PartitionAnswer<'_>],
) -> Ref {
    let limit = pass.context.variables.get(variable).and_then(Value::as_u64);
    let Some(limit) = limit.and_then(|limit| usize::try_from(limit).ok()) else {
        return pass.value(law, answers);
    };
    for answer in answers {
        let rows = pass.store.len(answer.value);
        if rows > limit {
            let detail = format!("{rows} rows, more than were asked for");
            pass.reject(answer.partition, MissingReason::TooLarge, &detail);
        }
    }
    let whole = pass.value(law, answers);
    let rows: Vec<Ref> = pass.store.elements(whole).collect();
    let Some(beyond) = rows.len().checked_sub(limit).filter(|beyond| *beyond > 0) else {
        return whole;
    };
    let kept = if from_end { &rows[beyond..] } else { &rows[..limit] };
    pass.store.make_list(kept.iter().copied())
}

#[cfg(test)]
mod tests {
    use gateway_plan::Gather;
    use serde_json::{Value, json};

    use crate::gather::testing::{Case, Outcome};

    fn joined(from_end: bool, limit: Value, answers: &[&str]) -> Outcome {
        let of = Box::new(Gather::Concat);
        let law = Gather::Cut { variable: "n".into(), from_end, of };
        Case::new(&law, answers).variable("n", limit).gathered()
    }

    #[test]
    fn so_many_of_all_are_kept() {
        let answers = ["[1,2]", "[]", "[3,4]"];
        assert_eq!(joined(false, json!(3), &answers).json(), "[1,2,3]");
        assert_eq!(joined(true, json!(3), &answers).json(), "[2,3,4]");
        assert_eq!(joined(false, json!(9), &answers).json(), "[1,2,3,4]");
        assert_eq!(joined(true, json!(0), &["[]", "[]"]).json(), "[]");
    }

    #[test]
    fn without_a_value_nothing_is_cut() {
        assert_eq!(joined(false, Value::Null, &["[1,2]", "[3]"]).json(), "[1,2,3]");
        assert_eq!(joined(false, json!(-1), &["[1,2]", "[3]"]).json(), "[1,2,3]");
    }

    #[test]
    fn a_partition_that_sends_more_than_it_was_asked_for_is_rejected() {
        let list = joined(false, json!(2), &["[1,2,3]", "[4]", "[5]"]);
        assert_eq!(list.json(), "[4,5]");
        assert_eq!(list.rejections(), ["p0 TOO_LARGE 3 rows, more than were asked for"]);
        let alone = joined(false, json!(2), &["[1,2,3]"]);
        assert_eq!(alone.json(), "null");
    }

    #[test]
    fn null_is_no_list_and_what_is_none_is_rejected() {
        let list = joined(false, json!(1), &["null", "{}", "[5]"]);
        assert_eq!(list.json(), "[5]");
        assert_eq!(list.rejections(), ["p1 INVALID_ANSWER expected a list"]);
    }
}
