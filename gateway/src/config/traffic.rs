//! How subgraphs are called: for all of them in the table `traffic`, and for one of them in its
//! table `subgraphs.traffic`, which says only what is different.

use std::time::Duration;

use gateway_subgraph_client::{BreakerPolicy, RetryPolicy, TrafficPolicy};

use super::reader::Section;

/// Reads the table `traffic`.
pub(super) fn read(section: Section<'_>, concurrency: usize) -> TrafficPolicy {
    read_over(section, &TrafficPolicy { concurrency, ..TrafficPolicy::default() })
}

/// Reads the table `subgraphs.traffic`; what is absent is as for all subgraphs.
pub(super) fn read_for_subgraph(mut section: Section<'_>, all: &TrafficPolicy) -> TrafficPolicy {
    let concurrency = section
        .integer("calls_per_endpoint", 1..=100_000)
        .and_then(|calls| usize::try_from(calls).ok())
        .unwrap_or(all.concurrency);
    read_over(section, &TrafficPolicy { concurrency, ..all.clone() })
}

fn read_over(mut section: Section<'_>, base: &TrafficPolicy) -> TrafficPolicy {
    let policy = TrafficPolicy {
        concurrency: base.concurrency,
        timeout: milliseconds(&mut section, "timeout_ms").or(base.timeout),
        share_reads: section.boolean("share_reads").unwrap_or(base.share_reads),
        retries: match section.section("retries") {
            Some(section) => read_retries(section, &base.retries),
            None => base.retries.clone(),
        },
        breaker: match section.section("breaker") {
            Some(section) => read_breaker(section, base.breaker.as_ref()),
            None => base.breaker.clone(),
        },
    };
    section.finish();
    policy
}

fn read_retries(mut section: Section<'_>, base: &RetryPolicy) -> RetryPolicy {
    let policy = RetryPolicy {
        attempts: number(&mut section, "attempts", 0, 10).unwrap_or(base.attempts),
        percent_of_calls: number(&mut section, "percent_of_calls", 0, 1_000)
            .unwrap_or(base.percent_of_calls),
        per_second: number(&mut section, "per_second", 0, 100_000).unwrap_or(base.per_second),
        first_pause: milliseconds(&mut section, "first_pause_ms").unwrap_or(base.first_pause),
        longest_pause: milliseconds(&mut section, "longest_pause_ms").unwrap_or(base.longest_pause),
    };
    section.finish();
    policy
}

/// A breaker is on when its table is there, unless the table says otherwise.
fn read_breaker(mut section: Section<'_>, base: Option<&BreakerPolicy>) -> Option<BreakerPolicy> {
    let base = base.cloned().unwrap_or_default();
    let is_enabled = section.boolean("enabled").unwrap_or(true);
    let policy = BreakerPolicy {
        failure_percent: number(&mut section, "failure_percent", 1, 100)
            .unwrap_or(base.failure_percent),
        min_calls: number(&mut section, "min_calls", 1, 100_000).unwrap_or(base.min_calls),
        window: milliseconds(&mut section, "window_ms").unwrap_or(base.window),
        open_time: milliseconds(&mut section, "open_ms").unwrap_or(base.open_time),
    };
    section.finish();
    is_enabled.then_some(policy)
}

fn milliseconds(section: &mut Section<'_>, key: &'static str) -> Option<Duration> {
    section.integer(key, 1..=600_000).map(Duration::from_millis)
}

fn number(section: &mut Section<'_>, key: &'static str, low: u64, high: u64) -> Option<u32> {
    section.integer(key, low..=high).and_then(|number| u32::try_from(number).ok())
}
