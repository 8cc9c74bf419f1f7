//! A fetch of root fields: prepared by routing each field, finished by placing what came. A plain
//! subgraph's answer is placed as it is; the answers of partitions are gathered field by field in
//! `gather_fields.rs`.

use std::{
    collections::{BTreeSet, VecDeque},
    sync::Arc,
};

use contract::{ErrorCode, coverage::MissingReason};
use gateway_plan::{Fetch, FetchId, FieldMask, RootFetch, SkewedDocument, skew::document_for};
use gateway_response::{PathItem, ResponsePath, apply_rewrites};
use gateway_subgraph_client::Replicas;

use crate::{
    answer::Received,
    call_body, entry,
    error::FieldError,
    explain::{FetchTrace, RouteTrace},
    gather_fields::{Asked, Gathering},
    place::{path_of, path_of_items, place, targets_of},
    route::{self, RouteError, Routed},
    run::Run,
    scatter::{self, PartitionCall},
    schedule::{Prepared, Work},
    sender::{ReadyCall, Returned, effect_of},
    skew,
    subgraph_error::NOBODY_CHOSEN,
    topology::{Partitions, Service},
};

/// A fetch of root fields that is under way.
pub(crate) struct RootWork<'p> {
    subgraph: &'p str,
    fetch: &'p RootFetch,
    /// What partitions of older versions are sent instead.
    skewed: &'p [SkewedDocument],
    /// Parallel to the root fields; only for a partitioned subgraph.
    routed: Vec<Option<Routed>>,
    calls: Vec<RootCall>,
    /// Who sent it, for an event of a partitioned subgraph.
    partition: Option<String>,
}

/// One call of the fetch.
struct RootCall {
    /// The place of the partition; none for a plain subgraph.
    place: Option<usize>,
    mask: FieldMask,
    received: Option<Received>,
}

impl<'p> RootWork<'p> {
    /// Routes the fields and makes the calls; `None` when there is nothing to fetch.
    pub(crate) fn prepare(
        run: &mut Run<'_>,
        id: FetchId,
        whole: &'p Fetch,
        fetch: &'p RootFetch,
    ) -> Option<Prepared<'p>> {
        let subgraph = whole.subgraph.as_str();
        if !fetch.at.is_empty() && targets_of(run, &fetch.at).is_empty() {
            return None;
        }
        let executor = run.executor;
        match executor.topology.service(subgraph) {
            Some(Service::Plain(replicas)) => {
                Some(Self::prepare_plain(run, id, subgraph, fetch, replicas))
            }
            Some(Service::Entry(sdl)) => {
                let object = entry::answer(run, sdl, fetch);
                place(run, &fetch.at, object);
                None
            }
            Some(Service::Partitioned(partitions)) => {
                Some(Self::prepare_partitioned(run, id, whole, fetch, partitions))
            }
            None => {
                no_service(run, subgraph, fetch);
                None
            }
        }
    }

    fn prepare_plain(
        run: &mut Run<'_>,
        id: FetchId,
        subgraph: &'p str,
        fetch: &'p RootFetch,
        replicas: &Arc<Replicas>,
    ) -> Prepared<'p> {
        let mask = fetch.document.all_fields();
        let rendered = fetch.document.render(mask);
        let body = call_body::write(&fetch.document, &rendered, &run.request.variables, &[]);
        let calls = vec![RootCall { place: None, mask, received: None }];
        let ready = ReadyCall {
            index: 0,
            replicas: Arc::clone(replicas),
            partition: None,
            body,
            effect: effect_of(&fetch.document),
        };
        run.trace(|| FetchTrace::plain(id, subgraph, 1));
        Prepared {
            work: Work::Root(Self {
                subgraph,
                fetch,
                skewed: &[],
                routed: Vec::new(),
                calls,
                partition: None,
            }),
            rounds: VecDeque::from([vec![ready]]),
        }
    }

    fn prepare_partitioned(
        run: &mut Run<'_>,
        id: FetchId,
        whole: &'p Fetch,
        fetch: &'p RootFetch,
        partitions: &Partitions,
    ) -> Prepared<'p> {
        let Fetch { subgraph, skewed, .. } = whole;
        let mut routed: Vec<Option<Routed>> =
            fetch.fields.iter().map(|field| route_field(run, fetch, field, partitions)).collect();
        let variables = &run.request.variables;
        for (index, routed) in routed.iter_mut().enumerate() {
            let Some(routed) = routed else { continue };
            skew::leave_out(routed, index, skewed, partitions, variables);
        }
        let scattered = scatter::scatter(fetch, &routed, variables, partitions, |place| {
            document_for(skewed, partitions.version(place))
        });
        run.trace(|| {
            let routes = routes(fetch, &routed, partitions);
            let calls = scattered.iter().map(Vec::len).sum();
            FetchTrace { routes, ..FetchTrace::plain(id, subgraph, calls) }
        });

        let mut calls = Vec::new();
        let mut rounds = VecDeque::with_capacity(scattered.len());
        for round in scattered {
            let mut ready = Vec::with_capacity(round.len());
            for PartitionCall { place, mask, body } in round {
                let partition = &partitions.all()[place];
                ready.push(ReadyCall {
                    index: calls.len(),
                    replicas: Arc::clone(&partition.replicas),
                    partition: Some(partition.key.clone()),
                    body,
                    effect: effect_of(&fetch.document),
                });
                calls.push(RootCall { place: Some(place), mask, received: None });
            }
            rounds.push_back(ready);
        }
        let work = Self { subgraph, fetch, skewed, routed, calls, partition: None };
        Prepared { work: Work::Root(work), rounds }
    }

    /// Reads what one call returned.
    pub(crate) fn receive(&mut self, run: &mut Run<'_>, index: usize, returned: Returned) {
        let received = run.receive(self.subgraph, returned);
        if let Some(data) = received.data {
            apply_rewrites(&mut run.store, data, &self.fetch.output_rewrites);
        }
        if let Some(call) = self.calls.get_mut(index) {
            call.received = Some(received);
        }
    }

    /// Places what all calls brought.
    pub(crate) fn finish(self, run: &mut Run<'_>) {
        let executor = run.executor;
        match executor.topology.partitions(self.subgraph) {
            Some(partitions) => self.finish_partitioned(run, partitions),
            None => self.finish_plain(run, None),
        }
    }

    /// What a source of events sent.
    pub(crate) fn of_event(
        run: &mut Run<'_>,
        subgraph: &'p str,
        fetch: &'p RootFetch,
        skewed: &'p [SkewedDocument],
        event: Returned,
    ) -> Self {
        let partition = event.partition.clone();
        let mask = fetch.document.all_fields();
        let calls = vec![RootCall { place: None, mask, received: None }];
        let routed = Vec::new();
        let mut work = Self { subgraph, fetch, skewed, routed, calls, partition };
        work.receive(run, 0, event);
        work
    }

    /// Places an event as it is, whoever sent it.
    pub(crate) fn finish_event(self, run: &mut Run<'_>) {
        let received = self.calls.iter().find_map(|call| call.received.as_ref());
        if let (Some(received), Some(partition)) = (received, &self.partition) {
            match received.failure {
                None => {
                    run.coverage.record_answer(partition, false);
                    let lacks = self.lacks_of_event(run, partition);
                    if !lacks.is_empty() {
                        run.coverage.record_lack(partition, &lacks);
                    }
                }
                Some(reason) => run.coverage.record_failure(partition, reason, received.elapsed),
            }
        }
        let partition = self.partition.clone();
        self.finish_plain(run, partition.as_deref());
    }

    /// The fields that were left out of what the sender of an event was asked.
    fn lacks_of_event(&self, run: &Run<'_>, partition: &str) -> BTreeSet<String> {
        let partitions = run.executor.topology.partitions(self.subgraph);
        let version = partitions.and_then(|all| all.version(all.position(partition)?));
        let field = document_for(self.skewed, version).and_then(|skewed| skewed.fields.first());
        field.map(|field| skew::left_out(field, &run.request.variables)).unwrap_or_default()
    }

    fn finish_plain(self, run: &mut Run<'_>, partition: Option<&str>) {
        let Some(received) = self.calls.iter().find_map(|call| call.received.as_ref()) else {
            return;
        };
        let rules = &run.executor.config.subgraph_errors;
        for error in &received.errors {
            run.mark_incomplete();
            let places = match error.path.as_slice() {
                [] => self.nulls(run, received),
                _ => {
                    let path = error.rewritten_path(&self.fetch.output_rewrites);
                    vec![path_of_items(&self.fetch.at, &path)]
                }
            };
            for place in places {
                let error = error.at(place, self.subgraph, rules);
                run.errors.push(match partition {
                    Some(key) => error.with("partition", key),
                    None => error,
                });
            }
        }
        if let Some(data) = received.data {
            place(run, &self.fetch.at, data);
        } else if received.errors.is_empty() {
            let reason = received.failure.unwrap_or(MissingReason::InvalidAnswer);
            for path in self.nulls(run, received) {
                match partition {
                    Some(key) => run.partition_failed(path, key, reason),
                    None => run.subgraph_failed(path, self.subgraph, reason),
                }
            }
        }
    }

    /// The root fields that have no value: what an error without a place is about. When all have
    /// one, it is about the first.
    fn nulls(&self, run: &Run<'_>, received: &Received) -> Vec<ResponsePath> {
        let has_value = |key: &str| {
            let value = received.data.and_then(|data| run.store.get(data, key));
            value.is_some_and(|value| !run.store.is_null(value))
        };
        let keys = self.fetch.fields.iter().map(|field| field.response_key.as_str());
        let mut nulls: Vec<&str> =
            keys.clone().filter(|key| !has_value(key) && run.includes_root_field(key)).collect();
        if nulls.is_empty() {
            nulls.extend(keys.take(1));
        }
        nulls.into_iter().map(|key| path_of(&self.fetch.at, key)).collect()
    }

    fn finish_partitioned(self, run: &mut Run<'_>, partitions: &Partitions) {
        let asked: Vec<Asked<'_>> = self
            .calls
            .iter()
            .filter_map(|call| {
                let received = call.received.as_ref()?;
                let place = call.place?;
                let key = partitions.all()[place].key.as_str();
                let skewed = document_for(self.skewed, partitions.version(place));
                Some(Asked { key, mask: call.mask, skewed, received })
            })
            .collect();
        let gathering = Gathering {
            subgraph: self.subgraph,
            fetch: self.fetch,
            routed: &self.routed,
            partitions,
        };
        let object = gathering.gather_fields(run, &asked);
        place(run, &self.fetch.at, object);
    }
}

/// Tells that nobody serves a subgraph.
pub(crate) fn no_service(run: &mut Run<'_>, subgraph: &str, fetch: &RootFetch) {
    let message = format!("no service is configured for the subgraph `{subgraph}`");
    for field in &fetch.fields {
        let path = path_of(&fetch.at, &field.response_key);
        run.errors.push(FieldError::new(ErrorCode::SubgraphFailed, path, &message));
    }
    run.mark_incomplete();
}

/// Routes one field. One that goes nowhere gets its error here and is null.
pub(crate) fn route_field(
    run: &mut Run<'_>,
    fetch: &RootFetch,
    field: &gateway_plan::RootField,
    partitions: &Partitions,
) -> Option<Routed> {
    if fetch.at.is_empty() && !run.includes_root_field(&field.response_key) {
        return None;
    }
    let path = path_of(&fetch.at, &field.response_key);
    let routed = match route::route(partitions, field, &run.request.variables) {
        Ok(routed) => routed,
        Err(error) => {
            let told = FieldError::new(code_of(&error), path, error.to_string());
            run.errors.push(match error {
                RouteError::NothingChosen { .. } => told.with(NOBODY_CHOSEN, true),
                _ => told,
            });
            return None;
        }
    };
    let limit = run.executor.config.limits.max_partitions;
    if !run.may_ask(routed.targets.iter().map(|&place| partitions.all()[place].key.as_str())) {
        let message =
            format!("the request asks more than {limit} partitions; name fewer in its arguments");
        run.errors.push(FieldError::new(ErrorCode::OperationTooComplex, path, message));
        return None;
    }
    for (index, owner) in routed.ids.iter().flat_map(|split| split.strangers()) {
        let message = format!("the partition `{owner}` of this id is unknown");
        let mut place = path.clone();
        place.0.push(PathItem::Index(*index));
        run.errors.push(
            FieldError::new(ErrorCode::PartitionUnknown, place, message)
                .with("partition", owner.as_str()),
        );
    }
    Some(routed)
}

fn code_of(error: &RouteError) -> ErrorCode {
    match error {
        RouteError::PartitionUnknown { .. } => ErrorCode::PartitionUnknown,
        RouteError::IdInvalid { .. } => ErrorCode::IdInvalid,
        RouteError::NotText { .. }
        | RouteError::NothingChosen { .. }
        | RouteError::NotOne { .. } => ErrorCode::ArgumentInvalid,
    }
}

fn routes(
    fetch: &RootFetch,
    routed: &[Option<Routed>],
    partitions: &Partitions,
) -> Vec<RouteTrace> {
    let both = fetch.fields.iter().zip(routed);
    both.filter_map(|(field, routed)| {
        Some(RouteTrace::new(&field.response_key, routed.as_ref()?, partitions))
    })
    .collect()
}
