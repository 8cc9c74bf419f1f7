//! `SUM`: numbers are added, and a sum that its type cannot hold is an error.

use contract::{ErrorCode, coverage::MissingReason};

use super::{PartitionAnswer, pass::Pass};
use crate::Ref;

const OVERFLOW: &str = "the sum over the partitions is beyond what the type of the field can hold";

pub(super) fn gather(pass: &mut Pass<'_>, int: bool, answers: &[PartitionAnswer<'_>]) -> Ref {
    let integers: Option<Vec<i64>> = answers.iter().map(|a| pass.store.as_i64(a.value)).collect();
    match integers {
        Some(integers) => sum_of_integers(pass, int, &integers),
        None if int => {
            reject_all_but(pass, answers, "expected an integer", |pass, value| {
                pass.store.as_i64(value).is_some()
            });
            Ref::NULL
        }
        None => sum_of_floats(pass, answers),
    }
}

fn sum_of_integers(pass: &mut Pass<'_>, int: bool, integers: &[i64]) -> Ref {
    let sum = integers.iter().try_fold(0_i64, |sum, &value| sum.checked_add(value));
    match sum {
        Some(sum) if !int || fits_int(sum) => pass.store.make_i64(sum),
        None if !int => {
            let sum: f64 = integers.iter().map(|&value| value as f64).sum();
            pass.store.make_f64(sum)
        }
        _ => pass.fail(ErrorCode::SumOverflow, OVERFLOW),
    }
}

fn sum_of_floats(pass: &mut Pass<'_>, answers: &[PartitionAnswer<'_>]) -> Ref {
    let numbers: Option<Vec<f64>> = answers.iter().map(|a| pass.store.as_f64(a.value)).collect();
    let Some(numbers) = numbers else {
        reject_all_but(pass, answers, "expected a number", |pass, value| {
            pass.store.as_f64(value).is_some()
        });
        return Ref::NULL;
    };
    let sum: f64 = numbers.iter().sum();
    if sum.is_finite() {
        pass.store.make_f64(sum)
    } else {
        pass.fail(ErrorCode::SumOverflow, OVERFLOW)
    }
}

/// Whether GraphQL's `Int` can hold a number.
pub(super) fn fits_int(value: i64) -> bool {
    i32::try_from(value).is_ok()
}

fn reject_all_but(
    pass: &mut Pass<'_>,
    answers: &[PartitionAnswer<'_>],
    detail: &str,
    is_valid: impl Fn(&Pass<'_>, Ref) -> bool,
) {
    for answer in answers {
        if !is_valid(pass, answer.value) {
            pass.reject(answer.partition, MissingReason::InvalidAnswer, detail);
        }
    }
}

#[cfg(test)]
mod tests {
    use gateway_plan::Gather;

    use crate::gather::testing::gathered;

    const INT: Gather = Gather::Sum { int: true };
    const FLOAT: Gather = Gather::Sum { int: false };

    #[test]
    fn numbers_are_added_and_null_is_left_out() {
        assert_eq!(gathered(&INT, &["1", "null", "41"]).json(), "42");
        assert_eq!(gathered(&FLOAT, &["1", "0.5"]).json(), "1.5");
        assert_eq!(gathered(&FLOAT, &["1", "2"]).json(), "3");
    }

    #[test]
    fn a_sum_beyond_the_type_is_an_error() {
        let over = gathered(&INT, &["2147483647", "1"]);
        assert_eq!(over.json(), "null");
        assert_eq!(over.error_codes(), ["SUM_OVERFLOW"]);
        assert_eq!(gathered(&INT, &["2147483647", "1", "-1"]).json(), "2147483647");
        let wide = gathered(&INT, &["9223372036854775807", "9223372036854775807"]);
        assert_eq!(wide.error_codes(), ["SUM_OVERFLOW"]);
        assert_eq!(gathered(&FLOAT, &["1e308", "1e308"]).error_codes(), ["SUM_OVERFLOW"]);
        assert_eq!(
            gathered(&FLOAT, &["9223372036854775807", "9223372036854775807"]).json(),
            "1.8446744073709552e19"
        );
    }

    #[test]
    fn what_is_no_number_of_the_type_is_rejected() {
        let sum = gathered(&INT, &["1.5", "2", "3", "\"4\""]);
        assert_eq!(sum.json(), "5");
        assert_eq!(
            sum.rejections(),
            ["p0 INVALID_ANSWER expected an integer", "p3 INVALID_ANSWER expected an integer"]
        );
    }
}
