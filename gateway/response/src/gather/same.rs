//! `SAME`: every partition must say the same.

use contract::ErrorCode;

use super::{PartitionAnswer, pass::Pass};
use crate::Ref;

pub(super) fn gather(pass: &mut Pass<'_>, answers: &[PartitionAnswer<'_>]) -> Ref {
    let Some((first, others)) = answers.split_first() else { return Ref::NULL };
    let differing = others.iter().find(|other| !pass.store.equal(first.value, other.value));
    match differing {
        None => first.value,
        Some(other) => {
            let message = format!(
                "partitions {} and {} differ in a value that must be the same everywhere",
                first.partition, other.partition
            );
            pass.fail(ErrorCode::MergeFailed, &message)
        }
    }
}

#[cfg(test)]
mod tests {
    use gateway_plan::Gather;

    use crate::gather::testing::gathered;

    #[test]
    fn equal_values_are_one_and_null_gives_way() {
        let same = gathered(&Gather::Same, &["null", r#"{"a":1,"b":[2]}"#, r#"{"b":[2.0],"a":1}"#]);
        assert_eq!(same.json(), r#"{"a":1,"b":[2]}"#);
    }

    #[test]
    fn a_difference_is_an_error_that_names_the_partitions() {
        let different = gathered(&Gather::Same, &["1", "1", "2"]);
        assert_eq!(different.json(), "null");
        assert_eq!(
            different.errors[0].message,
            "partitions p0 and p2 differ in a value that must be the same everywhere"
        );
    }
}
