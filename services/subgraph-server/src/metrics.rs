//! What a subgraph counts about its requests.

use std::{sync::Arc, time::Instant};

use prometheus_client::{
    metrics::{
        counter::Counter,
        family::Family,
        gauge::Gauge,
        histogram::{Histogram, exponential_buckets},
    },
    registry::Registry,
};
use telemetry::names;

type Labels = [(&'static str, &'static str); 1];

/// The metrics of requests.
#[derive(Debug, Clone)]
pub(crate) struct RequestMetrics(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    answered: Family<Labels, Counter>,
    seconds: Histogram,
    in_flight: Gauge,
}

impl RequestMetrics {
    pub(crate) fn register(registry: &mut Registry) -> Self {
        let inner = Inner {
            answered: Family::default(),
            // From 0.5 ms to 8 s.
            seconds: Histogram::new(exponential_buckets(0.000_5, 2.0, 15)),
            in_flight: Gauge::default(),
        };
        let answered = inner.answered.clone();
        registry.register(names::REQUESTS, "GraphQL requests that were answered", answered);
        registry.register(
            names::REQUEST_SECONDS,
            "How long GraphQL requests took",
            inner.seconds.clone(),
        );
        registry.register(
            names::REQUESTS_IN_FLIGHT,
            "GraphQL requests that are being answered",
            inner.in_flight.clone(),
        );
        Self(Arc::new(inner))
    }

    /// Measures a request from now on, until the measurement is dropped.
    pub(crate) fn start(&self) -> Measurement {
        self.0.in_flight.inc();
        // A request that nobody waits for any more is dropped without a word.
        Measurement { metrics: self.clone(), started: Instant::now(), outcome: "cancelled" }
    }
}

/// A request that is being measured.
pub(crate) struct Measurement {
    metrics: RequestMetrics,
    started: Instant,
    outcome: &'static str,
}

impl Measurement {
    /// Says how the request ended: `ok`, or the code of its first error.
    pub(crate) fn ends(&mut self, outcome: &'static str) {
        self.outcome = outcome;
    }
}

impl Drop for Measurement {
    fn drop(&mut self) {
        let metrics = &self.metrics.0;
        metrics.in_flight.dec();
        metrics.seconds.observe(self.started.elapsed().as_secs_f64());
        metrics.answered.get_or_create(&[("outcome", self.outcome)]).inc();
    }
}
