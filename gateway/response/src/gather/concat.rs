//! `CONCAT`: lists one after another, in the order of partition keys.

use super::{PartitionAnswer, pass::Pass};
use crate::{Kind, Ref};

pub(super) fn gather(pass: &mut Pass<'_>, answers: &[PartitionAnswer<'_>]) -> Ref {
    let lists = pass.of_kind(Kind::List, answers);
    let mut elements = Vec::new();
    for list in lists {
        elements.extend(pass.store.elements(list.value));
    }
    pass.store.make_list(elements)
}

#[cfg(test)]
mod tests {
    use gateway_plan::Gather;

    use crate::gather::testing::gathered;

    #[test]
    fn lists_are_joined_in_the_order_of_partition_keys() {
        let joined = gathered(&Gather::Concat, &["[1,2]", "[]", "null", "[3]"]);
        assert_eq!(joined.json(), "[1,2,3]");
    }

    #[test]
    fn what_is_no_list_is_rejected() {
        let joined = gathered(&Gather::Concat, &["[1]", "{}", "[3]"]);
        assert_eq!(joined.json(), "[1,3]");
        assert_eq!(joined.rejections(), ["p1 INVALID_ANSWER expected a list"]);
    }
}
