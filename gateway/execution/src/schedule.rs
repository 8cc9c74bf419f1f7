//! Which fetch runs when. A fetch starts as soon as those it comes after are done: there are no
//! waves, so one slow district delays only what depends on it. Calls carry no borrow of the data:
//! they are prepared while borrowing, awaited without, and applied here, in one place.

use std::collections::VecDeque;

use futures::{StreamExt, stream::FuturesUnordered};
use gateway_plan::{Condition, FetchId, Plan, Step};
use serde_json::Value;

use crate::{
    call_headers::CallHeaders,
    entity_fetch::EntityWork,
    order::Order,
    root_fetch::RootWork,
    route::Variables,
    run::Run,
    sender::{ReadyCall, Sender},
};

/// A fetch that was prepared: what to do with its answers, and the calls in rounds.
pub(crate) struct Prepared<'p> {
    pub work: Work<'p>,
    pub rounds: VecDeque<Vec<ReadyCall>>,
}

/// What to do with the answers of a fetch.
pub(crate) enum Work<'p> {
    Root(RootWork<'p>),
    Entities(EntityWork<'p>),
}

/// Runs all fetches of a plan.
pub(crate) async fn run(run: &mut Run<'_>, headers: &CallHeaders<'_>) {
    let order = Order::new(&run.request.plan);
    run_in_order(run, headers, order).await;
}

/// Runs the fetches of a subscription for one event, which is what its first fetch brought.
pub(crate) async fn run_after_event(
    run: &mut Run<'_>,
    headers: &CallHeaders<'_>,
    event: RootWork<'_>,
) {
    let mut order = Order::new(&run.request.plan);
    event.finish_event(run);
    // The first fetch waits for nothing, so it is the first that is ready.
    if let Some(source) = order.next_ready() {
        order.done(source);
    }
    run_in_order(run, headers, order).await;
}

async fn run_in_order(run: &mut Run<'_>, headers: &CallHeaders<'_>, mut order: Order) {
    let plan: &Plan = &run.request.plan;
    let sender = Sender {
        client: &run.executor.client,
        headers,
        deadline: run.request.deadline,
        answer_by: run.request.answer_by,
    };
    let limit = run.executor.config.limits.max_calls_in_flight.max(1);
    let mut active: Vec<Option<Active<'_>>> = plan.fetches.iter().map(|_| None).collect();
    let mut waiting: VecDeque<(FetchId, ReadyCall)> = VecDeque::new();
    let mut under_way = FuturesUnordered::new();
    loop {
        while let Some(id) = order.next_ready() {
            if let Some(prepared) = prepare(run, plan, id) {
                active[id] = Some(Active::new(prepared));
            }
            advance(run, id, &mut active[id], &mut waiting, &mut order);
        }
        while under_way.len() < limit
            && let Some((id, call)) = waiting.pop_front()
        {
            let is_waited_for = order.is_waited_for(id);
            under_way.push(sender.send(id, &plan.fetches[id].subgraph, call, is_waited_for));
        }
        let Some((id, index, returned)) = under_way.next().await else { break };
        let policy = &run.executor.config.response_headers;
        run.headers.keep(policy, id, index, &returned);
        if let Some(fetch) = &mut active[id] {
            fetch.outstanding -= 1;
            match &mut fetch.work {
                Work::Root(work) => work.receive(run, index, returned),
                Work::Entities(work) => work.receive(run, index, returned),
            }
        }
        advance(run, id, &mut active[id], &mut waiting, &mut order);
    }
}

fn prepare<'p>(run: &mut Run<'_>, plan: &'p Plan, id: FetchId) -> Option<Prepared<'p>> {
    let fetch = &plan.fetches[id];
    if !all_hold(&fetch.conditions, &run.request.variables) {
        return None;
    }
    match &fetch.step {
        Step::Root(root) => RootWork::prepare(run, id, fetch, root),
        Step::Entities(entities) => EntityWork::prepare(run, id, fetch, entities),
    }
}

/// Whether every condition holds; a variable without a value is false.
pub(crate) fn all_hold(conditions: &[Condition], variables: &Variables) -> bool {
    conditions.iter().all(|condition| {
        let value = variables.get(&condition.variable).and_then(Value::as_bool).unwrap_or(false);
        value == condition.expected
    })
}

/// Sends the next round of a fetch that waits for nothing, or ends the fetch.
fn advance(
    run: &mut Run<'_>,
    id: FetchId,
    slot: &mut Option<Active<'_>>,
    waiting: &mut VecDeque<(FetchId, ReadyCall)>,
    order: &mut Order,
) {
    if let Some(fetch) = slot {
        if fetch.outstanding > 0 {
            return;
        }
        if let Some(round) = fetch.rounds.pop_front() {
            fetch.outstanding = round.len();
            waiting.extend(round.into_iter().map(|call| (id, call)));
            return;
        }
    }
    match slot.take().map(|fetch| fetch.work) {
        Some(Work::Root(work)) => work.finish(run),
        Some(Work::Entities(work)) => work.finish(run),
        None => {}
    }
    order.done(id);
}

/// A fetch some of whose calls are under way.
struct Active<'p> {
    work: Work<'p>,
    rounds: VecDeque<Vec<ReadyCall>>,
    outstanding: usize,
}

impl<'p> Active<'p> {
    fn new(prepared: Prepared<'p>) -> Self {
        let Prepared { work, mut rounds } = prepared;
        rounds.retain(|round| !round.is_empty());
        Self { work, rounds, outstanding: 0 }
    }
}
