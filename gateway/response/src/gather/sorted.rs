//! `SORTED`: sorted lists of objects merged, equal rows in the order of partition keys.

use std::cmp::Ordering;

use contract::coverage::MissingReason;
use gateway_plan::SortKey;

use super::{
    PartitionAnswer,
    merge::{End, Merge},
    pass::Pass,
};
use crate::{Kind, Ref, Store, scalar::Scalar};

/// What a row is sorted by.
#[derive(Debug, PartialEq, Eq)]
struct RowKey<'s>(Vec<(Scalar<'s>, bool)>);

impl Ord for RowKey<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        let pairs = self.0.iter().zip(&other.0);
        pairs.fold(Ordering::Equal, |order, ((a, descending), (b, _))| {
            order.then_with(|| if *descending { b.cmp(a) } else { a.cmp(b) })
        })
    }
}

impl PartialOrd for RowKey<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

pub(super) fn gather(pass: &mut Pass<'_>, by: &[SortKey], answers: &[PartitionAnswer<'_>]) -> Ref {
    let lists = pass.of_kind(Kind::List, answers);
    let runs: Vec<Option<Vec<RowKey<'_>>>> =
        lists.iter().map(|list| keys_of(pass.store, list.value, by)).collect();
    let faults: Vec<_> = runs.iter().map(|run| fault_of(run.as_deref())).collect();
    let rows: Vec<Vec<Ref>> =
        lists.iter().map(|list| pass.store.elements(list.value).collect()).collect();
    let runs: Vec<Vec<RowKey<'_>>> = runs.into_iter().map(Option::unwrap_or_default).collect();
    let merged: Vec<Ref> = Merge::new(&runs, End::First).map(|at| rows[at.run][at.row]).collect();
    drop(runs);
    for (list, fault) in lists.iter().zip(faults) {
        if let Some((reason, detail)) = fault {
            pass.reject(list.partition, reason, detail);
        }
    }
    pass.store.make_list(merged)
}

/// The keys of the rows; none when a row has no such key.
fn keys_of<'s>(store: &'s Store, list: Ref, by: &[SortKey]) -> Option<Vec<RowKey<'s>>> {
    let key_of = |row, key: &SortKey| {
        Some((store.scalar(store.get(row, &key.response_key)?)?, key.descending))
    };
    store
        .elements(list)
        .map(|row| by.iter().map(|key| key_of(row, key)).collect::<Option<_>>().map(RowKey))
        .collect()
}

fn fault_of(run: Option<&[RowKey<'_>]>) -> Option<(MissingReason, &'static str)> {
    match run {
        None => {
            Some((MissingReason::InvalidAnswer, "a row lacks a field that the list is sorted by"))
        }
        Some(keys) if !keys.is_sorted() => {
            Some((MissingReason::OutOfOrder, "a row is smaller than the one before it"))
        }
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use gateway_plan::{Gather, SortKey};

    use crate::gather::testing::gathered;

    fn by(keys: &[&str]) -> Gather {
        let key = |key: &&str| SortKey {
            response_key: key.trim_start_matches('-').to_owned(),
            descending: key.starts_with('-'),
        };
        Gather::Sorted { by: keys.iter().map(key).collect() }
    }

    #[test]
    fn rows_are_merged_and_ties_go_by_partition() {
        let merged = gathered(
            &by(&["n", "-d"]),
            &[
                r#"[{"n":"a","d":2,"p":0},{"n":"b","d":1,"p":0}]"#,
                r#"[{"n":"a","d":3,"p":1},{"n":"a","d":2,"p":1}]"#,
            ],
        );
        assert_eq!(
            merged.json(),
            r#"[{"n":"a","d":3,"p":1},{"n":"a","d":2,"p":0},{"n":"a","d":2,"p":1},{"n":"b","d":1,"p":0}]"#
        );
    }

    #[test]
    fn rows_out_of_order_or_without_a_key_are_rejected() {
        let merged = gathered(
            &by(&["n"]),
            &[r#"[{"n":2},{"n":1}]"#, r#"[{"n":3}]"#, r#"[{"x":1}]"#, r#"[{"n":0}]"#, "[7]"],
        );
        assert_eq!(merged.json(), r#"[{"n":0},{"n":3}]"#);
        assert_eq!(
            merged.rejections(),
            [
                "p0 OUT_OF_ORDER a row is smaller than the one before it",
                "p2 INVALID_ANSWER a row lacks a field that the list is sorted by",
                "p4 INVALID_ANSWER a row lacks a field that the list is sorted by",
            ]
        );
    }
}
