//! `MIN` and `MAX`: the smallest or largest number or text.

use std::cmp::Ordering;

use contract::{ErrorCode, coverage::MissingReason};

use super::{PartitionAnswer, pass::Pass};
use crate::{Kind, Ref};

pub(super) fn smallest(pass: &mut Pass<'_>, answers: &[PartitionAnswer<'_>]) -> Ref {
    extreme(pass, answers, Ordering::Less)
}

pub(super) fn largest(pass: &mut Pass<'_>, answers: &[PartitionAnswer<'_>]) -> Ref {
    extreme(pass, answers, Ordering::Greater)
}

/// The value that stands in the `wanted` relation to all others; the first of equal ones.
fn extreme(pass: &mut Pass<'_>, answers: &[PartitionAnswer<'_>], wanted: Ordering) -> Ref {
    let mut found: Option<Ref> = None;
    for answer in answers {
        if !matches!(pass.store.kind(answer.value), Kind::Number | Kind::String) {
            pass.reject(
                answer.partition,
                MissingReason::InvalidAnswer,
                "expected a number or text",
            );
            continue;
        }
        let Some(best) = found else {
            found = Some(answer.value);
            continue;
        };
        if pass.store.kind(best) != pass.store.kind(answer.value) {
            return pass.fail(ErrorCode::MergeFailed, "numbers and text cannot be compared");
        }
        if pass.store.scalar(answer.value).cmp(&pass.store.scalar(best)) == wanted {
            found = Some(answer.value);
        }
    }
    found.unwrap_or(Ref::NULL)
}

#[cfg(test)]
mod tests {
    use gateway_plan::Gather;

    use crate::gather::testing::gathered;

    #[test]
    fn numbers_compare_by_value_and_text_by_bytes() {
        assert_eq!(gathered(&Gather::Min, &["10", "9.5", "null", "1e1"]).json(), "9.5");
        assert_eq!(gathered(&Gather::Max, &["9", "10", "10.0"]).json(), "10");
        assert_eq!(
            gathered(&Gather::Max, &["\"a\"", "\"\\u00e9\"", "\"z\""]).json(),
            "\"\\u00e9\""
        );
    }

    #[test]
    fn numbers_and_text_do_not_compare() {
        let mixed = gathered(&Gather::Min, &["1", "\"1\""]);
        assert_eq!(mixed.json(), "null");
        assert_eq!(mixed.error_codes(), ["MERGE_FAILED"]);
    }

    #[test]
    fn other_values_are_rejected() {
        let smallest = gathered(&Gather::Min, &["[]", "2", "3"]);
        assert_eq!(smallest.json(), "2");
        assert_eq!(smallest.rejections(), ["p0 INVALID_ANSWER expected a number or text"]);
    }
}
