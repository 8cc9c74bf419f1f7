//! The way to a plan as a request sees it: from the cache, by joining a run that is under way, or
//! by a run of its own on the planning threads. It waits no longer than the deadline.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use contract::ErrorCode;
use gateway_supergraph::Supergraph;
use tokio::{sync::watch, time::timeout};

use crate::{
    CacheStats, PlanFailure, Planned, PlannerBuildError, PlannerSettings,
    cache::{Cache, Key},
    in_flight::{InFlight, OwnedKey, Ticket},
    pipeline::Pipeline,
    pool::Pool,
};

type Outcome = Result<Arc<Planned>, PlanFailure>;

/// Plans the operations of one supergraph. A new supergraph needs a new planner, and begins with
/// an empty cache.
pub struct Planner {
    shared: Arc<Shared>,
    pool: Pool,
    settings: PlannerSettings,
}

struct Shared {
    pipeline: Pipeline,
    cache: Cache<Planned>,
    in_flight: InFlight<Outcome>,
}

impl Planner {
    /// Prepares planning for a supergraph.
    ///
    /// # Errors
    /// [`PlannerBuildError`].
    pub fn new(
        supergraph: Arc<Supergraph>,
        settings: PlannerSettings,
    ) -> Result<Self, PlannerBuildError> {
        let pool = Pool::new(settings.threads, settings.queue)?;
        let shared = Shared {
            pipeline: Pipeline::new(supergraph, &settings)?,
            cache: Cache::new(settings.cached_plans, settings.cached_bytes),
            in_flight: InFlight::new(),
        };
        Ok(Self { shared: Arc::new(shared), pool, settings })
    }

    /// The plan of an operation.
    ///
    /// # Errors
    /// [`PlanFailure`]: what is wrong with the document, or why it cannot be planned.
    pub async fn plan(
        &self,
        document: &str,
        operation_name: Option<&str>,
    ) -> Result<Arc<Planned>, PlanFailure> {
        let key = Key { document, operation_name };
        if let Some(planned) = self.shared.cache.get(key) {
            return Ok(planned);
        }
        let key = OwnedKey::from(key);
        let result = match self.shared.in_flight.enter(&key) {
            Ticket::Join(result) => result,
            Ticket::Start(sender, result) => {
                self.start(key, sender)?;
                result
            }
        };
        self.wait(result).await
    }

    /// How the cache of planned documents does.
    #[must_use]
    pub fn document_cache(&self) -> CacheStats {
        self.shared.cache.stats()
    }

    /// How the cache of plans does, which documents share that differ in literals alone.
    #[must_use]
    pub fn plan_cache(&self) -> CacheStats {
        self.shared.pipeline.cache_stats()
    }

    fn start(
        &self,
        key: OwnedKey,
        sender: watch::Sender<Option<Outcome>>,
    ) -> Result<(), PlanFailure> {
        let shared = Arc::clone(&self.shared);
        let of_job = key.clone();
        let job = move || {
            let outcome = shared.run(&of_job);
            // In this order, a request finds the result in the cache or in flight.
            if let Ok(planned) = &outcome {
                shared.cache.insert(of_job.as_key(), Arc::clone(planned), planned.bytes());
            }
            shared.in_flight.leave(&of_job);
            sender.send_replace(Some(outcome));
        };
        self.pool.run(job).map_err(|_| {
            self.shared.in_flight.leave(&key);
            PlanFailure::new(ErrorCode::Overloaded, "too many operations wait to be planned")
        })
    }

    async fn wait(&self, mut result: watch::Receiver<Option<Outcome>>) -> Outcome {
        let deadline = self.settings.deadline;
        match timeout(deadline, result.wait_for(Option::is_some)).await {
            Ok(Ok(outcome)) => outcome.clone().unwrap_or_else(|| Err(gone())),
            Ok(Err(_)) => Err(gone()),
            Err(_) => Err(PlanFailure::new(
                ErrorCode::PlanningFailed,
                format!("planning the operation takes longer than {} ms", deadline.as_millis()),
            )),
        }
    }
}

impl Shared {
    /// Runs the pipeline; a panic is one failed request and never a lost thread.
    fn run(&self, key: &OwnedKey) -> Outcome {
        let Key { document, operation_name } = key.as_key();
        catch_unwind(AssertUnwindSafe(|| self.pipeline.run(document, operation_name)))
            .unwrap_or_else(|_| {
                tracing::error!("planning panicked");
                let message = "the operation cannot be planned";
                Err(PlanFailure::new(ErrorCode::PlanningFailed, message))
            })
            .map(Arc::new)
    }
}

/// The run was dropped before it began: the queue was full for the one who started it.
fn gone() -> PlanFailure {
    PlanFailure::new(ErrorCode::Overloaded, "too many operations wait to be planned")
}
