//! The way to a plan as a request sees it: from the cache, by joining a run that is under way, or
//! by a run of its own on the planning threads. It waits no longer than the deadline. What the
//! guard refuses gets no thread, and neither does what nobody waits for any more.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use contract::ErrorCode;
use gateway_operation::{RequestError, Variables, guard, variables::Nulls};
use gateway_supergraph::{Overrides, Supergraph};
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

    /// The plan of an operation, for requests for which these labels of overrides hold.
    ///
    /// # Errors
    /// [`PlanFailure`]: what is wrong with the document, or why it cannot be planned.
    pub async fn plan(
        &self,
        document: &str,
        operation_name: Option<&str>,
        overrides: Overrides,
    ) -> Result<Arc<Planned>, PlanFailure> {
        let nulls = Nulls::default();
        self.plan_by(Key { document, operation_name, overrides, nulls }).await
    }

    /// The plan of an operation for a request with these raw variables. It is that of
    /// [`Self::plan`], unless a variable is null that cannot be where it stands: the fields whose
    /// arguments it stands in fail then, and are not fetched.
    ///
    /// # Errors
    /// As [`Self::plan`].
    pub async fn plan_for(
        &self,
        document: &str,
        operation_name: Option<&str>,
        overrides: Overrides,
        variables: &Variables,
    ) -> Result<Arc<Planned>, PlanFailure> {
        let planned = self.plan(document, operation_name, overrides).await?;
        let nulls = planned.nulls(variables);
        if nulls.is_empty() {
            return Ok(planned);
        }
        self.plan_by(Key { document, operation_name, overrides, nulls }).await
    }

    async fn plan_by(&self, key: Key<'_>) -> Outcome {
        if let Some(planned) = self.shared.cache.get(key) {
            return Ok(planned);
        }
        guard::admit(key.document, &self.settings.prepare.limits)
            .map_err(|error| PlanFailure::from(vec![RequestError::from(error)]))?;
        let key = OwnedKey::from(key);
        let result = match self.shared.in_flight.enter(&key) {
            Ticket::Join(result) => result,
            Ticket::Start(sender, result) => {
                self.start(key, sender, |pipeline, key| pipeline.run(key))?;
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
        work: impl FnOnce(&Pipeline, Key<'_>) -> Result<Planned, PlanFailure> + Send + 'static,
    ) -> Result<(), PlanFailure> {
        let shared = Arc::clone(&self.shared);
        let of_job = key.clone();
        let job = move || {
            if shared.in_flight.abandon(&of_job, &sender) {
                return;
            }
            let outcome = shared.contained(|pipeline| work(pipeline, of_job.as_key()));
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
    /// Runs work with the pipeline; a panic is one failed request and never a lost thread.
    fn contained(&self, work: impl FnOnce(&Pipeline) -> Result<Planned, PlanFailure>) -> Outcome {
        catch_unwind(AssertUnwindSafe(|| work(&self.pipeline)))
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

#[cfg(test)]
mod tests {
    use std::{
        sync::mpsc::{Sender, channel},
        time::Duration,
    };

    use super::*;

    const DOCUMENT: &str = "{ districts { code } }";

    fn planner(settings: PlannerSettings) -> Planner {
        let sdl = include_str!("tests/city.graphql");
        let supergraph = Supergraph::parse(sdl).expect("the supergraph is sound");
        Planner::new(Arc::new(supergraph), PlannerSettings { threads: 1, ..settings })
            .expect("the supergraph can be planned")
    }

    /// Keeps the only thread busy until the sender is dropped.
    fn block(planner: &Planner) -> Sender<()> {
        let (release, gate) = channel::<()>();
        let (started, has_started) = channel();
        let job = move || {
            let _ = started.send(());
            let _ = gate.recv();
        };
        planner.pool.run(job).expect("the thread is free");
        has_started.recv().expect("the thread runs the job");
        release
    }

    fn code(outcome: Outcome) -> &'static str {
        outcome.expect_err("no plan").errors()[0].code.as_str()
    }

    #[tokio::test]
    async fn a_panic_is_one_failed_request_and_never_a_lost_thread() {
        let planner = planner(PlannerSettings::default());
        let key = OwnedKey::from(Key::of(DOCUMENT));
        let Ticket::Start(sender, result) = planner.shared.in_flight.enter(&key) else {
            panic!("nobody has started it")
        };
        planner.start(key, sender, |_, _| panic!("a case that nobody knows")).expect("queued");
        assert_eq!(code(planner.wait(result).await), "PLANNING_FAILED");
        planner
            .plan(DOCUMENT, None, Overrides::default())
            .await
            .expect("the thread is there, and the failure is not");
    }

    #[tokio::test]
    async fn what_the_guard_refuses_gets_no_thread() {
        let planner = planner(PlannerSettings { queue: 1, ..PlannerSettings::default() });
        let release = block(&planner);
        planner.pool.run(|| {}).expect("one may wait");
        assert_eq!(code(planner.plan(DOCUMENT, None, Overrides::default()).await), "OVERLOADED");
        let deep = "{ a ".repeat(60);
        assert_eq!(
            code(planner.plan(&deep, None, Overrides::default()).await),
            "OPERATION_TOO_COMPLEX"
        );
        drop(release);
    }

    #[tokio::test]
    async fn what_nobody_waits_for_is_not_planned() {
        let planner =
            planner(PlannerSettings { deadline: Duration::ZERO, ..PlannerSettings::default() });
        let release = block(&planner);
        assert_eq!(
            code(planner.plan(DOCUMENT, None, Overrides::default()).await),
            "PLANNING_FAILED"
        );
        drop(release);
        let (done, is_done) = channel();
        planner.pool.run(move || done.send(()).expect("the test listens")).expect("queued");
        is_done.recv().expect("what was queued before has ended");
        assert_eq!(planner.plan_cache().misses, 0);
    }
}
