//! `AND` and `OR`.

use contract::coverage::MissingReason;

use super::{PartitionAnswer, pass::Pass};
use crate::Ref;

pub(super) fn and(pass: &mut Pass<'_>, answers: &[PartitionAnswer<'_>]) -> Ref {
    let all = booleans(pass, answers).into_iter().all(|value| value);
    pass.store.make_bool(all)
}

pub(super) fn or(pass: &mut Pass<'_>, answers: &[PartitionAnswer<'_>]) -> Ref {
    let any = booleans(pass, answers).into_iter().any(|value| value);
    pass.store.make_bool(any)
}

fn booleans(pass: &mut Pass<'_>, answers: &[PartitionAnswer<'_>]) -> Vec<bool> {
    let mut values = Vec::with_capacity(answers.len());
    for answer in answers {
        match pass.store.as_bool(answer.value) {
            Some(value) => values.push(value),
            None => {
                pass.reject(
                    answer.partition,
                    MissingReason::InvalidAnswer,
                    "expected true or false",
                );
            }
        }
    }
    values
}

#[cfg(test)]
mod tests {
    use gateway_plan::Gather;

    use crate::gather::testing::gathered;

    #[test]
    fn all_or_one_must_be_true() {
        for (answers, all, any) in [
            (&["true", "true"], "true", "true"),
            (&["true", "false"], "false", "true"),
            (&["false", "null"], "false", "false"),
            (&["null", "true"], "true", "true"),
            (&["null", "null"], "null", "null"),
        ] {
            assert_eq!(gathered(&Gather::And, answers).json(), all, "{answers:?}");
            assert_eq!(gathered(&Gather::Or, answers).json(), any, "{answers:?}");
        }
    }

    #[test]
    fn what_is_neither_is_rejected() {
        let any = gathered(&Gather::Or, &["1", "false", "false"]);
        assert_eq!(any.json(), "false");
        assert_eq!(any.rejections(), ["p0 INVALID_ANSWER expected true or false"]);
    }
}
