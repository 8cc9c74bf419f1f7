//! Merges sorted runs without looking further than it must: the smallest (or, from the end, the
//! largest) head is taken again and again.

use std::{cmp::Ordering, collections::BinaryHeap};

/// Which end of the list the merge begins at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    First,
    Last,
}

/// A row of a run, both by number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) run: usize,
    pub(super) row: usize,
}

/// Yields the rows of sorted runs in the order of their keys, equal ones in the order of the runs;
/// from the last row to the first when it begins there.
pub(super) struct Merge<'k, K> {
    runs: &'k [Vec<K>],
    end: End,
    heads: BinaryHeap<Head<'k, K>>,
}

struct Head<'k, K> {
    key: &'k K,
    at: Row,
    end: End,
}

impl<'k, K: Ord> Merge<'k, K> {
    pub(super) fn new(runs: &'k [Vec<K>], end: End) -> Self {
        let mut merge = Self { runs, end, heads: BinaryHeap::with_capacity(runs.len()) };
        for (run, rows) in runs.iter().enumerate() {
            let row = match end {
                End::First => Some(0),
                End::Last => rows.len().checked_sub(1),
            };
            merge.push(run, row);
        }
        merge
    }

    fn push(&mut self, run: usize, row: Option<usize>) {
        if let Some((row, key)) = row.and_then(|row| Some((row, self.runs[run].get(row)?))) {
            self.heads.push(Head { key, at: Row { run, row }, end: self.end });
        }
    }
}

impl<K: Ord> Iterator for Merge<'_, K> {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        let Row { run, row } = self.heads.pop()?.at;
        let following = match self.end {
            End::First => Some(row + 1),
            End::Last => row.checked_sub(1),
        };
        self.push(run, following);
        Some(Row { run, row })
    }
}

impl<K: Ord> Ord for Head<'_, K> {
    /// The greatest head is the next one.
    fn cmp(&self, other: &Self) -> Ordering {
        let in_list = self.key.cmp(other.key).then(self.at.run.cmp(&other.at.run));
        match self.end {
            End::First => in_list.reverse(),
            End::Last => in_list,
        }
    }
}

impl<K: Ord> PartialOrd for Head<'_, K> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<K: Ord> PartialEq for Head<'_, K> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl<K: Ord> Eq for Head<'_, K> {}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn both_ends_give_the_stable_sort(mut runs in prop::collection::vec(prop::collection::vec(0_u8..6, 0..6), 0..5)) {
            for run in &mut runs {
                run.sort_unstable();
            }
            let mut expected: Vec<(u8, usize, usize)> = runs
                .iter()
                .enumerate()
                .flat_map(|(run, rows)| rows.iter().enumerate().map(move |(row, &key)| (key, run, row)))
                .collect();
            expected.sort_unstable();
            let rows = |end| Merge::new(&runs, end).map(|at| (runs[at.run][at.row], at.run, at.row)).collect::<Vec<_>>();
            prop_assert_eq!(rows(End::First), expected.clone());
            expected.reverse();
            prop_assert_eq!(rows(End::Last), expected);
        }
    }
}
