//! What is told of entities that did not come, and where: one error for each service or owner, at
//! the place that all the objects share which it was asked for.

use std::collections::BTreeMap;

use contract::{ErrorCode, coverage::MissingReason};
use gateway_plan::PathSegment;
use gateway_response::{PathItem, ResponsePath};

use super::{
    EntityWork, Return,
    parcel::{Parcel, Stranger},
};
use crate::{
    error::FieldError,
    owner::Owner,
    policy::Turnout,
    run::{Run, root_path},
    subgraph_error::SubgraphError,
};

impl EntityWork<'_> {
    /// Tells what became of all parcels, when the policy lets the objects stand.
    pub(super) fn tell(&self, run: &mut Run<'_>, returns: &[Return<'_>]) {
        for Return { received, key, outcome, parcel } in returns {
            match (key, outcome.failed) {
                (Some(key), Some(reason)) => {
                    run.coverage.record_failure(key, reason, received.elapsed);
                }
                (Some(key), None) => {
                    run.coverage.record_answer(key, !outcome.found);
                    let lacks = parcel.left_out(run);
                    if !lacks.is_empty() {
                        run.coverage.record_lack(key, &lacks);
                    }
                }
                (None, _) => {}
            }
            if let (Some(key), Some(below)) = (key, &received.below) {
                run.coverage.record_below(key, below);
            }
        }
        if self.policy_allows(run, returns) {
            for returned in returns {
                self.place_errors(run, returned);
                self.tell_failure(run, returned);
            }
        }
    }

    /// Asks the policy. One that demands more than what answered nulls the root fields that the
    /// objects are in.
    fn policy_allows(&self, run: &mut Run<'_>, returns: &[Return<'_>]) -> bool {
        let failed: Vec<(&str, MissingReason)> =
            returns.iter().filter_map(|one| Some((one.key?, one.outcome.failed?))).collect();
        let keys: Vec<&str> = failed.iter().map(|(key, _)| *key).collect();
        let partitions = run.executor.topology.partitions(self.subgraph);
        let owns = |partition: &str, key: &str| {
            partitions.is_some_and(|partitions| partitions.owns(partition, key))
        };
        let turnout = Turnout { asked: returns.len(), failed: &keys, owns: &owns };
        let checked = run.policies().try_for_each(|policy| policy.check_entities(turnout));
        let Err(unmet) = checked else { return true };
        for (targets, call) in self.targets.iter().zip(&self.fetch.calls) {
            if targets.as_slice().is_empty() {
                continue;
            }
            for key in call.targets.iter().filter_map(|path| root_key(path)) {
                run.policy_unmet(root_path(key), &unmet, &failed);
                run.void_root_field(key);
            }
        }
        false
    }

    /// Says who is missing: one error for a service, at the place that all its objects share. A
    /// plain subgraph that sent errors has told it already.
    fn tell_failure(&self, run: &mut Run<'_>, returned: &Return<'_>) {
        let Return { parcel, received, key, outcome } = returned;
        let Some(reason) = outcome.failed else { return };
        let place = self.common_place(parcel, &outcome.lost);
        match key {
            Some(key) => run.partition_failed(place, key, reason),
            None if received.errors.is_empty() => {
                run.subgraph_failed(place, self.subgraph, reason);
            }
            None => run.mark_incomplete(),
        }
    }

    /// Errors about an entity go to every object that asked for it. One that is about no entity
    /// goes to the place that all objects share, unless it is why their partition is missing.
    fn place_errors(&self, run: &mut Run<'_>, returned: &Return<'_>) {
        let Return { parcel, received, key, outcome } = returned;
        let rules = &run.executor.config.subgraph_errors;
        for error in &received.errors {
            let mut places = self.places_of(parcel, error);
            if places.is_empty() && key.is_some() && outcome.failed.is_some() {
                continue;
            }
            if places.is_empty() {
                let all: Vec<usize> = parcel.calls(self.fetch).map(|(index, ..)| index).collect();
                places.push(self.common_place(parcel, &all));
            }
            run.mark_incomplete();
            for place in places {
                let error = error.at(place, self.subgraph, rules);
                run.errors.push(match key {
                    Some(key) => error.of_partition(key),
                    None => error,
                });
            }
        }
    }

    /// Where in the client's answer something stands that a subgraph names by the place of an
    /// entity in what it was sent.
    fn places_of(&self, parcel: &Parcel<'_>, error: &SubgraphError) -> Vec<ResponsePath> {
        let [PathItem::Key(key), PathItem::Index(entity), ..] = error.path.as_slice() else {
            return Vec::new();
        };
        let Some((index, call, set)) =
            parcel.calls(self.fetch).find(|(_, call, _)| call.response_key == *key)
        else {
            return Vec::new();
        };
        let path = error.rewritten_path(&call.output_rewrites);
        let rest = path.get(2..).unwrap_or_default();
        let targets = &self.targets[index];
        set.assignments()
            .iter()
            .filter(|(place, _)| place == entity)
            .flat_map(|&(_, target)| targets.places(&targets.as_slice()[target]))
            .map(|place| place.join(rest))
            .collect()
    }

    /// The longest path that all objects of some calls share.
    fn common_place(&self, parcel: &Parcel<'_>, calls: &[usize]) -> ResponsePath {
        let mut all = calls.iter().flat_map(|&index| {
            let targets = &self.targets[index];
            parcel.sets[index]
                .assignments()
                .iter()
                .flat_map(|&(_, target)| targets.places(&targets.as_slice()[target]))
        });
        let Some(first) = all.next() else { return ResponsePath::default() };
        all.fold(first, common_beginning)
    }

    /// Entities whose owner is not known are null; one error for each such owner.
    pub(super) fn report_strangers(&self, run: &mut Run<'_>, strangers: &[Stranger]) {
        let mut places: BTreeMap<Option<&str>, ResponsePath> = BTreeMap::new();
        for Stranger { call, target, owner } in strangers {
            let targets = &self.targets[*call];
            let all = targets.places(&targets.as_slice()[*target]);
            let Some(path) = all.into_iter().reduce(common_beginning) else { continue };
            let owner = match owner {
                Owner::Unknown(key) => Some(key.as_str()),
                Owner::Known(_) | Owner::Untold => None,
            };
            places
                .entry(owner)
                .and_modify(|place| *place = common_beginning(std::mem::take(place), path.clone()))
                .or_insert(path);
        }
        for (owner, place) in places {
            run.mark_incomplete();
            run.errors.push(match owner {
                Some(key) => {
                    let message = format!("the partition `{key}` that owns this is unknown");
                    FieldError::new(ErrorCode::PartitionUnknown, place, message)
                        .with("partition", key)
                }
                None => {
                    let message = "the key of this object does not tell which partition owns it";
                    FieldError::new(ErrorCode::SubgraphFailed, place, message)
                        .with("subgraph", self.subgraph)
                }
            });
        }
    }

    /// Too much would have to be looked up.
    pub(super) fn refuse(&self, run: &mut Run<'_>) {
        let limit = run.executor.config.limits.max_entities;
        let message = format!(
            "more than {limit} objects, or objects of too many partitions, would have to be looked up in `{}`; ask for smaller pages",
            self.subgraph
        );
        for place in self.places() {
            run.errors.push(FieldError::new(ErrorCode::OperationTooComplex, place, &message));
        }
        run.mark_incomplete();
    }

    /// Nobody serves the subgraph.
    pub(super) fn all_failed(&self, run: &mut Run<'_>, reason: MissingReason) {
        for place in self.places() {
            run.subgraph_failed(place, self.subgraph, reason);
        }
    }

    /// The place of each call's objects.
    fn places(&self) -> Vec<ResponsePath> {
        self.targets
            .iter()
            .filter_map(|targets| {
                targets
                    .as_slice()
                    .iter()
                    .flat_map(|target| targets.places(target))
                    .reduce(common_beginning)
            })
            .collect()
    }
}

fn common_beginning(mut one: ResponsePath, other: ResponsePath) -> ResponsePath {
    let shared = one.0.iter().zip(&other.0).take_while(|(a, b)| a == b).count();
    one.0.truncate(shared);
    one
}

fn root_key(path: &[PathSegment]) -> Option<&str> {
    path.iter().find_map(|segment| match segment {
        PathSegment::Field(key) => Some(key.as_str()),
        _ => None,
    })
}
