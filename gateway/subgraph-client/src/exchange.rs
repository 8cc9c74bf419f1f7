//! A call on its way, with all its attempts: which replica, whether its breaker lets the call
//! through, whether a read is sent again and when. Writes go to another replica only when nothing
//! was sent to the one before, and are never repeated. Hedging has its place in a round.

use std::sync::Arc;

use bytes::Bytes;
use tokio::time::{Instant, sleep, timeout_at};

use crate::{
    Answer, CallError, Effect, OutgoingHeaders, Replicas, connections::Connections, deadline,
    health, pause, replicas::Replica,
};

type Outcome = Result<Answer, CallError>;

/// One call on its way. It owns what it needs, so that it can outlive the request that began it.
pub(crate) struct Exchange {
    pub(crate) connections: Arc<Connections>,
    pub(crate) replicas: Arc<Replicas>,
    pub(crate) headers: Arc<OutgoingHeaders>,
    pub(crate) body: Bytes,
    pub(crate) deadline: Instant,
    pub(crate) effect: Effect,
}

impl Exchange {
    /// Makes the call.
    pub(crate) async fn run(self) -> Outcome {
        self.replicas.note_call();
        let mut retry = 0;
        loop {
            let outcome = self.round().await;
            if !self.waits_for_another(retry, &outcome).await {
                return outcome;
            }
            retry += 1;
        }
    }

    /// Tries the replicas one after the other, until one answers.
    async fn round(&self) -> Outcome {
        let mut replicas = self.replicas.in_order().peekable();
        let mut told: Option<Outcome> = None;
        while let Some((index, replica)) = replicas.next() {
            let outcome = self.attempt(replica).await;
            if outcome.is_ok() && !health::may_pass(&outcome) {
                self.replicas.prefer(index);
                return outcome;
            }
            let goes_on = replicas.peek().is_some() && self.may_go_on(&outcome);
            // An open breaker tells less than how another replica has failed.
            if told.is_none() || !matches!(outcome, Err(CallError::Open { .. })) {
                told = Some(outcome);
            }
            if !goes_on {
                break;
            }
        }
        // There is at least one replica, so one attempt has been made.
        told.unwrap_or(Err(CallError::GivenUp))
    }

    /// Whether the next replica is asked at once. That is free when nothing was sent, and a retry
    /// otherwise.
    fn may_go_on(&self, outcome: &Outcome) -> bool {
        if outcome.as_ref().is_err_and(CallError::nothing_was_sent) {
            return true;
        }
        self.effect == Effect::Read && health::may_pass(outcome) && self.replicas.take_retry()
    }

    /// Whether the call is made again after a pause, which has passed then.
    async fn waits_for_another(&self, retry: u32, outcome: &Outcome) -> bool {
        let policy = &self.replicas.policy().retries;
        if self.effect == Effect::Write || retry >= policy.attempts || !health::may_pass(outcome) {
            return false;
        }
        let pause = pause::pause(policy, retry, fastrand::f64(), health::asked_pause(outcome));
        let fits = Instant::now().checked_add(pause).filter(|again| *again < self.deadline);
        if fits.is_none() || !self.replicas.take_retry() {
            return false;
        }
        sleep(pause).await;
        true
    }

    async fn attempt(&self, replica: &Replica) -> Outcome {
        let endpoint = &replica.endpoint;
        let permit = match &replica.breaker {
            Some(breaker) => match breaker.admit(Instant::now()) {
                Some(permit) => Some(permit),
                None => return Err(CallError::Open { endpoint: endpoint.to_string() }),
            },
            None => None,
        };
        let _place = timeout_at(self.deadline, replica.places.acquire())
            .await
            .ok()
            .and_then(Result::ok)
            .ok_or_else(|| CallError::NoCapacity { endpoint: endpoint.to_string() })?;

        let started = Instant::now();
        let given = self.deadline.saturating_duration_since(started);
        let headers = self.headers.for_call(deadline::told_milliseconds(given));
        let posted = self.connections.post(endpoint, headers, self.body.clone());
        let outcome = timeout_at(self.deadline, posted)
            .await
            .unwrap_or_else(|_| Err(CallError::Timeout { after: started.elapsed() }));
        let told = health::of_endpoint(&outcome, given, self.replicas.policy().timeout);
        if let (Some(permit), Some(health)) = (permit, told)
            && permit.report(health, Instant::now())
        {
            tracing::warn!(%endpoint, "too many calls failed; the breaker of the endpoint is open");
        }
        outcome
    }
}
