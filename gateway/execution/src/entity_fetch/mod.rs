//! A fetch of entities: representations are collected from what is there, each distinct one is
//! sent once, to its owner when the subgraph has partitions, and what comes is laid over the
//! objects that asked for it. An entity whose owner does not answer keeps its nulls.

mod parcel;
mod report;

use std::{collections::VecDeque, sync::Arc};

use contract::coverage::MissingReason;
use gateway_plan::{EntityCall, EntityFetch, Fetch, FetchId};
use gateway_response::{Kind, Ref, RepresentationSet, Targets, apply_rewrites};

use crate::{
    answer::{FieldOutcome, Received},
    explain::FetchTrace,
    run::Run,
    schedule::{Prepared, Work},
    sender::{ReadyCall, Returned, effect_of},
    topology::{Partitions, Service},
};

use self::parcel::{Parcel, pack};

/// A fetch of entities that is under way.
pub(crate) struct EntityWork<'p> {
    subgraph: &'p str,
    fetch: &'p EntityFetch,
    /// The objects of each call of the plan.
    targets: Vec<Targets<'p>>,
    parcels: Vec<Parcel<'p>>,
}

impl<'p> EntityWork<'p> {
    /// Collects the representations and makes the calls; `None` when no object asks for anything.
    pub(crate) fn prepare(
        run: &mut Run<'_>,
        id: FetchId,
        whole: &'p Fetch,
        fetch: &'p EntityFetch,
    ) -> Option<Prepared<'p>> {
        let subgraph = whole.subgraph.as_str();
        let executor = run.executor;
        let service = executor.topology.service(subgraph);
        let root = run.root();
        let targets: Vec<Targets<'p>> = fetch
            .calls
            .iter()
            .map(|call| Targets::find(&run.store, &root, &call.targets))
            .collect();
        if targets.iter().all(|targets| targets.as_slice().is_empty()) {
            return None;
        }
        let partitions = match service {
            Some(Service::Partitioned(partitions)) => Some(partitions),
            _ => None,
        };
        let (parcels, strangers) = pack(run, fetch, &whole.skewed, &targets, partitions);
        let work = Self { subgraph, fetch, targets, parcels };
        work.report_strangers(run, &strangers);
        let entities = work.count_entities();
        let may_ask = partitions.is_none_or(|partitions| run.may_ask(work.keys(partitions)));
        if entities > executor.config.limits.max_entities || !may_ask {
            work.refuse(run);
            return None;
        }
        let Some(service) = service else {
            work.all_failed(run, MissingReason::Unreachable);
            return None;
        };
        let ready = work.ready_calls(run, service);
        run.trace(|| FetchTrace {
            entities: Some(entities),
            ..FetchTrace::plain(id, subgraph, ready.len())
        });
        Some(Prepared { work: Work::Entities(work), rounds: VecDeque::from([ready]) })
    }

    fn count_entities(&self) -> usize {
        self.parcels.iter().flat_map(|parcel| &parcel.sets).map(RepresentationSet::len).sum()
    }

    /// The keys of the partitions that are asked.
    fn keys<'k>(&'k self, partitions: &'k Partitions) -> impl Iterator<Item = &'k str> {
        self.parcels.iter().filter_map(|parcel| Some(partitions.all()[parcel.place?].key.as_str()))
    }

    fn ready_calls(&self, run: &mut Run<'_>, service: &Service) -> Vec<ReadyCall> {
        let mut ready = Vec::with_capacity(self.parcels.len());
        let to_send = self.parcels.iter().enumerate().filter(|(_, one)| one.received.is_none());
        for (index, parcel) in to_send {
            let (replicas, partition) = match (service, parcel.place) {
                (Service::Plain(replicas), _) => (replicas, None),
                (Service::Partitioned(partitions), Some(place)) => {
                    let partition = &partitions.all()[place];
                    (&partition.replicas, Some(partition.key.clone()))
                }
                (Service::Partitioned(_), None) | (Service::Entry(_), _) => continue,
            };
            ready.push(ReadyCall {
                index,
                replicas: Arc::clone(replicas),
                partition,
                body: parcel.body(self.fetch, run),
                effect: effect_of(&self.fetch.document),
            });
        }
        ready
    }

    /// Reads what one call returned.
    pub(crate) fn receive(&mut self, run: &mut Run<'_>, index: usize, returned: Returned) {
        if let Some(parcel) = self.parcels.get_mut(index) {
            parcel.received = Some(run.receive(self.subgraph, returned));
        }
    }

    /// Lays what came over the objects that asked for it, and tells what did not come.
    pub(crate) fn finish(self, run: &mut Run<'_>) {
        let executor = run.executor;
        let partitions = executor.topology.partitions(self.subgraph);
        let mut returns = Vec::with_capacity(self.parcels.len());
        for parcel in &self.parcels {
            let Some(received) = &parcel.received else { continue };
            let key = partitions
                .zip(parcel.place)
                .map(|(partitions, place)| partitions.all()[place].key.as_str());
            let outcome = self.apply(run, parcel, received);
            returns.push(Return { parcel, received, key, outcome });
        }
        self.tell(run, &returns);
    }

    /// Lays entities over their targets.
    fn apply(&self, run: &mut Run<'_>, parcel: &Parcel<'_>, received: &Received) -> Outcome {
        let mut outcome = Outcome::default();
        for (index, call, set) in parcel.calls(self.fetch) {
            match aligned_list(run, received, call, set.len()) {
                Ok(list) => {
                    apply_rewrites(&mut run.store, list, &call.output_rewrites);
                    let entities: Vec<Ref> = run.store.elements(list).collect();
                    outcome.found |= entities.iter().any(|entity| !run.store.is_null(*entity));
                    for &(place, target) in set.assignments() {
                        let target = &self.targets[index].as_slice()[target];
                        run.store.overlay_node(&target.node, entities[place]);
                    }
                }
                Err(reason) => {
                    outcome.failed = outcome.failed.or(Some(reason));
                    outcome.lost.push(index);
                }
            }
        }
        outcome
    }
}

/// A parcel that came back.
struct Return<'a> {
    parcel: &'a Parcel<'a>,
    received: &'a Received,
    /// The key of the partition; none for a plain subgraph.
    key: Option<&'a str>,
    outcome: Outcome,
}

/// What became of one parcel.
#[derive(Default)]
struct Outcome {
    /// Whether any entity was found.
    found: bool,
    /// Why entities are missing.
    failed: Option<MissingReason>,
    /// The calls whose entities are missing.
    lost: Vec<usize>,
}

/// The list of entities that answers a call, when it is as long as what was sent.
fn aligned_list(
    run: &Run<'_>,
    received: &Received,
    call: &EntityCall,
    length: usize,
) -> Result<Ref, MissingReason> {
    match received.field(&run.store, &call.response_key) {
        FieldOutcome::Value(list) => {
            let is_aligned = run.store.kind(list) == Kind::List && run.store.len(list) == length;
            if is_aligned { Ok(list) } else { Err(MissingReason::InvalidAnswer) }
        }
        FieldOutcome::Mistake(_) => Err(MissingReason::Failed),
        FieldOutcome::Failed(reason) => Err(reason),
    }
}
