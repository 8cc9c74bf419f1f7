//! Bounds on requests and answers.

use std::{ops::RangeInclusive, time::Duration};

use super::reader::Section;

/// Bounds; what is absent keeps the default of the part that it concerns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LimitsConfig {
    /// The largest request body, in bytes.
    pub body_bytes: usize,
    /// The longest that a request body may take to arrive.
    pub body_time: Duration,
    /// The most connections at once.
    pub connections: usize,
    /// The most requests that are worked on at once.
    pub concurrent_requests: usize,
    /// The longest that a request may take.
    pub request_time: Duration,
    /// The deepest nesting of fields, fragments expanded.
    pub depth: usize,
    /// The most fields, fragments expanded.
    pub fields: usize,
    /// What an operation may cost by estimate; without it, as much as it does.
    pub max_cost: Option<u64>,
    /// How long lists are taken to be of which the schema says nothing, for the cost.
    pub list_size: u64,
    /// The largest answer that is read from one subgraph call, in bytes.
    pub subgraph_answer_bytes: usize,
    /// The most rows of one partition in one list that is gathered.
    pub rows_per_list: usize,
    /// The most rows of one partition in an answer.
    pub rows_per_partition: usize,
    /// The most rows of all partitions in an answer.
    pub rows: usize,
    /// The most calls to one endpoint at once.
    pub calls_per_endpoint: usize,
    /// The most memory that cached plans may take, in bytes.
    pub plan_cache_bytes: usize,
}

impl Default for LimitsConfig {
    fn default() -> Self {
        Self {
            body_bytes: 512 << 10,
            body_time: Duration::from_secs(10),
            connections: 10_000,
            concurrent_requests: 1_000,
            request_time: Duration::from_secs(30),
            depth: 50,
            fields: 10_000,
            max_cost: None,
            list_size: 10,
            subgraph_answer_bytes: 16 << 20,
            rows_per_list: 10_000,
            rows_per_partition: 100_000,
            rows: 1_000_000,
            calls_per_endpoint: 256,
            plan_cache_bytes: 64 << 20,
        }
    }
}

/// What a bound on rows may be.
const ROWS: RangeInclusive<u64> = 1..=1_000_000_000;

/// Reads the table `limits`.
pub(super) fn read(mut section: Section<'_>) -> LimitsConfig {
    let default = LimitsConfig::default();
    let mut time =
        |key, default| section.integer(key, 10..=600_000).map_or(default, Duration::from_millis);
    let (body_time, request_time) =
        (time("body_ms", default.body_time), time("request_ms", default.request_time));
    let max_cost = section.integer("max_cost", 1..=u64::MAX >> 1);
    let list_size = section.integer("list_size", 0..=1_000_000).unwrap_or(default.list_size);
    let mut size = |key, range, default: usize| {
        section.integer(key, range).and_then(|n| usize::try_from(n).ok()).unwrap_or(default)
    };
    let limits = LimitsConfig {
        body_bytes: size("body_bytes", 1_024..=64 << 20, default.body_bytes),
        connections: size("connections", 1..=1_000_000, default.connections),
        concurrent_requests: size(
            "concurrent_requests",
            1..=1_000_000,
            default.concurrent_requests,
        ),
        depth: size("depth", 1..=200, default.depth),
        fields: size("fields", 1..=1_000_000, default.fields),
        subgraph_answer_bytes: size(
            "subgraph_answer_bytes",
            1_024..=1 << 30,
            default.subgraph_answer_bytes,
        ),
        rows_per_list: size("rows_per_list", ROWS, default.rows_per_list),
        rows_per_partition: size("rows_per_partition", ROWS, default.rows_per_partition),
        rows: size("rows", ROWS, default.rows),
        calls_per_endpoint: size("calls_per_endpoint", 1..=100_000, default.calls_per_endpoint),
        plan_cache_bytes: size("plan_cache_bytes", 0..=8 << 30, default.plan_cache_bytes),
        body_time,
        request_time,
        max_cost,
        list_size,
    };
    section.finish();
    limits
}
