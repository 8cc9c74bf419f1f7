//! How one service is called. The configuration gives each subgraph its own; what it leaves out is
//! the default here.

use std::time::Duration;

/// What governs the calls to one service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrafficPolicy {
    /// The most calls to one endpoint at a time; others wait.
    pub concurrency: usize,
    /// The longest that a call may take, with all its attempts and pauses. The deadline of the
    /// request cuts it; without a time of its own, that alone does.
    pub timeout: Option<Duration>,
    /// Whether equal reads that are under way at the same time share one call.
    pub share_reads: bool,
    /// When reads are sent again.
    pub retries: RetryPolicy,
    /// When an endpoint that fails is left alone; without it, never.
    pub breaker: Option<BreakerPolicy>,
}

impl Default for TrafficPolicy {
    fn default() -> Self {
        Self {
            concurrency: 256,
            timeout: None,
            share_reads: true,
            retries: RetryPolicy::default(),
            breaker: Some(BreakerPolicy::default()),
        }
    }
}

/// When reads are sent again. Writes never are, unless no connection came about at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetryPolicy {
    /// How often one read may be sent again to a service that failed it.
    pub attempts: u32,
    /// Retries that the calls of a service earn, in percent of them.
    pub percent_of_calls: u32,
    /// Retries that a service may be sent in each second, whatever its calls.
    pub per_second: u32,
    /// The longest pause before the first retry. It doubles with each further one.
    pub first_pause: Duration,
    /// What it doubles up to.
    pub longest_pause: Duration,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            attempts: 2,
            percent_of_calls: 20,
            per_second: 10,
            first_pause: Duration::from_millis(25),
            longest_pause: Duration::from_secs(1),
        }
    }
}

/// When a breaker opens, and for how long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BreakerPolicy {
    /// It opens when this many percent of the calls fail,
    pub failure_percent: u32,
    /// of at least so many,
    pub min_calls: u32,
    /// within this time.
    pub window: Duration,
    /// How long nothing is sent before the endpoint is tried again.
    pub open_time: Duration,
}

impl Default for BreakerPolicy {
    fn default() -> Self {
        Self {
            failure_percent: 50,
            min_calls: 20,
            window: Duration::from_secs(10),
            open_time: Duration::from_secs(5),
        }
    }
}
