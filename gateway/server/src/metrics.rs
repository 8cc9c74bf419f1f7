//! What the gateway counts.

use std::{sync::Arc, time::Duration};

use gateway_execution::Execution;
use telemetry::{
    names,
    prometheus_client::{
        encoding::EncodeLabelSet,
        metrics::{
            counter::Counter,
            family::Family,
            gauge::Gauge,
            histogram::{Histogram, exponential_buckets},
        },
        registry::Registry,
    },
};

/// How a request ended.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Outcome {
    outcome: &'static str,
}

/// Which partition failed, and how.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct PartitionFailure {
    partition: String,
    reason: &'static str,
}

/// The gateway's counters. Cloning shares them.
#[derive(Debug, Clone)]
pub(crate) struct Metrics {
    requests: Family<Outcome, Counter>,
    seconds: Histogram,
    in_flight: Gauge,
    partition_failures: Family<PartitionFailure, Counter>,
}

impl Metrics {
    /// Counters in a registry of their own.
    pub(crate) fn new() -> (Self, Arc<Registry>) {
        let metrics = Self {
            requests: Family::default(),
            seconds: Histogram::new(exponential_buckets(0.000_5, 2.0, 16)),
            in_flight: Gauge::default(),
            partition_failures: Family::default(),
        };
        let mut registry = Registry::default();
        registry.register(names::REQUESTS, "GraphQL requests that were answered", metrics.requests.clone());
        registry.register(names::REQUEST_SECONDS, "How long they took", metrics.seconds.clone());
        registry.register(names::REQUESTS_IN_FLIGHT, "Those being answered", metrics.in_flight.clone());
        registry.register(
            names::PARTITION_FAILURES,
            "Partitions that are missing from answers",
            metrics.partition_failures.clone(),
        );
        (metrics, Arc::new(registry))
    }

    pub(crate) fn began(&self) {
        self.in_flight.inc();
    }

    /// Counts a request that was executed.
    pub(crate) fn executed(&self, execution: &Execution, elapsed: Duration) {
        for failed in execution.partitions.failed() {
            let label = PartitionFailure { partition: failed.code.to_owned(), reason: failed.reason.as_str() };
            self.partition_failures.get_or_create(&label).inc();
        }
        let outcome = match (execution.complete, execution.errors) {
            (true, 0) => "ok",
            (true, _) => "errors",
            (false, _) => "partial",
        };
        self.ended(outcome, elapsed);
    }

    /// Counts a request that was refused.
    pub(crate) fn refused(&self, elapsed: Duration) {
        self.ended("refused", elapsed);
    }

    fn ended(&self, outcome: &'static str, elapsed: Duration) {
        self.in_flight.dec();
        self.requests.get_or_create(&Outcome { outcome }).inc();
        self.seconds.observe(elapsed.as_secs_f64());
    }
}
