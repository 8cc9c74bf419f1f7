//! Sends the calls of one request: what they share, the span that each gets, and the moment at
//! which a partition that has not answered yet is late.

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use contract::coverage::MissingReason;
use gateway_plan::{Document, FetchId, OperationKind};
use gateway_subgraph_client::{Answer, Call, Effect, OutgoingHeaders, Replicas, SubgraphClient};
use tokio::time::{Instant, timeout_at};
use tracing::{Instrument, field::Empty, info_span};

use crate::call_headers::CallHeaders;

/// One call that is ready to go out.
#[derive(Debug)]
pub(crate) struct ReadyCall {
    /// Which of its fetch's calls it is.
    pub index: usize,
    /// Who is asked.
    pub replicas: Arc<Replicas>,
    /// The key of the partition, for traces.
    pub partition: Option<String>,
    /// The JSON of the request.
    pub body: Bytes,
    pub effect: Effect,
}

/// What came of a call.
#[derive(Debug)]
pub(crate) struct Returned {
    /// The key of the partition.
    pub partition: Option<String>,
    pub result: Result<Answer, NoAnswer>,
    pub elapsed: Duration,
}

/// Why a call brought nothing.
#[derive(Debug)]
pub(crate) struct NoAnswer {
    pub reason: MissingReason,
    /// For the log.
    pub detail: String,
}

/// Sends calls.
pub(crate) struct Sender<'a> {
    pub client: &'a SubgraphClient,
    pub headers: &'a CallHeaders<'a>,
    pub deadline: Instant,
    /// When partitions that have not answered a query are late.
    pub answer_by: Option<Instant>,
}

impl Sender<'_> {
    /// Sends a call of a fetch; says which one it was, and what came of it.
    pub(crate) async fn send(
        &self,
        fetch: FetchId,
        subgraph: &str,
        call: ReadyCall,
        is_waited_for: bool,
    ) -> (FetchId, usize, Returned) {
        let partition = call.partition.as_deref();
        let span = info_span!("subgraph call", subgraph, partition, failure = Empty);
        let started = Instant::now();
        let headers = self.headers.of(subgraph);
        // What a write that is cut off has done is not known, so that it is waited for.
        let may_be_missing = call.partition.is_some() && call.effect == Effect::Read;
        let deadline = match may_be_missing && is_waited_for {
            true => started + share_of_stage(self.deadline.saturating_duration_since(started)),
            false => self.deadline,
        };
        let result = match self.answer_by.filter(|_| may_be_missing) {
            Some(time) => {
                self.call_until(time, headers, deadline, &call).instrument(span.clone()).await
            }
            None => self.call(headers, deadline, &call).instrument(span.clone()).await,
        };
        if let Err(failure) = &result {
            span.record("failure", failure.reason.as_str());
        }
        let elapsed = started.elapsed();
        (fetch, call.index, Returned { partition: call.partition, result, elapsed })
    }

    /// A call that is given up when its time comes. It is told how much time that leaves, as the
    /// partition may be a gateway itself, which then answers with those behind it that have.
    async fn call_until(
        &self,
        time: Instant,
        headers: &OutgoingHeaders,
        deadline: Instant,
        call: &ReadyCall,
    ) -> Result<Answer, NoAnswer> {
        let left = time.saturating_duration_since(Instant::now());
        let headers = Arc::new(headers.clone().with_answer_within(share_of(left)));
        timeout_at(time, self.call(&headers, deadline, call)).await.unwrap_or_else(|_| {
            let detail = "the request wanted its answer before".to_owned();
            Err(NoAnswer { reason: MissingReason::Late, detail })
        })
    }

    async fn call(
        &self,
        headers: &Arc<OutgoingHeaders>,
        deadline: Instant,
        call: &ReadyCall,
    ) -> Result<Answer, NoAnswer> {
        let outgoing = Call { body: call.body.clone(), headers, deadline, effect: call.effect };
        self.client
            .call(&call.replicas, outgoing)
            .await
            .map_err(|error| NoAnswer { reason: error.reason(), detail: error.to_string() })
    }
}

/// What a partition may take of the time that is left when other fetches wait for its answer: one
/// that says nothing must leave them some, or the answers of the others would be of no use.
fn share_of_stage(left: Duration) -> Duration {
    left - left / 4
}

/// What a gateway below may take of the time that is left: some is needed for the way back.
fn share_of(left: Duration) -> Duration {
    left - left / 8
}

/// Whether sending a document changes anything.
pub(crate) fn effect_of(document: &Document) -> Effect {
    if document.kind == OperationKind::Mutation { Effect::Write } else { Effect::Read }
}
