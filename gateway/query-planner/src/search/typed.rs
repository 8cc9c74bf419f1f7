//! Interface objects: their subgraph does not know of which type they are.

use std::rc::Rc;

use gateway_plan::Condition;

use super::{At, Search};
use crate::{
    model::{GraphId, Kind, TypeId},
    sets::{Item, SetId, TYPENAME, Want, both},
    solution::{Cost, Reach, Solution},
};

impl Search<'_> {
    /// What is wanted of an interface object by its type, which its own subgraph does not know.
    /// Fields that it has for every type are wanted of it.
    pub(super) fn typed(&mut self, at: At, set: SetId, wants: &mut Vec<Want>) -> Vec<Item> {
        let mut typed: Vec<Item> = Vec::new();
        wants.retain(|want| {
            let is_name = want.name.as_ref() == TYPENAME;
            if is_name {
                typed.push(Item::Field(want.clone()));
            }
            !is_name
        });
        let mut found = Vec::new();
        self.narrower(at, set, &[], &mut found);
        let all: Vec<SetId> = found.iter().map(|(_, _, set)| *set).collect();
        for (ty, conditions, set) in found {
            let mut rest = Vec::new();
            for item in self.sets.get(set).iter() {
                match item {
                    Item::Field(want)
                        if self.is_for_all(at, want, wants)
                            && !all.iter().any(|set| self.clashes(*set, want)) =>
                    {
                        if let Some(conditions) = both(&conditions, &want.conditions) {
                            self.sets.add(Want { conditions, ..want.clone() }, wants);
                        }
                    }
                    _ => rest.push(item.clone()),
                }
            }
            if rest.is_empty() {
                // The type matters even if all that is wanted of it is at hand.
                rest.push(Item::Field(Want::typename()));
            }
            let set = self.sets.intern(rest);
            typed.push(Item::On { ty, conditions, set });
        }
        typed
    }

    /// Whether an interface object has a leaf that is wanted of one type, and no other field is
    /// wanted under its key.
    fn is_for_all(&mut self, at: At, want: &Want, wants: &[Want]) -> bool {
        let Some(graph) = at.graph else { return false };
        let resolved = self.resolves(at, &want.name, graph);
        want.child.is_none()
            && resolved.is_some_and(|(resolver, _)| resolver.requires.is_none())
            && wants.iter().all(|one| {
                one.key != want.key || (one.name == want.name && one.arguments == want.arguments)
            })
    }

    /// Whether a set has another field under the key of this one.
    fn clashes(&self, set: SetId, want: &Want) -> bool {
        self.sets.get(set).iter().any(|item| match item {
            Item::Field(one) => {
                one.key == want.key && (one.name != want.name || one.arguments != want.arguments)
            }
            Item::On { set, .. } => self.clashes(*set, want),
        })
    }

    /// The fragments on types that an interface may be and is not by itself.
    fn narrower(
        &mut self,
        at: At,
        set: SetId,
        around: &[Condition],
        found: &mut Vec<(TypeId, Vec<Condition>, SetId)>,
    ) {
        for item in self.sets.get(set).iter() {
            let Item::On { ty, conditions, set } = item else { continue };
            let Some(conditions) = both(around, conditions) else { continue };
            if self.model.is_a(at.ty, *ty) {
                self.narrower(at, *set, &conditions, found);
            } else {
                found.push((*ty, conditions, *set));
            }
        }
    }

    /// Where the type of an interface object is known, and what is fetched by it. Fields that no
    /// other subgraph has are wanted there too.
    pub(super) fn solve_typed(
        &mut self,
        at: At,
        reach: &Reach,
        mut typed: Vec<Item>,
        left: Vec<Item>,
        cost: &mut Cost,
    ) -> (Option<(GraphId, Rc<Solution>)>, Vec<Item>) {
        if self.model.kind(at.ty) != Kind::Interface {
            return (None, left);
        }
        typed.extend(left);
        if typed.is_empty() {
            return (None, typed);
        }
        let set = self.sets.intern(typed.clone());
        let mut best: Option<(Cost, GraphId, Rc<Solution>)> = None;
        for entry in &reach.entries {
            let there = At { ty: at.ty, graph: Some(entry.graph), provided: None };
            if !self.is_abstract(there) {
                continue;
            }
            let solution = self.solve(there, set);
            let of_way = entry.cost.then(solution.cost);
            let rank = |cost: Cost, solution: &Solution| (solution.left.is_some(), cost);
            let is_better = best
                .as_ref()
                .is_none_or(|(known, _, one)| rank(of_way, &solution) < rank(*known, one));
            if is_better {
                best = Some((of_way, entry.graph, solution));
            }
        }
        let Some((of_way, graph, solution)) = best else { return (None, typed) };
        *cost = cost.and(of_way);
        let left = solution.left.map(|left| self.sets.get(left).to_vec()).unwrap_or_default();
        (Some((graph, solution)), left)
    }
}
