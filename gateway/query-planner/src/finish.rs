//! From calls to fetches. Calls to one subgraph that are equally deep travel together: none of them
//! waits for another, and what is fetched is not fetched later for it.

mod documents;
mod join;

use std::collections::{BTreeMap, BTreeSet};

use apollo_compiler::{Node, ast::VariableDefinition};
use gateway_plan::{
    Condition, OperationKind, PathSegment, RepresentationSelection, Rewrite, RewriteSegment,
};

use crate::{
    emit::{Ask, Call, CallId, Emitter, Step},
    model::{GraphId, Model, TypeId},
    output::OutId,
    plan::{EntityCall, PlannedFetch, PlannedStep, QueryPlan, RootCall, Selection},
    sets::TYPENAME,
};

use documents::Documents;
use join::{Joined, join};

/// Calls that are one fetch.
struct Group {
    graph: GraphId,
    conditions: Vec<Condition>,
    calls: Vec<CallId>,
}

/// Makes the plan of what was emitted.
pub(crate) fn finish(
    model: &Model,
    mut emitted: Emitter<'_>,
    variables: Vec<Node<VariableDefinition>>,
) -> QueryPlan {
    let groups = groups(&emitted.calls);
    let of_call: BTreeMap<CallId, usize> = groups
        .iter()
        .enumerate()
        .flat_map(|(index, group)| group.calls.iter().map(move |call| (*call, index)))
        .collect();
    let after: Vec<BTreeSet<usize>> = groups
        .iter()
        .map(|group| {
            let calls = group.calls.iter().filter_map(|call| emitted.calls.get(*call));
            let before = calls.flat_map(|call| &call.after);
            before.filter_map(|call| of_call.get(call).copied()).collect()
        })
        .collect();
    let after = reduced(after);
    let mut fetches = Vec::with_capacity(groups.len());
    for (group, after) in groups.into_iter().zip(after) {
        let step = match group.calls.first().and_then(|call| emitted.calls.get(*call)) {
            Some(Call { ask: Ask::Root(kind), path, set, .. }) => {
                let (kind, set, at) = (*kind, *set, path_of(model, path));
                PlannedStep::Root(root(model, &mut emitted, group.graph, kind, set, at))
            }
            _ => {
                let joined = join(&mut emitted, &group.calls);
                let calls = joined.into_iter();
                PlannedStep::Entities(
                    calls.map(|one| entities(model, &mut emitted, group.graph, one)).collect(),
                )
            }
        };
        fetches.push(PlannedFetch {
            subgraph: model.graphs.get(group.graph).cloned().unwrap_or_default(),
            after: after.into_iter().collect(),
            conditions: group.conditions,
            step,
        });
    }
    QueryPlan { fetches, variables }
}

/// Calls by how deep they are, in the order in which they were made.
fn groups(calls: &[Call]) -> Vec<Group> {
    let mut depths: Vec<usize> = Vec::with_capacity(calls.len());
    for call in calls {
        let before = call.after.iter().filter_map(|earlier| depths.get(*earlier));
        depths.push(before.max().map_or(0, |depth| depth + 1));
    }
    let depths = postponed(calls, &depths);
    let mut order: Vec<CallId> = (0..calls.len()).collect();
    order.sort_by_key(|call| depths.get(*call).copied());
    let mut groups: Vec<(usize, bool, Group)> = Vec::new();
    for id in order {
        let Some((call, depth)) = calls.get(id).zip(depths.get(id).copied()) else { continue };
        let conditions = call.conditions.clone().unwrap_or_default();
        let is_entity = matches!(call.ask, Ask::Entity { .. });
        let same = |(at, of_entities, group): &&mut (usize, bool, Group)| {
            *at == depth
                && is_entity
                && *of_entities
                && group.graph == call.graph
                && group.conditions == conditions
        };
        match groups.iter_mut().find(same) {
            Some((_, _, group)) => group.calls.push(id),
            None => {
                let group = Group { graph: call.graph, conditions, calls: vec![id] };
                groups.push((depth, is_entity, group));
            }
        }
    }
    groups.into_iter().map(|(_, _, group)| group).collect()
}

/// Depths by which a call that nobody waits for travels with a later one to the same subgraph for
/// the same objects: it costs a fetch less, and the answer comes no later. It stays a call of its own,
/// so that it has its answer also when what the later one waits for has failed.
fn postponed(calls: &[Call], depths: &[usize]) -> Vec<usize> {
    let awaited: BTreeSet<CallId> =
        calls.iter().flat_map(|call| call.after.iter().copied()).collect();
    let is_entity = |call: &Call| matches!(call.ask, Ask::Entity { .. });
    let later = |(id, (call, depth)): (CallId, (&Call, &usize))| {
        if awaited.contains(&id) || !is_entity(call) {
            return *depth;
        }
        let fits = |(other, at): &(&Call, &usize)| {
            *at > depth
                && is_entity(other)
                && other.graph == call.graph
                && other.path == call.path
                && other.conditions == call.conditions
        };
        let mut fitting = calls.iter().zip(depths).filter(fits);
        fitting
            .next()
            .map_or(*depth, |first| fitting.fold(*first.1, |least, one| least.min(*one.1)))
    };
    calls.iter().zip(depths).enumerate().map(later).collect()
}

/// Edges without those that follow from others.
fn reduced(after: Vec<BTreeSet<usize>>) -> Vec<BTreeSet<usize>> {
    let mut all: Vec<BTreeSet<usize>> = Vec::with_capacity(after.len());
    for direct in &after {
        let further = direct.iter().filter_map(|one| all.get(*one)).flatten();
        let before: BTreeSet<usize> = further.chain(direct).copied().collect();
        all.push(before);
    }
    let follows = |direct: &BTreeSet<usize>, one: &usize| {
        direct
            .iter()
            .any(|other| other != one && all.get(*other).is_some_and(|of| of.contains(one)))
    };
    after
        .iter()
        .map(|direct| direct.iter().filter(|one| !follows(direct, one)).copied().collect())
        .collect()
}

fn root(
    model: &Model,
    emitted: &mut Emitter<'_>,
    graph: GraphId,
    kind: OperationKind,
    set: OutId,
    at: Vec<PathSegment>,
) -> RootCall {
    let ty = model.root(kind).unwrap_or_default();
    let mut documents = Documents { model, graph, emitted, rewrites: Vec::new() };
    let selections = documents.selections(ty, set);
    RootCall { kind, at, selections, output_rewrites: documents.rewrites }
}

fn entities(model: &Model, emitted: &mut Emitter<'_>, graph: GraphId, one: Joined) -> EntityCall {
    let mut documents = Documents { model, graph, emitted, rewrites: Vec::new() };
    let selections = documents.selections(one.as_type, one.set);
    let output_rewrites = documents.rewrites;
    let names = names_of(model, &one.types);
    let mut sent = vec![RepresentationSelection::Field {
        response_key: TYPENAME.to_owned(),
        name: TYPENAME.to_owned(),
        selections: Vec::new(),
    }];
    sent.extend(one.sent);
    let name = model.name(one.as_type);
    let mut input_rewrites = Vec::new();
    if names.iter().any(|other| other != name) {
        let key = RewriteSegment::Key(TYPENAME.to_owned());
        let path = vec![RewriteSegment::OnTypes(names.clone()), key];
        input_rewrites.push(Rewrite::Set { path, value: name.to_owned() });
    }
    let on =
        crate::plan::Fragment { on: Some(name.to_owned()), conditions: Vec::new(), selections };
    EntityCall {
        targets: one.paths.iter().map(|path| path_of(model, path)).collect(),
        representation: vec![RepresentationSelection::OnTypes { types: names, selections: sent }],
        selections: vec![Selection::Fragment(on)],
        input_rewrites,
        output_rewrites,
    }
}

fn names_of(model: &Model, types: &[TypeId]) -> Vec<String> {
    let mut names: Vec<String> = types.iter().flat_map(|ty| model.names_of(*ty)).collect();
    names.sort();
    names.dedup();
    names
}

fn path_of(model: &Model, path: &[Step]) -> Vec<PathSegment> {
    path.iter()
        .map(|step| match step {
            Step::Field(key) => PathSegment::Field(key.to_string()),
            Step::List => PathSegment::List,
            Step::On(types) => PathSegment::OnTypes(names_of(model, types)),
        })
        .collect()
}
