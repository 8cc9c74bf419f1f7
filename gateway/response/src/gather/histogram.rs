//! `HISTOGRAM`: `[bin, count]` pairs, the counts of equal bins added, sorted by bin.

use std::collections::BTreeMap;

use contract::{ErrorCode, coverage::MissingReason};

use super::{PartitionAnswer, pass::Pass, sum::fits_int};
use crate::{Kind, Ref, Store};

/// A count, and the pair it came in while no other was added.
struct Bin {
    count: i64,
    pair: Option<Ref>,
}

pub(super) fn gather(pass: &mut Pass<'_>, answers: &[PartitionAnswer<'_>]) -> Ref {
    let mut bins: BTreeMap<i64, Bin> = BTreeMap::new();
    for list in pass.of_kind(Kind::List, answers) {
        if add_all(pass.store, list.value, &mut bins).is_none() {
            let detail = "expected `[bin, count]` pairs of integers";
            pass.reject(list.partition, MissingReason::InvalidAnswer, detail);
        }
    }
    if bins.values().any(|bin| !fits_int(bin.count)) {
        let message = "a count over the partitions is beyond what the type of the field can hold";
        return pass.fail(ErrorCode::SumOverflow, message);
    }
    let pairs: Vec<Ref> = bins.iter().map(|(&bin, found)| pair(pass.store, bin, found)).collect();
    pass.store.make_list(pairs)
}

/// Adds the pairs of a list; none when it is not a list of pairs.
fn add_all(store: &Store, list: Ref, bins: &mut BTreeMap<i64, Bin>) -> Option<()> {
    for pair in store.elements(list) {
        let (bin, count) = read(store, pair)?;
        bins.entry(bin)
            .and_modify(|found| {
                // Saturation is far beyond what the type can hold, which is checked at the end.
                *found = Bin { count: found.count.saturating_add(count), pair: None };
            })
            .or_insert(Bin { count, pair: Some(pair) });
    }
    Some(())
}

fn read(store: &Store, pair: Ref) -> Option<(i64, i64)> {
    let mut elements = store.elements(pair);
    let bin = store.as_i64(elements.next()?)?;
    let count = store.as_i64(elements.next()?)?;
    elements.next().is_none().then_some((bin, count))
}

fn pair(store: &mut Store, bin: i64, found: &Bin) -> Ref {
    found.pair.unwrap_or_else(|| {
        let numbers = [store.make_i64(bin), store.make_i64(found.count)];
        store.make_list(numbers)
    })
}

#[cfg(test)]
mod tests {
    use gateway_plan::Gather;

    use crate::gather::testing::gathered;

    #[test]
    fn counts_of_equal_bins_are_added_and_bins_are_sorted() {
        let histogram =
            gathered(&Gather::Histogram, &["[[3,1],[-1,2]]", "[]", "[[3,4],[3,1]]", "[[0,0]]"]);
        assert_eq!(histogram.json(), "[[-1,2],[0,0],[3,6]]");
    }

    #[test]
    fn a_count_beyond_the_type_is_an_error() {
        let over = gathered(&Gather::Histogram, &["[[1,2147483647]]", "[[1,1]]"]);
        assert_eq!(over.json(), "null");
        assert_eq!(over.error_codes(), ["SUM_OVERFLOW"]);
    }

    #[test]
    fn what_is_no_pair_is_rejected_whole() {
        for wrong in ["[[9,1],[1]]", "[[9,1],[1,2,3]]", "[[9,1],1]", "[[9,1],[1.5,1]]"] {
            let histogram = gathered(&Gather::Histogram, &[wrong, "[[1,1]]", "[[2,1]]"]);
            assert_eq!(histogram.json(), "[[1,1],[2,1]]", "{wrong}");
            assert_eq!(histogram.rejected.len(), 1, "{wrong}");
        }
    }
}
