//! Subscriptions: the first fetch of the plan is the source of events, and the other fetches run
//! for each event. A partitioned subgraph has a source in each chosen partition, and their events
//! go into one queue: those of one partition stay in their order, those of several come as they
//! come.
//!
//! A source that is lost is told to the client in the stream. One of a partitioned subgraph is then
//! joined again, behind the last event that it sent when events have a position; one of a plain
//! subgraph ends the subscription. Protocols towards clients are not in here.

mod event;
mod position;
mod queue;
mod shared;
mod source;
mod standings;

use std::{sync::Arc, time::Duration};

use contract::ErrorCode;
use gateway_plan::{RootFetch, Step};
use tokio::time::Instant;
use tokio_util::sync::{CancellationToken, DropGuard};

pub(crate) use self::shared::Sharing;
use self::{
    position::Position,
    queue::{Receiver, Told},
    source::{Place, Source},
    standings::Standings,
};
use crate::{
    executor::Executor,
    request::{Execution, ExecutionRequest},
    root_fetch,
    run::Run,
    topology::Service,
};

/// What bounds a subscription.
#[derive(Debug, Clone)]
pub struct SubscriptionLimits {
    /// How many events wait for the client at most.
    pub queued_events: usize,
    /// How many bytes they have at most. A single event may have more.
    pub queued_bytes: usize,
    /// A full queue holds its sources back. When nothing is taken from it for so long, the
    /// subscription ends.
    pub patience: Duration,
    /// How long the fetches of one event may take.
    pub event_time: Duration,
    /// How long a lost partition is waited for before it is joined again, at first.
    pub first_pause: Duration,
    /// The longest that this wait becomes, doubling.
    pub longest_pause: Duration,
}

impl Default for SubscriptionLimits {
    fn default() -> Self {
        Self {
            queued_events: 128,
            queued_bytes: 4 << 20,
            patience: Duration::from_secs(10),
            event_time: Duration::from_secs(30),
            first_pause: Duration::from_millis(500),
            longest_pause: Duration::from_secs(30),
        }
    }
}

/// A subscription that is open. Dropping it ends its sources.
#[derive(Debug)]
pub struct Subscription {
    request: ExecutionRequest,
    events: Receiver,
    standings: Standings,
    /// Comes before any event: why the subscription goes nowhere.
    refusal: Option<Execution>,
    /// Whether a slow client was told.
    ended: bool,
    _sources: DropGuard,
}

impl Executor {
    /// Opens a subscription. What fails on the way stands in its events; the call itself does not
    /// fail, and waits for no source.
    ///
    /// # Panics
    /// Outside of a Tokio runtime, as each source is a task.
    #[must_use]
    pub fn subscribe(&self, request: ExecutionRequest) -> Subscription {
        let ending = CancellationToken::new();
        let (sender, events) = queue::queue(&self.config.limits.subscriptions, ending.clone());
        let mut run = Run::new(self, &request);
        let places = if run.is_undecided() { Vec::new() } else { self.places(&mut run) };
        let refusal = places.is_empty().then(|| run.into_answer());
        let keys = places.iter().map(|place| place.key.clone()).collect();
        let shared = Arc::new(request.clone());
        for (id, place) in places.into_iter().enumerate() {
            let position = Position::of(&shared);
            let source = Source::new(self, id, place, Arc::clone(&shared), position);
            tokio::spawn(source.serve(self.sharing.clone(), sender.clone(), ending.clone()));
        }
        let standings = Standings::new(keys);
        Subscription {
            request,
            events,
            standings,
            refusal,
            ended: false,
            _sources: ending.drop_guard(),
        }
    }

    /// Where events come from. None, with errors noted, when the request cannot be routed.
    fn places(&self, run: &mut Run<'_>) -> Vec<Place> {
        let Some((subgraph, fetch)) = source_of(run.request) else { return Vec::new() };
        let at = |key: Option<String>, version, replicas| Place {
            key,
            replicas,
            version,
            transport: self.topology.subscription_transport(subgraph),
        };
        match self.topology.service(subgraph) {
            Some(Service::Plain(replicas)) => vec![at(None, None, Arc::clone(replicas))],
            Some(Service::Partitioned(partitions)) => {
                let routed = fetch
                    .fields
                    .first()
                    .and_then(|field| root_fetch::route_field(run, fetch, field, partitions));
                let chosen = routed.iter().flat_map(|routed| &routed.targets);
                chosen
                    .map(|&place| {
                        let one = &partitions.all()[place];
                        let version = partitions.version(place);
                        at(Some(one.key.clone()), version, Arc::clone(&one.replicas))
                    })
                    .collect()
            }
            // The entry of a gateway that is a subgraph has no events.
            Some(Service::Entry(_)) | None => {
                root_fetch::no_service(run, subgraph, fetch);
                Vec::new()
            }
        }
    }
}

/// The subgraph that events come from, and the fetch that asks for them.
fn source_of(request: &ExecutionRequest) -> Option<(&str, &RootFetch)> {
    let fetch = request.plan.fetches.first()?;
    match &fetch.step {
        Step::Root(root) => Some((&fetch.subgraph, root)),
        Step::Entities(_) => None,
    }
}

impl Subscription {
    /// The next event as an answer, by the executor that opened the subscription; `None` when there
    /// are no more. What is told about a source that was lost is an answer too.
    pub async fn next(&mut self, executor: &Executor) -> Option<Execution> {
        if let Some(refusal) = self.refusal.take() {
            self.ended = true;
            return Some(refusal);
        }
        while !self.ended {
            let Some((source, told)) = self.events.next().await else {
                self.ended = true;
                return self.events.is_slow().then(|| slow_consumer(executor));
            };
            self.request.deadline =
                Instant::now() + executor.config.limits.subscriptions.event_time;
            self.request.answer_by = None;
            self.request.caller = self.request.caller.renewed(event::seconds_since_1970());
            let answer = match told {
                Told::Joined(resumed) => {
                    self.standings.joined(source, resumed);
                    None
                }
                Told::Ended => {
                    self.standings.ended(source);
                    None
                }
                Told::Event(body) => Some(self.event(executor, source, body).await),
                Told::Refused(body) => {
                    self.standings.ended(source);
                    Some(self.event(executor, source, body).await)
                }
                Told::Lost(loss) => {
                    self.standings.lost(source, loss);
                    Some(self.loss(executor, source))
                }
            };
            if answer.is_some() {
                return answer;
            }
        }
        None
    }
}

fn slow_consumer(executor: &Executor) -> Execution {
    let patience = executor.config.limits.subscriptions.patience.as_millis();
    let message = format!(
        "events came faster than they were taken: none was taken from a full queue for {patience} ms"
    );
    Execution::refused(ErrorCode::SlowConsumer, &message)
}
