//! How one service is called. The configuration gives each subgraph its own; what it leaves out is
//! the default here.

/// What governs the calls to one service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrafficPolicy {
    /// The most calls to one endpoint at a time; others wait.
    pub concurrency: usize,
    /// Whether equal reads that are under way at the same time share one call.
    pub share_reads: bool,
}

impl Default for TrafficPolicy {
    fn default() -> Self {
        Self { concurrency: 256, share_reads: true }
    }
}
