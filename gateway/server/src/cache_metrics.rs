//! How the caches do, read from them when somebody asks. Each schema has caches of its own; their
//! counters go on where those of the schema before stood.

use std::{
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use gateway_planning::CacheStats;
use telemetry::{
    names,
    prometheus_client::{
        collector::Collector,
        encoding::{DescriptorEncoder, EncodeMetric},
        metrics::{MetricType, counter::ConstCounter, gauge::ConstGauge},
    },
};

use crate::{documents::AutomaticDocuments, snapshot::Snapshot};

/// The caches that are looked at.
#[derive(Debug, Clone)]
pub(crate) struct CacheMetrics {
    automatic: Arc<AutomaticDocuments>,
    planner: Arc<Mutex<PlannerCaches>>,
}

/// The caches of the schema of now, and what those of earlier schemas counted.
#[derive(Default)]
struct PlannerCaches {
    now: Option<Arc<Snapshot>>,
    documents_before: CacheStats,
    plans_before: CacheStats,
}

impl CacheMetrics {
    pub(crate) fn new(automatic: Arc<AutomaticDocuments>) -> Self {
        Self { automatic, planner: Arc::default() }
    }

    /// From now on these caches are looked at.
    pub(crate) fn look_at(&self, snapshot: Arc<Snapshot>) {
        let mut planner = self.planner();
        planner.documents_before = planner.documents();
        planner.plans_before = planner.plans();
        planner.now = Some(snapshot);
    }

    fn planner(&self) -> MutexGuard<'_, PlannerCaches> {
        self.planner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn all(&self) -> [(&'static str, CacheStats); 3] {
        let planner = self.planner();
        [
            ("documents", planner.documents()),
            ("plans", planner.plans()),
            ("automatic_documents", self.automatic.stats()),
        ]
    }
}

impl PlannerCaches {
    fn documents(&self) -> CacheStats {
        let now = self.now.as_ref().map(|snapshot| snapshot.planner.document_cache());
        continued(self.documents_before, now.unwrap_or_default())
    }

    fn plans(&self) -> CacheStats {
        let now = self.now.as_ref().map(|snapshot| snapshot.planner.plan_cache());
        continued(self.plans_before, now.unwrap_or_default())
    }
}

/// Counters go on; entries are those of now.
fn continued(before: CacheStats, now: CacheStats) -> CacheStats {
    CacheStats {
        hits: before.hits + now.hits,
        misses: before.misses + now.misses,
        evictions: before.evictions + now.evictions,
        ..now
    }
}

impl fmt::Debug for PlannerCaches {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PlannerCaches")
            .field("documents", &self.documents())
            .field("plans", &self.plans())
            .finish()
    }
}

/// One number of each cache.
struct Measure {
    name: &'static str,
    help: &'static str,
    kind: MetricType,
    value: fn(&CacheStats) -> u64,
}

const MEASURES: [Measure; 5] = [
    Measure {
        name: names::CACHE_HITS,
        help: "Lookups that found something.",
        kind: MetricType::Counter,
        value: |stats| stats.hits,
    },
    Measure {
        name: names::CACHE_MISSES,
        help: "Lookups that found nothing.",
        kind: MetricType::Counter,
        value: |stats| stats.misses,
    },
    Measure {
        name: names::CACHE_EVICTIONS,
        help: "Entries that made room.",
        kind: MetricType::Counter,
        value: |stats| stats.evictions,
    },
    Measure {
        name: names::CACHE_ENTRIES,
        help: "Entries.",
        kind: MetricType::Gauge,
        value: |stats| stats.entries as u64,
    },
    Measure {
        name: names::CACHE_BYTES,
        help: "Bytes, roughly.",
        kind: MetricType::Gauge,
        value: |stats| stats.bytes as u64,
    },
];

impl Collector for CacheMetrics {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let caches = self.all();
        for Measure { name, help, kind, value } in MEASURES {
            let mut family = encoder.encode_descriptor(name, help, None, kind)?;
            for (cache, stats) in &caches {
                let labels = [("cache", *cache)];
                let encoder = family.encode_family(&labels)?;
                match kind {
                    MetricType::Counter => ConstCounter::new(value(stats)).encode(encoder)?,
                    _ => ConstGauge::new(value(stats)).encode(encoder)?,
                }
            }
        }
        Ok(())
    }
}
