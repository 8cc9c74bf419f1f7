//! From which subgraph each field is taken.

use std::{cmp::Reverse, collections::HashMap};

use super::{At, Choice, Search};
use crate::{
    model::GraphId,
    sets::{Item, SetId, Want},
    solution::{Cost, Pick, Reach},
};

impl Search<'_> {
    fn choices(&mut self, at: At, reach: &Reach, want: &Want) -> Vec<Choice> {
        let entries = &reach.entries;
        let mut all: Vec<Choice> =
            entries.iter().filter_map(|entry| self.plain(at, entry, want)).collect();
        if !all.iter().any(|choice| choice.left.is_none()) {
            all.extend(entries.iter().filter_map(|entry| self.requiring(at, reach, entry, want)));
        }
        all
    }

    /// Chooses where the open fields are taken from; what is left.
    pub(super) fn choose(
        &mut self,
        at: At,
        reach: &Reach,
        open: Vec<Want>,
        picks: &mut Vec<Pick>,
        cost: &mut Cost,
    ) -> Vec<Item> {
        let mut all: Vec<(Want, Vec<Choice>)> = Vec::new();
        for want in open {
            let choices = self.choices(at, reach, &want);
            all.push((want, choices));
        }
        let mut asked = cover(at, &all);
        let mut left = Vec::new();
        for (want, choices) in all {
            let free = |choice: &Choice| {
                choice.pick.required.is_none() && asked.contains(&choice.pick.source)
            };
            let price = |choice: &Choice| {
                let entry = reach.entry(choice.pick.source).map(|entry| entry.cost);
                let saved = entry.filter(|_| free(choice)).unwrap_or_default();
                let cost = choice.cost.without_fetches(saved);
                (choice.left.is_some(), cost, choice.pick.source)
            };
            let Some(best) = choices.iter().min_by_key(|choice| price(choice)).cloned() else {
                left.push(Item::Field(want));
                continue;
            };
            *cost = cost.and(price(&best).1);
            if best.pick.required.is_none() && !asked.contains(&best.pick.source) {
                asked.push(best.pick.source);
            }
            let rest = self.split(at, reach, best, &choices, picks, cost);
            left.extend(rest.map(|child| Item::Field(Want { child: Some(child), ..want })));
        }
        // Those that are asked anyway were counted for nobody.
        let moves = asked.iter().filter(|graph| Some(**graph) != at.graph);
        let moves = moves.filter(|graph| picks.iter().any(|pick| pick.source == **graph));
        let moves = moves.count();
        cost.fetches += moves;
        cost.entries = cost.entries.saturating_add(moves);
        left
    }

    /// Takes a choice, and from other subgraphs what it leaves; what even they leave.
    fn split(
        &mut self,
        at: At,
        reach: &Reach,
        best: Choice,
        choices: &[Choice],
        picks: &mut Vec<Pick>,
        cost: &mut Cost,
    ) -> Option<SetId> {
        let mut left = best.left;
        let mut used = vec![best.pick.source];
        let want = best.pick.want.clone();
        picks.push(best.pick);
        while let Some(rest) = left {
            let want = Want { child: Some(rest), ..want.clone() };
            let others = choices.iter().filter(|one| !used.contains(&one.pick.source));
            let sources: Vec<GraphId> = others.map(|one| one.pick.source).collect();
            let mut found: Option<Choice> = None;
            for source in sources {
                let Some(entry) = reach.entry(source) else { continue };
                let plain = self.plain(at, entry, &want);
                let choice = plain.or_else(|| self.requiring(at, reach, entry, &want));
                let rank = |one: &Choice| (one.left.is_some(), one.cost, one.pick.source);
                if let Some(choice) = choice.filter(|one| one.left != Some(rest))
                    && found.as_ref().is_none_or(|known| rank(&choice) < rank(known))
                {
                    found = Some(choice);
                }
            }
            let Some(choice) = found else { break };
            *cost = cost.and(choice.cost);
            used.push(choice.pick.source);
            left = choice.left;
            picks.push(choice.pick);
        }
        left
    }
}

/// Few subgraphs that together have all fields: the one of the place, and then again and again the
/// one that has most of what is not had.
fn cover(at: At, all: &[(Want, Vec<Choice>)]) -> Vec<GraphId> {
    let mut asked: Vec<GraphId> = at.graph.into_iter().collect();
    loop {
        let mut had: HashMap<GraphId, (usize, Cost)> = HashMap::new();
        for (_, choices) in all {
            let is_plain =
                |choice: &&Choice| choice.pick.required.is_none() && choice.left.is_none();
            let plain = || choices.iter().filter(is_plain);
            if plain().any(|choice| asked.contains(&choice.pick.source)) {
                continue;
            }
            for choice in plain() {
                let (count, cost) = had.entry(choice.pick.source).or_default();
                *count += 1;
                *cost = cost.and(choice.cost);
            }
        }
        let best =
            had.into_iter().min_by_key(|(graph, (count, cost))| (Reverse(*count), *cost, *graph));
        match best {
            Some((graph, _)) => asked.push(graph),
            None => return asked,
        }
    }
}
