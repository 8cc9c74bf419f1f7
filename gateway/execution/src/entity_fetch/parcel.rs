//! Which entities go to which service: each distinct representation once, to its owner.

use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;
use contract::coverage::MissingReason;
use gateway_plan::{EntityCall, EntityFetch, FieldMask, SkewedDocument, skew::document_for};
use gateway_response::{RepresentationSet, Targets, write_representation};

use crate::{
    answer::Received,
    call_body,
    owner::{Owner, owner, type_of},
    run::Run,
    skew,
    topology::Partitions,
};

/// What one service is asked.
pub(super) struct Parcel<'p> {
    /// The place of the partition; none for a plain subgraph.
    pub(super) place: Option<usize>,
    /// Parallel to the calls of the plan; many are empty when there are many partitions.
    pub(super) sets: Vec<RepresentationSet>,
    /// What it is sent instead of the document, when it runs an older version that lacks something
    /// of it.
    skewed: Option<&'p SkewedDocument>,
    /// Already there in a parcel that is not sent.
    pub(super) received: Option<Received>,
}

/// An entity that cannot be asked for, and the index of its target.
pub(super) struct Stranger {
    pub(super) call: usize,
    pub(super) target: usize,
    pub(super) owner: Owner,
}

/// Puts every representation into the parcel of its owner.
///
/// What the owner's version cannot be asked for goes into a parcel of its own, which is not sent.
pub(super) fn pack<'p>(
    run: &Run<'_>,
    fetch: &EntityFetch,
    skewed: &'p [SkewedDocument],
    targets: &[Targets<'_>],
    partitions: Option<&Partitions>,
) -> (Vec<Parcel<'p>>, Vec<Stranger>) {
    let mut parcels: BTreeMap<(Option<usize>, bool), Parcel<'p>> = BTreeMap::new();
    let mut versions = Versions { run, skewed, obstacles: BTreeMap::new() };
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
            let version = partitions.zip(place).and_then(|(all, place)| all.version(place));
            let skewed = document_for(skewed, version);
            let is_sent = skewed.is_none_or(|skewed| versions.can_be_asked(skewed, index, &sent));
            let parcel = parcels
                .entry((place, is_sent))
                .or_insert_with(|| Parcel::new(place, fetch.calls.len(), skewed, is_sent));
            parcel.sets[index].insert(&sent, target);
        }
    }
    (parcels.into_values().collect(), strangers)
}

/// Whether older versions can be asked, each call looked at once.
struct Versions<'r, 'p> {
    run: &'r Run<'r>,
    skewed: &'p [SkewedDocument],
    /// By document and call.
    obstacles: BTreeMap<(usize, usize), bool>,
}

impl Versions<'_, '_> {
    fn can_be_asked(&mut self, skewed: &SkewedDocument, call: usize, sent: &[u8]) -> bool {
        let is_this = |one: &SkewedDocument| std::ptr::eq(one, skewed);
        let document = self.skewed.iter().position(is_this).unwrap_or_default();
        let variables = &self.run.request.variables;
        let has_obstacle = *self
            .obstacles
            .entry((document, call))
            .or_insert_with(|| skew::obstacle(skewed, call, variables).is_some());
        let lacks_type = || {
            let types = skewed.fields.get(call).map(|field| &field.types);
            types.is_some_and(|types| {
                !types.is_empty() && type_of(sent).is_some_and(|name| types.contains(&name))
            })
        };
        !has_obstacle && !lacks_type()
    }
}

impl<'p> Parcel<'p> {
    fn new(
        place: Option<usize>,
        calls: usize,
        skewed: Option<&'p SkewedDocument>,
        is_sent: bool,
    ) -> Self {
        let sets = std::iter::repeat_with(RepresentationSet::new).take(calls).collect();
        let received = (!is_sent).then(|| Received::not_asked(MissingReason::VersionSkew));
        Self { place, sets, skewed, received }
    }

    /// What the partition's version lacks of what it was asked, beyond what is told as missing.
    pub(super) fn left_out(&self, run: &Run<'_>) -> BTreeSet<String> {
        let fields = self.skewed.iter().flat_map(|skewed| skewed.fields.iter().zip(&self.sets));
        let asked = fields.filter(|(_, set)| !set.is_empty());
        asked.flat_map(|(field, _)| skew::left_out(field, &run.request.variables)).collect()
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
        let mut overrides: Vec<(&str, Vec<u8>)> = self
            .calls(fetch)
            .map(|(_, call, set)| {
                let mut list = Vec::new();
                set.write_list(&mut list);
                (call.variable.as_str(), list)
            })
            .collect();
        let variables = &run.request.variables;
        for (name, value) in self.skewed.iter().flat_map(|s| skew::changed_variables(s, variables))
        {
            let mut json = Vec::new();
            call_body::json(&mut json, &value);
            overrides.push((name, json));
        }
        let document = self.skewed.map_or(&fetch.document, |skewed| &skewed.document);
        call_body::write(document, &document.render(mask), variables, &overrides)
    }
}
