//! `OBJECT`: every field by its own law.

use gateway_plan::Gather;

use super::{PartitionAnswer, pass::Pass};
use crate::{Kind, Ref};

pub(super) fn gather(
    pass: &mut Pass<'_>,
    fields: &[(String, Gather)],
    answers: &[PartitionAnswer<'_>],
) -> Ref {
    let objects = pass.of_kind(Kind::Object, answers);
    let merged = merge_fields(pass, fields, &objects);
    pass.store.make_object(merged)
}

/// The fields that at least one of the objects has.
pub(super) fn merge_fields<'f>(
    pass: &mut Pass<'_>,
    fields: &'f [(String, Gather)],
    objects: &[PartitionAnswer<'_>],
) -> Vec<(&'f str, Ref)> {
    fields
        .iter()
        .filter_map(|(key, law)| Some((key.as_str(), pass.field(key, law, objects)?)))
        .collect()
}

#[cfg(test)]
mod tests {
    use gateway_plan::Gather;

    use crate::gather::testing::{fields, gathered};

    #[test]
    fn fields_are_merged_by_their_laws_in_the_order_of_the_selection() {
        let law = Gather::Object {
            fields: fields([
                ("t", Gather::Typename),
                ("inner", Gather::Object { fields: fields([("n", Gather::Sum { int: true })]) }),
                ("max", Gather::Max),
                ("skipped", Gather::Min),
            ]),
        };
        let merged = gathered(
            &law,
            &[
                r#"{"max":1,"inner":{"n":1},"t":"T"}"#,
                r#"{"max":2,"inner":null,"t":"T"}"#,
                r#"{"inner":{"n":3}}"#,
                "null",
            ],
        );
        assert_eq!(merged.json(), r#"{"t":"T","inner":{"n":4},"max":2}"#);
    }

    #[test]
    fn an_error_says_where_it_is() {
        let law = Gather::Object {
            fields: fields([(
                "a",
                Gather::Object { fields: fields([("n", Gather::Sum { int: true })]) },
            )]),
        };
        let merged = gathered(&law, &[r#"{"a":{"n":2147483647}}"#, r#"{"a":{"n":1}}"#]);
        assert_eq!(merged.json(), r#"{"a":{"n":null}}"#);
        assert_eq!(merged.errors[0].path.to_string(), "a.n");
    }

    #[test]
    fn a_rejection_deep_inside_leaves_the_partition_out_everywhere() {
        let sum = || Gather::Sum { int: true };
        let law = Gather::Object { fields: fields([("n", sum()), ("m", sum())]) };
        let merged =
            gathered(&law, &[r#"{"n":1,"m":1}"#, r#"{"n":10,"m":"x"}"#, r#"{"n":100,"m":100}"#]);
        assert_eq!(merged.json(), r#"{"n":101,"m":101}"#);
        assert_eq!(merged.rejections(), ["p1 INVALID_ANSWER m: expected an integer"]);
    }
}
