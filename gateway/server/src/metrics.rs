//! What the gateway counts.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

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

/// How a request or a reload ended.
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
#[derive(Debug, Clone, Default)]
pub(crate) struct Metrics(Arc<Counters>);

#[derive(Debug)]
struct Counters {
    requests: Family<Outcome, Counter>,
    seconds: Histogram,
    in_flight: Gauge,
    subscriptions: Gauge,
    subscription_events: Family<Outcome, Counter>,
    partition_failures: Family<PartitionFailure, Counter>,
    reloads: Family<Outcome, Counter>,
}

impl Default for Counters {
    fn default() -> Self {
        Self {
            requests: Family::default(),
            seconds: Histogram::new(exponential_buckets(0.000_5, 2.0, 16)),
            in_flight: Gauge::default(),
            subscriptions: Gauge::default(),
            subscription_events: Family::default(),
            partition_failures: Family::default(),
            reloads: Family::default(),
        }
    }
}

impl Metrics {
    /// Makes the counters readable through a registry.
    pub(crate) fn register(&self, registry: &mut Registry) {
        let Counters { requests, seconds, in_flight, partition_failures, reloads, .. } = &*self.0;
        let Counters { subscriptions, subscription_events, .. } = &*self.0;
        registry.register(
            names::SUBSCRIPTIONS,
            "Subscriptions that are open",
            subscriptions.clone(),
        );
        registry.register(
            names::SUBSCRIPTION_EVENTS,
            "Events that were sent to clients",
            subscription_events.clone(),
        );
        registry.register(names::REQUESTS, "GraphQL requests that were answered", requests.clone());
        registry.register(names::REQUEST_SECONDS, "How long they took", seconds.clone());
        registry.register(names::REQUESTS_IN_FLIGHT, "Those being answered", in_flight.clone());
        registry.register(
            names::PARTITION_FAILURES,
            "Partitions that are missing from answers",
            partition_failures.clone(),
        );
        registry.register(
            names::RELOADS,
            "Attempts to take over a changed schema or configuration",
            reloads.clone(),
        );
    }

    /// A request begins.
    pub(crate) fn begin(&self) -> RequestInFlight {
        self.0.in_flight.inc();
        RequestInFlight { counters: Arc::clone(&self.0), start: Instant::now(), outcome: "cut off" }
    }

    /// A subscription is open.
    pub(crate) fn open_subscription(&self) -> OpenSubscription {
        self.0.subscriptions.inc();
        OpenSubscription(Arc::clone(&self.0))
    }

    /// A changed schema or configuration was taken over, or was not fit for it.
    pub(crate) fn reloaded(&self, taken_over: bool) {
        let outcome = if taken_over { "ok" } else { "refused" };
        self.0.reloads.get_or_create(&Outcome { outcome }).inc();
    }
}

/// A subscription that is open. It counts until it is dropped.
#[derive(Debug)]
pub(crate) struct OpenSubscription(Arc<Counters>);

impl OpenSubscription {
    /// It had an event.
    pub(crate) fn event(&mut self, execution: &Execution) {
        self.0.failures(execution);
        self.0.subscription_events.get_or_create(&Outcome { outcome: outcome_of(execution) }).inc();
    }
}

impl Drop for OpenSubscription {
    fn drop(&mut self) {
        self.0.subscriptions.dec();
    }
}

impl Counters {
    fn failures(&self, execution: &Execution) {
        for failed in execution.partitions.failed() {
            let label = PartitionFailure {
                partition: failed.code.to_owned(),
                reason: failed.reason.as_str(),
            };
            self.partition_failures.get_or_create(&label).inc();
        }
    }
}

fn outcome_of(execution: &Execution) -> &'static str {
    match (execution.complete, execution.errors) {
        (true, 0) => "ok",
        (true, _) => "errors",
        (false, _) => "partial",
    }
}

/// A request being answered. It is counted when it is dropped, so that those count too whose
/// client went away.
#[derive(Debug)]
pub(crate) struct RequestInFlight {
    counters: Arc<Counters>,
    start: Instant,
    outcome: &'static str,
}

impl RequestInFlight {
    /// It was executed.
    pub(crate) fn executed(&mut self, execution: &Execution) {
        self.counters.failures(execution);
        self.outcome = outcome_of(execution);
    }

    /// It opened a subscription.
    pub(crate) fn subscribed(&mut self) {
        self.outcome = "subscribed";
    }

    /// It was refused.
    pub(crate) fn refused(&mut self) {
        self.outcome = "refused";
    }

    fn elapsed(&self) -> Duration {
        self.start.elapsed()
    }
}

impl Drop for RequestInFlight {
    fn drop(&mut self) {
        self.counters.in_flight.dec();
        self.counters.requests.get_or_create(&Outcome { outcome: self.outcome }).inc();
        self.counters.seconds.observe(self.elapsed().as_secs_f64());
    }
}
