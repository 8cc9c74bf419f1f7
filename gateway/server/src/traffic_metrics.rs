//! How the calls to subgraphs do, read from the services of the snapshot of now when somebody asks.
//! A reload sets services up anew; their counters go on where those of before stood.

use std::{
    collections::BTreeMap,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use gateway_execution::{BreakerState, Replicas, TrafficCounts};
use telemetry::{
    names,
    prometheus_client::{
        collector::Collector,
        encoding::{DescriptorEncoder, EncodeLabelSet, EncodeMetric},
        metrics::{MetricType, counter::ConstCounter, gauge::ConstGauge},
    },
};

use crate::snapshot::Snapshot;

/// The services that are looked at. Cloning shares them.
#[derive(Clone, Default)]
pub(crate) struct TrafficMetrics(Arc<Mutex<Services>>);

#[derive(Default)]
struct Services {
    now: Option<Arc<Snapshot>>,
    before: Measured,
}

/// What was counted, by service and by endpoint.
#[derive(Debug, Clone, Default)]
struct Measured {
    services: BTreeMap<ServiceLabels, TrafficCounts>,
    endpoints: BTreeMap<EndpointLabels, EndpointCounts>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, EncodeLabelSet)]
struct ServiceLabels {
    subgraph: String,
    partition: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, EncodeLabelSet)]
struct EndpointLabels {
    subgraph: String,
    partition: Option<String>,
    endpoint: String,
}

#[derive(Debug, Clone, Copy, Default)]
struct EndpointCounts {
    opened: u64,
    refused: u64,
    /// Of those that are served now.
    now: Option<EndpointNow>,
}

#[derive(Debug, Clone, Copy)]
struct EndpointNow {
    in_flight: u64,
    breaker: Option<BreakerState>,
}

impl TrafficMetrics {
    /// From now on the services of this snapshot are looked at.
    pub(crate) fn look_at(&self, snapshot: Arc<Snapshot>) {
        let mut services = self.lock();
        let mut before = services.measure();
        for counts in before.endpoints.values_mut() {
            counts.now = None;
        }
        *services = Services { now: Some(snapshot), before };
    }

    fn lock(&self) -> MutexGuard<'_, Services> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Services {
    fn measure(&self) -> Measured {
        let mut measured = self.before.clone();
        let Some(snapshot) = &self.now else { return measured };
        for (subgraph, partition, replicas) in snapshot.executor.topology().services() {
            measured.add(subgraph, partition, replicas);
        }
        measured
    }
}

impl Measured {
    fn add(&mut self, subgraph: &str, partition: Option<&str>, replicas: &Replicas) {
        let (subgraph, partition) = (subgraph.to_owned(), partition.map(str::to_owned));
        let labels = ServiceLabels { subgraph: subgraph.clone(), partition: partition.clone() };
        let before = self.services.entry(labels).or_default();
        let now = replicas.counts();
        *before = TrafficCounts {
            calls: before.calls + now.calls,
            shared_reads: before.shared_reads + now.shared_reads,
            retries: before.retries + now.retries,
            retries_denied: before.retries_denied + now.retries_denied,
        };
        for state in replicas.states() {
            let endpoint = state.endpoint.to_string();
            let (subgraph, partition) = (subgraph.clone(), partition.clone());
            let labels = EndpointLabels { subgraph, partition, endpoint };
            let counts = self.endpoints.entry(labels).or_default();
            counts.opened += state.opened;
            counts.refused += state.refused;
            let in_flight = state.in_flight as u64;
            counts.now = Some(EndpointNow { in_flight, breaker: state.breaker });
        }
    }
}

/// One number of each service or endpoint; none where it has no meaning.
struct Measure<T> {
    name: &'static str,
    help: &'static str,
    kind: MetricType,
    value: fn(&T) -> Option<u64>,
}

const SERVICE_MEASURES: [Measure<TrafficCounts>; 4] = [
    Measure {
        name: names::SUBGRAPH_CALLS,
        help: "Calls to services; one that is sent again counts once.",
        kind: MetricType::Counter,
        value: |counts| Some(counts.calls),
    },
    Measure {
        name: names::SUBGRAPH_SHARED_READS,
        help: "Reads that an equal call which was under way answered.",
        kind: MetricType::Counter,
        value: |counts| Some(counts.shared_reads),
    },
    Measure {
        name: names::SUBGRAPH_RETRIES,
        help: "Reads that were sent again.",
        kind: MetricType::Counter,
        value: |counts| Some(counts.retries),
    },
    Measure {
        name: names::SUBGRAPH_RETRIES_DENIED,
        help: "Reads that were not sent again because the budget was spent.",
        kind: MetricType::Counter,
        value: |counts| Some(counts.retries_denied),
    },
];

const ENDPOINT_MEASURES: [Measure<EndpointCounts>; 4] = [
    Measure {
        name: names::ENDPOINT_CALLS_IN_FLIGHT,
        help: "Calls that are under way.",
        kind: MetricType::Gauge,
        value: |counts| counts.now.map(|now| now.in_flight),
    },
    Measure {
        name: names::BREAKER_STATE,
        help: "0: all calls go through; 1: single ones as probes; 2: none.",
        kind: MetricType::Gauge,
        value: |counts| counts.now.and_then(|now| now.breaker).map(state_number),
    },
    Measure {
        name: names::BREAKER_OPENED,
        help: "How often the breaker has opened.",
        kind: MetricType::Counter,
        value: |counts| Some(counts.opened),
    },
    Measure {
        name: names::BREAKER_REFUSED,
        help: "Calls that the breaker has not let through.",
        kind: MetricType::Counter,
        value: |counts| Some(counts.refused),
    },
];

fn state_number(state: BreakerState) -> u64 {
    match state {
        BreakerState::Closed => 0,
        BreakerState::HalfOpen => 1,
        BreakerState::Open => 2,
    }
}

impl Collector for TrafficMetrics {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let measured = self.lock().measure();
        encode_all(&mut encoder, &SERVICE_MEASURES, &measured.services)?;
        encode_all(&mut encoder, &ENDPOINT_MEASURES, &measured.endpoints)
    }
}

fn encode_all<L: EncodeLabelSet, T>(
    encoder: &mut DescriptorEncoder<'_>,
    measures: &[Measure<T>],
    rows: &BTreeMap<L, T>,
) -> fmt::Result {
    for Measure { name, help, kind, value } in measures {
        let mut family = encoder.encode_descriptor(name, help, None, *kind)?;
        for (labels, row) in rows {
            let Some(number) = value(row) else { continue };
            let encoder = family.encode_family(labels)?;
            match kind {
                MetricType::Counter => ConstCounter::new(number).encode(encoder)?,
                _ => ConstGauge::new(number).encode(encoder)?,
            }
        }
    }
    Ok(())
}

impl fmt::Debug for TrafficMetrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("TrafficMetrics").field(&self.lock().measure()).finish()
    }
}
