//! `UNION`: scalars as a set, each once, sorted.

use contract::coverage::MissingReason;

use super::{PartitionAnswer, pass::Pass};
use crate::{Kind, Ref, scalar::Scalar};

pub(super) fn gather(pass: &mut Pass<'_>, answers: &[PartitionAnswer<'_>]) -> Ref {
    let mut values = Vec::new();
    for list in pass.of_kind(Kind::List, answers) {
        let elements: Vec<Ref> = pass.store.elements(list.value).collect();
        let is_scalar = |value: &Ref| pass.store.scalar(*value).is_some();
        if elements.iter().all(is_scalar) {
            values.extend(elements);
        } else {
            pass.reject(list.partition, MissingReason::InvalidAnswer, "expected a list of scalars");
        }
    }
    let sorted = sorted_set(pass, values);
    pass.store.make_list(sorted)
}

fn sorted_set(pass: &Pass<'_>, values: Vec<Ref>) -> Vec<Ref> {
    let mut known: Vec<(Scalar<'_>, Ref)> = values
        .into_iter()
        .filter_map(|value| Some((pass.store.scalar(value)?, value)))
        .filter(|(scalar, _)| *scalar != Scalar::Null)
        .collect();
    // Stable, so that of equal values the one of the first partition stays.
    known.sort_by(|(a, _), (b, _)| a.cmp(b));
    known.dedup_by(|(a, _), (b, _)| a == b);
    known.into_iter().map(|(_, value)| value).collect()
}

#[cfg(test)]
mod tests {
    use gateway_plan::Gather;

    use crate::gather::testing::gathered;

    #[test]
    fn each_value_once_and_sorted() {
        let union = gathered(&Gather::Union, &[r#"["b","a"]"#, r#"["\u0062",null,"A"]"#, "[]"]);
        assert_eq!(union.json(), r#"["A","a","b"]"#);
        assert_eq!(gathered(&Gather::Union, &["[10,9]", "[9,1e1,8.5]"]).json(), "[8.5,9,10]");
    }

    #[test]
    fn a_list_of_other_things_is_rejected() {
        let union = gathered(&Gather::Union, &["[[1]]", "[2]", "[1]"]);
        assert_eq!(union.json(), "[1,2]");
        assert_eq!(union.rejections(), ["p0 INVALID_ANSWER expected a list of scalars"]);
    }
}
