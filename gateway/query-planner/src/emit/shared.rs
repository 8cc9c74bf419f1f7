//! What all objects that a value can be have in common is asked of their interface.

use std::rc::Rc;

use super::{Emitter, Place};
use crate::{
    model::{GraphId, Kind, TypeId},
    sets::TYPENAME,
    solution::{ObjectShape, Pick, Reach, Way},
};

impl Emitter<'_> {
    /// What is taken from the same place for every object that a value can be: it is asked of the
    /// interface.
    pub(super) fn shared(
        &self,
        place: &Place,
        shapes: &[(TypeId, &ObjectShape)],
    ) -> Vec<(Pick, Option<Rc<Reach>>)> {
        let Some(((_, first), others)) = shapes.split_first() else { return Vec::new() };
        let in_all = |pick: &&Pick| {
            others.iter().all(|(_, shape)| shape.picks.iter().any(|one| same_pick(one, pick)))
        };
        let is_shared = |pick: &&Pick| match pick.required {
            Some(_) => false,
            None if Some(pick.source) == place.graph => self.has(place, pick),
            None => self.moves_alike(place, shapes, pick.source),
        };
        let found = first.picks.iter().filter(in_all).filter(is_shared);
        found.map(|pick| (pick.clone(), first.reach.clone())).collect()
    }

    /// Whether a field can be asked of all that can stand at a place, and all that is wanted of it.
    /// An object may declare it with a narrower type than its interface, which then has too little.
    fn has(&self, place: &Place, pick: &Pick) -> bool {
        let field = pick.want.name.as_ref();
        let is_known = |graph| {
            let declared = self.model.declared(place.ty, field, graph);
            declared.is_some_and(|one| pick.child.as_ref().is_none_or(|(ty, _)| *ty == one.target))
        };
        field == TYPENAME
            || (self.model.kind(place.ty) == Kind::Interface && place.graph.is_some_and(is_known))
    }

    /// Whether a subgraph that tells the objects not apart is entered alike for all of them.
    fn moves_alike(&self, place: &Place, shapes: &[(TypeId, &ObjectShape)], to: GraphId) -> bool {
        let mut first: Option<(TypeId, &[Pick])> = None;
        shapes.iter().all(|(_, shape)| {
            let entry = shape.reach.as_ref().and_then(|reach| reach.entry(to));
            let Some(Way::Key { as_type, parts }) = entry.map(|entry| &entry.way) else {
                return false;
            };
            let is_here = |part: &Pick| Some(part.source) == place.graph && self.has(place, part);
            let (known, known_parts) = *first.get_or_insert((*as_type, parts));
            self.model.is_interface_object(*as_type, to)
                && known == *as_type
                && parts.iter().all(is_here)
                && parts.len() == known_parts.len()
                && parts.iter().zip(known_parts).all(|(one, other)| same_pick(one, other))
        })
    }
}

/// Whether two picks take the same from the same place.
pub(super) fn same_pick(one: &Pick, other: &Pick) -> bool {
    one.want == other.want
        && one.source == other.source
        && one.required.is_none()
        && other.required.is_none()
        && match (&one.child, &other.child) {
            (Some((_, one)), Some((_, other))) => Rc::ptr_eq(one, other),
            (None, None) => true,
            _ => false,
        }
}
