//! How subgraphs are called: for all of them in the table `traffic`, and for one of them in its
//! table `subgraphs.traffic`, which says only what is different.

use gateway_subgraph_client::TrafficPolicy;

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
        share_reads: section.boolean("share_reads").unwrap_or(base.share_reads),
        ..base.clone()
    };
    section.finish();
    policy
}
