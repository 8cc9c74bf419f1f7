//! Calls of one fetch that are one call: they ask for the same of objects at several places, or at
//! one place for what arrives together.

use std::collections::BTreeSet;

use gateway_plan::RepresentationSelection as Sent;

use crate::{
    emit::{Ask, CallId, Emitter, Step, merge},
    model::TypeId,
    output::OutId,
};

/// One `_entities` field.
pub(super) struct Joined {
    pub(super) as_type: TypeId,
    pub(super) types: Vec<TypeId>,
    pub(super) sent: Vec<Sent>,
    pub(super) set: OutId,
    pub(super) paths: Vec<Vec<Step>>,
    after: BTreeSet<CallId>,
}

/// Joins the calls of a fetch.
pub(super) fn join(emitted: &mut Emitter<'_>, calls: &[CallId]) -> Vec<Joined> {
    let mut joined: Vec<Joined> = Vec::new();
    for id in calls {
        let Some(call) = emitted.calls.get(*id) else { continue };
        let Ask::Entity { as_type, types, sent } = &call.ask else { continue };
        let one = Joined {
            as_type: *as_type,
            types: types.clone(),
            sent: sent.clone(),
            set: call.set,
            paths: vec![call.path.clone()],
            after: call.after.clone(),
        };
        // What cannot be fetched keeps a call from being made: only what shares its fate may join.
        let at_place = |known: &&mut Joined| {
            known.as_type == one.as_type
                && known.types == one.types
                && known.paths == one.paths
                && (same_sent(&known.sent, &one.sent)
                    || (known.after == one.after && can_be_one(&known.sent, &one.sent)))
        };
        match joined.iter_mut().find(at_place) {
            Some(known) => {
                emitted.output.absorb(known.set, one.set);
                one.sent.into_iter().for_each(|sent| merge(&mut known.sent, sent));
            }
            None => joined.push(one),
        }
    }
    let mut alike: Vec<Joined> = Vec::new();
    for one in joined {
        let is_alike = |known: &&mut Joined| {
            known.as_type == one.as_type
                && same_sent(&known.sent, &one.sent)
                && emitted.output.same(known.set, one.set)
        };
        match alike.iter_mut().find(is_alike) {
            Some(known) => {
                for path in one.paths {
                    add_path(&mut known.paths, path);
                }
                known.types.extend(one.types);
                known.types.sort_unstable();
                known.types.dedup();
            }
            None => alike.push(one),
        }
    }
    alike
}

fn same_sent(one: &[Sent], other: &[Sent]) -> bool {
    one.len() == other.len() && one.iter().all(|sent| other.contains(sent))
}

/// Whether two representations of an object can be one: not when a field has other arguments in one
/// than in the other, as it can be sent once.
fn can_be_one(one: &[Sent], other: &[Sent]) -> bool {
    let mut fields = Vec::new();
    collect(one, &mut fields);
    let mut others = Vec::new();
    collect(other, &mut others);
    fields.iter().all(|(key, name, inner)| {
        let same = others.iter().filter(|(_, known, _)| known == name);
        same.into_iter().all(|(known, _, other)| known == key && can_be_one(inner, other))
    })
}

fn collect<'s>(all: &'s [Sent], fields: &mut Vec<(&'s str, &'s str, &'s [Sent])>) {
    for sent in all {
        match sent {
            Sent::Field { response_key, name, selections } => {
                fields.push((response_key, name, selections));
            }
            Sent::OnTypes { selections, .. } => collect(selections, fields),
        }
    }
}

/// Paths that differ in the types at one step are one path.
fn add_path(paths: &mut Vec<Vec<Step>>, path: Vec<Step>) {
    for known in paths.iter_mut() {
        if known.len() != path.len() {
            continue;
        }
        let mut steps = known.iter_mut().zip(&path).filter(|(one, other)| *one != *other);
        match (steps.next(), steps.next()) {
            (None, _) => return,
            (Some((Step::On(types), Step::On(more))), None) => {
                types.extend(more);
                types.sort_unstable();
                types.dedup();
                return;
            }
            _ => {}
        }
    }
    paths.push(path);
}
