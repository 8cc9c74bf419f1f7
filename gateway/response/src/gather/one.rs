//! The law of a field that exactly one partition answers.

use contract::ErrorCode;

use super::{PartitionAnswer, pass::Pass};
use crate::Ref;

pub(super) fn gather(pass: &mut Pass<'_>, answers: &[PartitionAnswer<'_>]) -> Ref {
    match answers {
        [only] => only.value,
        _ => pass.fail(ErrorCode::MergeFailed, "several partitions answered a field that one owns"),
    }
}

#[cfg(test)]
mod tests {
    use gateway_plan::Gather;

    use crate::gather::testing::gathered;

    #[test]
    fn the_owner_answers_alone() {
        assert_eq!(gathered(&Gather::One, &["1"]).json(), "1");
        let two = gathered(&Gather::One, &["1", "2"]);
        assert_eq!(two.json(), "null");
        assert_eq!(two.error_codes(), ["MERGE_FAILED"]);
    }

    #[test]
    fn null_of_those_who_do_not_know_it_is_left_out() {
        assert_eq!(gathered(&Gather::One, &["null", "2"]).json(), "2");
        assert_eq!(gathered(&Gather::One, &["null", "null"]).json(), "null");
    }
}
