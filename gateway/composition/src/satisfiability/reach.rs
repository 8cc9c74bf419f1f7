//! Moving between subgraphs: by keys whose fields can be had, and to fields whose requirements can
//! be had. All of it is bounded by one budget.

use std::collections::{BTreeMap, BTreeSet};

use apollo_compiler::{
    Name,
    executable::{Selection, SelectionSet},
    schema::ExtendedType,
};

use super::{
    graph::{Graph, Position, Positions},
    labels::Answers,
};

/// A field of an object in a subgraph.
type Place = (usize, Name, Name);

pub(super) struct Reach<'a> {
    graph: &'a Graph<'a>,
    budget: usize,
    /// With what labels have to do with it.
    closures: BTreeMap<(Name, Positions), Vec<(Answers, Positions)>>,
    /// Fields whose requirements are being looked for: a field cannot be its own requirement.
    pending: BTreeSet<Place>,
}

impl<'a> Reach<'a> {
    pub(super) fn new(graph: &'a Graph<'a>, budget: usize) -> Self {
        Self { graph, budget, closures: BTreeMap::new(), pending: BTreeSet::new() }
    }

    pub(super) fn is_exhausted(&self) -> bool {
        self.budget == 0
    }

    /// Where a field of an object leads from any of these positions; empty when nowhere.
    pub(super) fn step(
        &mut self,
        type_name: &Name,
        field: &Name,
        positions: &Positions,
    ) -> Positions {
        let mut next = Positions::new();
        for position in positions {
            next.extend(self.step_from(type_name, field, *position).into_iter().flatten());
        }
        next
    }

    /// Whether a field leads anywhere. One way is enough, which keeps keys of many subgraphs cheap.
    fn leads(&mut self, type_name: &Name, field: &Name, positions: &Positions) -> bool {
        positions.iter().any(|position| self.step_from(type_name, field, *position).is_some())
    }

    fn step_from(
        &mut self,
        type_name: &Name,
        field: &Name,
        position: Position,
    ) -> Option<Positions> {
        self.budget = self.budget.saturating_sub(1);
        if self.is_exhausted() {
            return None;
        }
        let resolution = self.graph.resolve(type_name, field, position)?;
        let is_met = resolution.requires.is_none_or(|set| {
            self.requirements((position.0, type_name.clone(), field.clone()), set)
        });
        is_met.then_some(resolution.next)
    }

    /// Whether what a field requires can be had. Plans fetch it from where the field is resolved,
    /// even when the way there came by: so that subgraph must be able to move on by keys. With what
    /// was fetched it is asked again, by a key of its own.
    fn requirements(&mut self, place: Place, set: &SelectionSet) -> bool {
        if !self.pending.insert(place.clone()) {
            return false;
        }
        let keys = self.graph.keys(place.0, &place.1);
        let positions = self.closure(&place.1, Positions::from([(place.0, None)]));
        let is_met = keys.iter().any(|key| self.has(&place.1, &key.fields, &positions))
            && self.has(&place.1, set, &positions);
        self.pending.remove(&place);
        is_met
    }

    /// Every position that can be moved to, for a value of an object type.
    pub(super) fn closure(&mut self, type_name: &Name, positions: Positions) -> Positions {
        let key = (type_name.clone(), positions);
        let switches = &self.graph.switches;
        let known = self.closures.get(&key);
        let known = known.and_then(|all| all.iter().find(|(answers, _)| switches.repeats(answers)));
        if let Some((_, known)) = known {
            return known.clone();
        }
        let mark = switches.mark();
        let mut reached = key.1.clone();
        if self.graph.is_root(type_name) {
            reached.extend(self.graph.roots(type_name));
        }
        while self.extend(type_name, &mut reached) {}
        // What was found while a requirement was pending may be too little.
        if self.pending.is_empty() && !self.is_exhausted() {
            let answers = switches.answers_since(mark);
            self.closures.entry(key).or_default().push((answers, reached.clone()));
        }
        reached
    }

    /// Moves once to wherever a key leads; whether that was anywhere.
    fn extend(&mut self, type_name: &Name, reached: &mut Positions) -> bool {
        let mut is_new = false;
        for subgraph in 0..self.graph.subgraphs.len() {
            if reached.iter().any(|(known, _)| *known == subgraph) || self.is_exhausted() {
                continue;
            }
            let keys = self.graph.keys(subgraph, type_name);
            if keys.iter().any(|key| self.has(type_name, &key.fields, reached)) {
                reached.insert((subgraph, None));
                is_new = true;
            }
        }
        is_new
    }

    /// Whether a selection on a value can be had from these positions.
    pub(super) fn has(
        &mut self,
        type_name: &Name,
        set: &SelectionSet,
        positions: &Positions,
    ) -> bool {
        let graph = self.graph;
        match graph.schema.types.get(type_name) {
            Some(ExtendedType::Interface(_) | ExtendedType::Union(_)) => {
                let objects = self.objects(type_name, positions);
                if !self.knows_fragments(set, &objects) {
                    return false;
                }
                objects.into_iter().all(|(object, positions)| {
                    let positions = self.closure(object, positions);
                    self.has(object, set, &positions)
                })
            }
            _ => set
                .selections
                .iter()
                .all(|selection| self.has_selection(type_name, selection, positions)),
        }
    }

    /// Whether every object that a selection names can be returned: of others no plan can ask.
    fn knows_fragments(&self, set: &SelectionSet, objects: &[(&'a Name, Positions)]) -> bool {
        set.selections.iter().all(|selection| match selection {
            Selection::InlineFragment(fragment) => {
                let name = &fragment.selection_set.ty;
                self.graph.schema.get_object(name).is_none()
                    || objects.iter().any(|(object, _)| *object == name)
            }
            _ => true,
        })
    }

    fn has_selection(
        &mut self,
        object: &Name,
        selection: &Selection,
        positions: &Positions,
    ) -> bool {
        match selection {
            Selection::Field(field) if field.name == "__typename" => true,
            Selection::Field(field) => {
                if field.selection_set.selections.is_empty() {
                    return self.leads(object, &field.name, positions);
                }
                let next = self.step(object, &field.name, positions);
                if next.is_empty() {
                    return false;
                }
                let target = field.ty().inner_named_type();
                let next = match self.graph.schema.types.get(target) {
                    Some(ExtendedType::Object(_)) => self.closure(target, next),
                    _ => next,
                };
                self.has(target, &field.selection_set, &next)
            }
            Selection::InlineFragment(fragment) => {
                !self.graph.is_a(object, &fragment.selection_set.ty)
                    || self.has(object, &fragment.selection_set, positions)
            }
            Selection::FragmentSpread(_) => true,
        }
    }

    /// The objects that a value of an abstract type can be, each with where it can be taken from.
    pub(super) fn objects(
        &mut self,
        type_name: &Name,
        positions: &Positions,
    ) -> Vec<(&'a Name, Positions)> {
        let mut objects: BTreeMap<&'a Name, Positions> = BTreeMap::new();
        for position in positions {
            self.budget = self.budget.saturating_sub(1);
            for object in self.graph.possible(position.0, type_name) {
                objects.entry(object).or_default().insert(*position);
            }
        }
        objects.into_iter().collect()
    }
}
