//! What holds for every comparison: how the parts came together does not show.

use comparison::{Dimension, MetricKey, Part};
use proptest::{collection::vec, prelude::*};

use super::build::{answer, complete, durations, question, rate, table, urban};
use crate::compare::Table;

const URBAN: [&str; 4] = ["231002", "231003", "231004", "231005"];

fn computed(parts: Vec<Part>) -> Table {
    let metrics = [MetricKey::ReplyRate, MetricKey::MedianDays];
    let question = question(Dimension::District, &metrics, urban());
    table(&answer(question, parts, complete(&URBAN)))
}

fn some_rate() -> impl Strategy<Value = Part> {
    (prop::sample::select(&URBAN), 0i64..50, 0i64..50)
        .prop_map(|(key, hits, misses)| rate(MetricKey::ReplyRate, key, hits, hits + misses))
}

fn some_durations() -> impl Strategy<Value = Part> {
    (prop::sample::select(&URBAN), vec(0i64..900, 0..30))
        .prop_map(|(key, days)| durations(key, &days))
}

fn parts() -> impl Strategy<Value = Vec<Part>> {
    vec(prop_oneof![some_rate(), some_durations()], 0..20)
}

/// What the gateway does: parts of the same metric and row become one.
fn merged(parts: &[Part]) -> Vec<Part> {
    let mut merged: Vec<Part> = Vec::new();
    for part in parts {
        let is_same = |other: &&mut Part| other.metric == part.metric && other.key == part.key;
        match merged.iter_mut().find(is_same) {
            None => merged.push(part.clone()),
            Some(sum) => {
                sum.denominator += part.denominator;
                sum.numerator = sum.numerator.zip(part.numerator).map(|(a, b)| a + b);
                if let (Some(sum), Some(days)) = (&mut sum.histogram, &part.histogram) {
                    sum.merge(days).expect("few days");
                }
            }
        }
    }
    merged
}

proptest! {
    #[test]
    fn merging_before_computing_changes_nothing(parts in parts()) {
        prop_assert_eq!(computed(merged(&parts)), computed(parts));
    }

    #[test]
    fn the_order_of_parts_changes_nothing(parts in parts(), seed in any::<prop::sample::Index>()) {
        let mut turned = parts.clone();
        if !turned.is_empty() {
            let by = seed.index(turned.len());
            turned.rotate_left(by);
        }
        prop_assert_eq!(computed(turned), computed(parts));
    }

    #[test]
    fn values_lie_within_their_intervals(parts in parts()) {
        let table = computed(parts);
        for cell in table.rows.iter().chain(&table.total).flat_map(|row| &row.cells) {
            let Some(value) = cell.value else { continue };
            prop_assert!(cell.low.is_none_or(|low| low <= value), "{cell:?}");
            prop_assert!(cell.high.is_none_or(|high| value <= high), "{cell:?}");
        }
    }

    #[test]
    fn the_total_counts_the_cases_of_all_rows(parts in parts()) {
        let table = computed(parts);
        let total = table.total.expect("everyone answered");
        for cell in &total.cells {
            let of_rows = table.rows.iter().flat_map(|row| &row.cells);
            let same = of_rows.filter(|other| other.metric == cell.metric);
            let (numerators, denominators): (Vec<_>, Vec<_>) =
                same.map(|other| (other.numerator, other.denominator)).unzip();
            prop_assert_eq!(cell.denominator, denominators.into_iter().sum::<Option<u64>>());
            prop_assert_eq!(cell.numerator, numerators.into_iter().sum::<Option<u64>>());
        }
    }
}
