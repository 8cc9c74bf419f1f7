//! Sends the calls of one request: what they share, and the span that each gets.

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use gateway_plan::{Document, FetchId, OperationKind};
use gateway_subgraph_client::{
    Answer, Call, CallError, Effect, OutgoingHeaders, Replicas, SubgraphClient,
};
use tokio::time::Instant;
use tracing::{Instrument, field::Empty, info_span};

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
    pub result: Result<Answer, CallError>,
    pub elapsed: Duration,
}

/// Sends calls.
pub(crate) struct Sender<'a> {
    pub client: &'a SubgraphClient,
    pub headers: &'a Arc<OutgoingHeaders>,
    pub deadline: Instant,
}

impl Sender<'_> {
    /// Sends a call of a fetch; says which one it was, and what came of it.
    pub(crate) async fn send(
        &self,
        fetch: FetchId,
        subgraph: &str,
        call: ReadyCall,
    ) -> (FetchId, usize, Returned) {
        let partition = call.partition.as_deref();
        let span = info_span!("subgraph call", subgraph, partition, failure = Empty);
        let started = Instant::now();
        let outgoing = Call {
            body: call.body,
            headers: self.headers,
            deadline: self.deadline,
            effect: call.effect,
        };
        let result = self.client.call(&call.replicas, outgoing).instrument(span.clone()).await;
        if let Err(error) = &result {
            span.record("failure", error.reason().as_str());
        }
        let elapsed = started.elapsed();
        (fetch, call.index, Returned { partition: call.partition, result, elapsed })
    }
}

/// Whether sending a document changes anything.
pub(crate) fn effect_of(document: &Document) -> Effect {
    if document.kind == OperationKind::Mutation { Effect::Write } else { Effect::Read }
}
