//! Which entities go to which service: each distinct representation once, to its owner.

use std::collections::BTreeMap;

use bytes::Bytes;
use gateway_plan::{EntityCall, EntityFetch, FieldMask};
use gateway_response::{RepresentationSet, Targets, write_representation};

use crate::{
    answer::Received,
    call_body,
    owner::{Owner, owner},
    run::Run,
    topology::Partitions,
};

/// What one service is asked.
pub(super) struct Parcel {
    /// The place of the partition; none for a plain subgraph.
    pub(super) place: Option<usize>,
    /// Parallel to the calls of the plan; many are empty when there are many partitions.
    pub(super) sets: Vec<RepresentationSet>,
    pub(super) received: Option<Received>,
}

/// An entity that cannot be asked for, and the index of its target.
pub(super) struct Stranger {
    pub(super) call: usize,
    pub(super) target: usize,
    pub(super) owner: Owner,
}

/// Puts every representation into the parcel of its owner.
pub(super) fn pack(
    run: &Run<'_>,
    fetch: &EntityFetch,
    targets: &[Targets<'_>],
    partitions: Option<&Partitions>,
) -> (Vec<Parcel>, Vec<Stranger>) {
    let mut parcels: BTreeMap<Option<usize>, Parcel> = BTreeMap::new();
    let mut strangers = Vec::new();
    let mut sent = Vec::new();
    for (index, (call, targets)) in fetch.calls.iter().zip(targets).enumerate() {
        for (target, object) in targets.as_slice().iter().enumerate() {
            sent.clear();
            let selections = &call.representation;
            let rewrites = &call.input_rewrites;
            if !write_representation(&run.store, &object.node, selections, rewrites, &mut sent) {
                continue;
            }
            let place = match partitions {
                None => None,
                Some(partitions) => match owner(partitions, &call.routes, &sent) {
                    Owner::Known(place) => Some(place),
                    owner => {
                        strangers.push(Stranger { call: index, target, owner });
                        continue;
                    }
                },
            };
            let parcel =
                parcels.entry(place).or_insert_with(|| Parcel::new(place, fetch.calls.len()));
            parcel.sets[index].insert(&sent, target);
        }
    }
    (parcels.into_values().collect(), strangers)
}

impl Parcel {
    fn new(place: Option<usize>, calls: usize) -> Self {
        let sets = std::iter::repeat_with(RepresentationSet::new).take(calls).collect();
        Self { place, sets, received: None }
    }

    /// The calls that have something to ask: their index, the plan's call, what is sent.
    pub(super) fn calls<'a>(
        &'a self,
        fetch: &'a EntityFetch,
    ) -> impl Iterator<Item = (usize, &'a EntityCall, &'a RepresentationSet)> {
        let all = fetch.calls.iter().zip(&self.sets).enumerate();
        all.filter(|(_, (_, set))| !set.is_empty()).map(|(index, (call, set))| (index, call, set))
    }

    pub(super) fn body(&self, fetch: &EntityFetch, run: &Run<'_>) -> Bytes {
        let mask = self.calls(fetch).fold(FieldMask::none(), |mask, (index, ..)| mask.with(index));
        let overrides: Vec<(&str, Vec<u8>)> = self
            .calls(fetch)
            .map(|(_, call, set)| {
                let mut list = Vec::new();
                set.write_list(&mut list);
                (call.variable.as_str(), list)
            })
            .collect();
        let rendered = fetch.document.render(mask);
        call_body::write(&fetch.document, &rendered, &run.request.variables, &overrides)
    }
}
