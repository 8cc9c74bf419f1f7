//! Which subgraphs can be asked for the object at a place, and how.

use std::rc::Rc;

use super::{At, Pending, Search};
use crate::{
    model::GraphId,
    sets::{SetId, TYPENAME},
    solution::{Cost, Entry, Pick, Reach, Way},
};

impl Search<'_> {
    /// Every subgraph from which fields of the object at a place can be had.
    pub(crate) fn reach(&mut self, at: At) -> Rc<Reach> {
        if let Some(known) = self.reaches.get(&at) {
            return Rc::clone(known);
        }
        let mut reach = Reach::default();
        if let Some(graph) = at.graph {
            reach.entries.push(Rc::new(Entry { graph, cost: Cost::default(), way: Way::Here }));
        }
        let pending = Pending::Reach(at);
        if self.pending.contains(&pending) {
            self.cuts += 1;
            return Rc::new(reach);
        }
        let cuts = self.cuts;
        self.pending.push(pending);
        if at.graph.is_none() || self.model.is_query(at.ty) {
            self.reach_roots(at, &mut reach);
        } else {
            while self.extend(at, &mut reach) {}
            let graph = at.graph.unwrap_or_default();
            reach.again = self.entry(at, graph, &reach).map(Rc::new);
        }
        self.pending.pop();
        let reach = Rc::new(reach);
        if self.pending.is_empty() || cuts == self.cuts {
            self.reaches.insert(at, Rc::clone(&reach));
        }
        reach
    }

    fn reach_roots(&self, at: At, reach: &mut Reach) {
        for graph in 0..self.model.graphs.len() {
            if Some(graph) != at.graph && self.model.has(at.ty, graph) {
                let cost = Cost::ENTRY;
                reach.entries.push(Rc::new(Entry { graph, cost, way: Way::Root }));
            }
        }
    }

    /// Moves to wherever a key leads from what is reached; whether that was anywhere.
    fn extend(&mut self, at: At, reach: &mut Reach) -> bool {
        let mut found = Vec::new();
        for graph in 0..self.model.graphs.len() {
            if reach.entry(graph).is_none() && self.goes_on() {
                found.extend(self.entry(at, graph, reach).map(Rc::new));
            }
        }
        let is_new = !found.is_empty();
        reach.entries.extend(found);
        is_new
    }

    /// The cheapest key by which a subgraph can be asked for the object at a place.
    pub(super) fn entry(&mut self, at: At, graph: GraphId, reach: &Reach) -> Option<Entry> {
        let model = self.model;
        let mut best: Option<Entry> = None;
        for as_type in model.entries(at.ty, graph) {
            for &key in model.keys(as_type, graph) {
                let Some((cost, parts)) = self.key(at, key, reach) else { continue };
                let cost = cost.then(Cost::ENTRY);
                if best.as_ref().is_none_or(|known| cost < known.cost) {
                    best = Some(Entry { graph, cost, way: Way::Key { as_type, parts } });
                }
            }
        }
        best
    }

    /// Where the fields of a key are taken from.
    fn key(&mut self, at: At, key: SetId, reach: &Reach) -> Option<(Cost, Vec<Pick>)> {
        let mut cost = Cost::default();
        let mut parts = Vec::new();
        for want in self.sets.collect(self.model, key, at.ty) {
            if want.name.as_ref() == TYPENAME {
                continue;
            }
            let mut best: Option<(Cost, Pick)> = None;
            for entry in &reach.entries {
                let Some(choice) = self.plain(at, entry, &want) else { continue };
                let is_better = best.as_ref().is_none_or(|(known, _)| choice.cost < *known);
                if choice.left.is_none() && is_better {
                    best = Some((choice.cost, choice.pick));
                }
            }
            let (of_part, pick) = best?;
            // Fields of one subgraph come together.
            let is_new = !parts.iter().any(|one: &Pick| one.source == pick.source);
            let known = if is_new { Cost::default() } else { of_part };
            cost = cost.and(of_part.without_fetches(known));
            parts.push(pick);
        }
        (!parts.is_empty()).then_some((cost, parts))
    }
}
