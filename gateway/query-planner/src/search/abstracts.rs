//! Values of abstract types: each of the objects that their subgraph knows.

use super::{At, Search};
use crate::{
    model::{GraphId, TypeId},
    sets::{Item, SetId, TYPENAME, Want},
    solution::{Cost, ObjectShape, Pick, Shape, Solution},
};

impl Search<'_> {
    pub(super) fn solve_abstract(&mut self, at: At, set: SetId) -> Solution {
        let Some(graph) = at.graph else {
            return Solution::new(Cost::default(), Some(set), Shape::Abstract(Vec::new()));
        };
        if self.model.possible_in(at.ty, graph).is_empty() {
            return self.solve_unimplemented(at, graph, set);
        }
        let mut cost = Cost::default();
        let mut by_type = Vec::new();
        let mut left = Vec::new();
        for &ty in self.model.possible_in(at.ty, graph) {
            let solution = self.solve(At { ty, ..at }, set);
            // Calls for several types to one subgraph travel together.
            let fetches = cost.fetches.max(solution.cost.fetches);
            cost = Cost { fetches, ..cost.and(solution.cost) };
            left.extend(solution.left.map(|set| (ty, set)));
            by_type.push((ty, solution));
        }
        let left = (!left.is_empty()).then(|| self.left_of_all(at, set, left));
        Solution::new(cost, left, Shape::Abstract(by_type))
    }

    /// What is left of all objects, and what of one alone. A field that is selected of all of them
    /// alike is had from one place or left to another: what a place cannot give of one type is left
    /// of every type.
    fn left_of_all(&mut self, at: At, set: SetId, left: Vec<(TypeId, SetId)>) -> SetId {
        let of_all = self.sets.collect(self.model, set, at.ty);
        let mut items: Vec<Item> = Vec::new();
        for (ty, left) in left {
            let wanted = self.sets.collect(self.model, set, ty);
            let is_of_all = |item: &Item| match item {
                Item::Field(left) => {
                    of_all.iter().any(|want| want.is_of(left) && wanted.contains(want))
                }
                Item::On { .. } => false,
            };
            let (alike, own): (Vec<Item>, Vec<Item>) =
                self.sets.get(left).iter().cloned().partition(is_of_all);
            for item in alike {
                if !items.contains(&item) {
                    items.push(item);
                }
            }
            if !own.is_empty() {
                let set = self.sets.intern(own);
                items.push(Item::On { ty, conditions: Vec::new(), set });
            }
        }
        self.sets.intern(items)
    }

    /// A value of an interface that no object of its subgraph implements: its fields are asked of
    /// the interface itself, or nowhere.
    fn solve_unimplemented(&mut self, at: At, graph: GraphId, set: SetId) -> Solution {
        let mut picks =
            vec![Pick { want: Want::typename(), source: graph, required: None, child: None }];
        let mut left = Vec::new();
        for want in self.sets.collect(self.model, set, at.ty) {
            if want.name.as_ref() == TYPENAME {
                picks.push(Pick { want, source: graph, required: None, child: None });
                continue;
            }
            match self.here(at, &want) {
                Some(pick) => picks.push(pick),
                None => left.push(Item::Field(want)),
            }
        }
        let left = (!left.is_empty()).then(|| self.sets.intern(left));
        let shape = ObjectShape { picks, reach: None, typed: None };
        Solution::new(Cost::default(), left, Shape::Object(shape))
    }
}
