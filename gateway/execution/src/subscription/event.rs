//! Makes answers: of an event, whose fetches run before it is projected, and of the loss of a
//! source.

use std::time::{SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use contract::coverage::MissingReason;
use gateway_subgraph_client::Answer;

use super::{Subscription, queue::SourceId, source_of};
use crate::{
    executor::Executor, place::path_of, policy::Turnout, request::Execution, root_fetch::RootWork,
    run::Run, schedule, sender::Returned,
};

impl Subscription {
    /// The answer to an event.
    pub(super) async fn event(
        &mut self,
        executor: &Executor,
        source: SourceId,
        body: Bytes,
    ) -> Execution {
        let mut run = Run::new(executor, &self.request);
        if self.standings.have_returned() {
            self.standings.tell(&mut run.coverage);
        }
        if let Some((subgraph, fetch)) = source_of(&self.request) {
            let returned = Returned {
                partition: self.standings.key(source).map(str::to_owned),
                result: Ok(Answer::of(body)),
                elapsed: std::time::Duration::ZERO,
            };
            let headers = executor.headers(&self.request);
            let skewed = self.request.plan.fetches.first().map_or(&[][..], |first| &first.skewed);
            let work = RootWork::of_event(&mut run, subgraph, fetch, skewed, returned);
            schedule::run_after_event(&mut run, &headers, work).await;
        }
        run.into_answer()
    }

    /// Tells that a source is lost. Where the policy demands more than is left, the subscription
    /// ends with it.
    pub(super) fn loss(&mut self, executor: &Executor, source: SourceId) -> Execution {
        let mut run = Run::new(executor, &self.request);
        let Some((subgraph, fetch)) = source_of(&self.request) else { return run.into_answer() };
        let path = fetch.fields.first().map(|field| path_of(&fetch.at, &field.response_key));
        let path = path.unwrap_or_default();
        let reason =
            self.standings.loss(source).map_or(MissingReason::Unreachable, |loss| loss.reason);
        match self.standings.key(source) {
            None => run.subgraph_failed(path, subgraph, reason),
            Some(key) => {
                let failed: Vec<(&str, MissingReason)> =
                    self.standings.all_lost().map(|(key, loss)| (key, loss.reason)).collect();
                let keys: Vec<&str> = failed.iter().map(|(key, _)| *key).collect();
                let partitions = executor.topology.partitions(subgraph);
                let owns = |partition: &str, key: &str| {
                    partitions.is_some_and(|partitions| partitions.owns(partition, key))
                };
                let turnout =
                    Turnout { asked: self.standings.expected(), failed: &keys, owns: &owns };
                match self.request.policy.check_sources(turnout) {
                    Ok(()) => run.partition_failed(path, key, reason),
                    Err(unmet) => {
                        run.policy_unmet(path, &unmet, &failed);
                        self.ended = true;
                    }
                }
            }
        }
        self.standings.tell(&mut run.coverage);
        run.into_answer()
    }
}

pub(super) fn seconds_since_1970() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs())
}
