//! One source of a subscription: joins its service, passes events on, and joins again when the
//! service is lost. It ends with the subscription, or with the last of those who share it.

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use contract::coverage::MissingReason;
use gateway_plan::{SkewedDocument, skew::document_for};
use gateway_subgraph_client::{
    CallError, EventSource, Replicas, SourceEvent, SubgraphClient, SubscriptionCall,
    SubscriptionTransport,
};
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;

use super::{
    SubscriptionLimits, event,
    position::Position,
    queue::{Gone, Loss, Sender, SourceId, Told},
    shared::{Handover, Hub, Sharing, SourceKey},
    source_of,
};
use crate::{call_body, executor::Executor, headers::HeaderMaker, request::ExecutionRequest, skew};

/// Where events come from.
#[derive(Debug, Clone)]
pub(super) struct Place {
    /// The key of the partition; none for a plain subgraph.
    pub key: Option<String>,
    pub replicas: Arc<Replicas>,
    pub transport: SubscriptionTransport,
    /// The version of its schema, when it is an older one.
    pub version: Option<usize>,
}

/// One source.
#[derive(Clone)]
pub(super) struct Source {
    pub id: SourceId,
    pub place: Place,
    client: SubgraphClient,
    pub headers: HeaderMaker,
    pub request: Arc<ExecutionRequest>,
    limits: SubscriptionLimits,
    position: Position,
    /// Whether that it is lost was told, and not yet that it has returned.
    is_lost: bool,
}

/// Where events go.
pub(super) enum Outlet {
    /// To one client.
    Own(Sender),
    /// To all who share the source.
    Shared(Arc<Hub>),
}

/// How a connection to the service ended.
enum End {
    /// There is nothing more to come.
    Final,
    /// The service is lost.
    Lost(CallError),
}

impl Source {
    pub(super) fn new(
        executor: &Executor,
        id: SourceId,
        place: Place,
        request: Arc<ExecutionRequest>,
        position: Position,
    ) -> Self {
        Self {
            id,
            place,
            client: executor.client.clone(),
            headers: executor.header_maker(),
            request,
            limits: executor.config.limits.subscriptions.clone(),
            position,
            is_lost: false,
        }
    }

    /// Passes the events for one client on: from a source that it shares, when it can.
    pub(super) async fn serve(
        mut self,
        sharing: Sharing,
        queue: Sender,
        ending: CancellationToken,
    ) {
        let Some(key) = SourceKey::of(&self) else {
            return self.run(Outlet::Own(queue), ending).await;
        };
        let following = sharing.follow(key, &self, &queue);
        let Some(Ok(Some(handover))) = ending.run_until_cancelled(following).await else { return };
        let Handover { position, pending } = handover;
        self.position = position;
        let is_last = matches!(pending, Told::Ended | Told::Refused(_));
        self.is_lost = matches!(pending, Told::Lost(_) | Told::Joined(Some(_)));
        // It is told again, of the source's own connection.
        let is_told_again = matches!(pending, Told::Joined(_));
        let outlet = Outlet::Own(queue);
        if !is_told_again {
            let pushing = self.push(&outlet, pending);
            if !matches!(ending.run_until_cancelled(pushing).await, Some(Ok(()))) {
                return;
            }
        }
        if !is_last {
            self.run(outlet, ending).await;
        }
    }

    /// Passes events on until there are no more, or nobody wants them.
    pub(super) async fn run(mut self, outlet: Outlet, ending: CancellationToken) {
        let mut open = None;
        let ended = ending.run_until_cancelled(self.follow(&outlet, &mut open)).await;
        // Errors are told by the queue, which the client has let go of.
        let _: Option<Result<(), Gone>> = ended;
        if let Outlet::Shared(hub) = &outlet {
            hub.close();
        }
        if let Some(source) = open {
            EventSource::close(source).await;
        }
    }

    async fn push(&self, outlet: &Outlet, told: Told) -> Result<(), Gone> {
        match outlet {
            Outlet::Own(queue) => queue.push(self.id, told).await,
            Outlet::Shared(hub) => hub.push(told, &self.position).await,
        }
    }

    async fn follow(
        &mut self,
        outlet: &Outlet,
        open: &mut Option<EventSource>,
    ) -> Result<(), Gone> {
        if self.is_too_old() {
            let loss = Loss { reason: MissingReason::VersionSkew, since: Instant::now() };
            return self.push(outlet, Told::Lost(loss)).await;
        }
        let mut pause = self.limits.first_pause;
        loop {
            let joined = Instant::now();
            let end = match self.join().await {
                Ok(source) => {
                    let resumed = self.is_lost.then(|| self.position.variable().is_some());
                    let source = open.insert(source);
                    self.push(outlet, Told::Joined(resumed)).await?;
                    self.is_lost = false;
                    let end = self.pass_on(outlet, source).await?;
                    *open = None;
                    end
                }
                Err(error) => End::Lost(error),
            };
            let End::Lost(error) = end else { return Ok(()) };
            if joined.elapsed() > self.limits.longest_pause {
                pause = self.limits.first_pause;
            }
            if !self.is_lost {
                self.log(&error);
                let loss = Loss { reason: error.reason(), since: Instant::now() };
                self.is_lost = true;
                self.push(outlet, Told::Lost(loss)).await?;
            }
            if self.place.key.is_none() {
                return Ok(());
            }
            sleep(jittered(pause)).await;
            pause = (pause * 2).min(self.limits.longest_pause);
        }
    }

    async fn join(&self) -> Result<EventSource, CallError> {
        let caller = self.request.caller.renewed(event::seconds_since_1970());
        let headers = self.headers.headers(&self.request, &caller);
        let call = SubscriptionCall { body: self.body(), headers: headers.of(self.subgraph()) };
        self.client.subscribe(&self.place.replicas, &self.place.transport, call).await
    }

    pub(super) fn subgraph(&self) -> &str {
        source_of(&self.request).map(|(subgraph, _)| subgraph).unwrap_or_default()
    }

    /// Whether it sends what happens from now on, and can go on behind an event.
    pub(super) fn begins_now(&self) -> bool {
        self.position.begins_now(&self.request.variables)
    }

    /// The request, behind the last event, as the version of the service understands it.
    pub(super) fn body(&self) -> Bytes {
        let Some((_, fetch)) = source_of(&self.request) else { return Bytes::new() };
        let variables = &self.request.variables;
        let skewed = self.skewed();
        let document = skewed.map_or(&fetch.document, |skewed| &skewed.document);
        let rendered = document.render(document.all_fields());
        let mut overrides: Vec<(&str, Vec<u8>)> = self.position.variable().into_iter().collect();
        for (name, value) in skewed.iter().flat_map(|one| skew::changed_variables(one, variables)) {
            let mut json = Vec::new();
            call_body::json(&mut json, &value);
            overrides.push((name, json));
        }
        call_body::write(document, &rendered, variables, &overrides)
    }

    fn skewed(&self) -> Option<&SkewedDocument> {
        document_for(&self.request.plan.fetches.first()?.skewed, self.place.version)
    }

    /// Whether the service runs a version that cannot be asked for these events.
    fn is_too_old(&self) -> bool {
        let obstacle = |one| skew::obstacle(one, 0, &self.request.variables);
        self.skewed().and_then(obstacle).is_some()
    }

    async fn pass_on(&mut self, outlet: &Outlet, source: &mut EventSource) -> Result<End, Gone> {
        loop {
            match source.next().await {
                Ok(SourceEvent::Next(body)) => {
                    if self.position.note(&body) {
                        self.push(outlet, Told::Event(body)).await?;
                    }
                }
                Ok(SourceEvent::Refused(body)) => {
                    self.push(outlet, Told::Refused(body)).await?;
                    return Ok(End::Final);
                }
                Ok(SourceEvent::Complete) => {
                    self.push(outlet, Told::Ended).await?;
                    return Ok(End::Final);
                }
                Err(error) => return Ok(End::Lost(error)),
            }
        }
    }

    fn log(&self, error: &CallError) {
        let subgraph = self.subgraph();
        let (partition, reason) = (self.place.key.as_deref(), error.reason().as_str());
        tracing::warn!(subgraph, partition, reason, %error, "a source of events was lost");
    }
}

/// A pause, up to a half shorter, so that sources that were lost together do not return together.
fn jittered(pause: Duration) -> Duration {
    pause.mul_f64(0.5 + fastrand::f64() / 2.0)
}
