//! What operations come to when their fragments are expanded, computed without expanding them.

use std::collections::HashMap;

use super::{
    GuardError,
    outline::{Outline, Part},
};

/// Totals after expansion. They stop at the largest number and never wrap.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Totals {
    pub(super) fields: u64,
    pub(super) root_fields: u64,
    pub(super) aliases: u64,
    pub(super) depth: u64,
}

impl Totals {
    fn of(part: &Part<'_>) -> Self {
        Self {
            fields: part.fields,
            root_fields: part.root_fields,
            aliases: part.aliases,
            depth: part.depth,
        }
    }

    fn larger(self, other: Self) -> Self {
        Self {
            fields: self.fields.max(other.fields),
            root_fields: self.root_fields.max(other.root_fields),
            aliases: self.aliases.max(other.aliases),
            depth: self.depth.max(other.depth),
        }
    }
}

/// The largest totals of any operation or fragment: an unused fragment is validated too. Only
/// operations have root fields.
pub(super) fn expand(outline: &Outline<'_>) -> Result<Totals, GuardError> {
    let graph = Graph::of(outline);
    let order = graph.topological_order(outline)?;
    let mut totals: Vec<Totals> = outline.parts.iter().map(Totals::of).collect();
    for user in order {
        for spread in &outline.parts[user].spreads {
            let Some(used) = graph.named(spread.fragment) else { continue };
            let fragment = totals[used];
            let total = &mut totals[user];
            total.fields = total.fields.saturating_add(fragment.fields);
            total.aliases = total.aliases.saturating_add(fragment.aliases);
            total.depth = total.depth.max(spread.depth.saturating_add(fragment.depth));
            if spread.at_root {
                total.root_fields = total.root_fields.saturating_add(fragment.root_fields);
            }
        }
    }
    let counted = outline.parts.iter().zip(totals).map(|(part, totals)| match part.fragment {
        Some(_) => Totals { root_fields: 0, ..totals },
        None => totals,
    });
    Ok(counted.fold(Totals::default(), Totals::larger))
}

/// Which definition has a fragment's name.
struct Graph<'a> {
    by_name: HashMap<&'a str, usize>,
}

impl<'a> Graph<'a> {
    fn of(outline: &Outline<'a>) -> Self {
        let named = |(index, part): (usize, &Part<'a>)| Some((part.fragment?, index));
        Self { by_name: outline.parts.iter().enumerate().filter_map(named).collect() }
    }

    fn named(&self, fragment: &str) -> Option<usize> {
        self.by_name.get(fragment).copied()
    }

    /// Definitions in an order in which each comes after those that it spreads.
    fn topological_order(&self, outline: &Outline<'a>) -> Result<Vec<usize>, GuardError> {
        let parts = &outline.parts;
        let mut waits_for = vec![0_usize; parts.len()];
        let mut users: Vec<Vec<usize>> = vec![Vec::new(); parts.len()];
        for (user, part) in parts.iter().enumerate() {
            for used in part.spreads.iter().filter_map(|spread| self.named(spread.fragment)) {
                waits_for[user] += 1;
                users[used].push(user);
            }
        }
        let mut order: Vec<usize> = (0..parts.len()).filter(|part| waits_for[*part] == 0).collect();
        let mut done = 0;
        while let Some(&used) = order.get(done) {
            done += 1;
            for &user in &users[used] {
                waits_for[user] -= 1;
                if waits_for[user] == 0 {
                    order.push(user);
                }
            }
        }
        if order.len() == parts.len() {
            return Ok(order);
        }
        let stuck = (0..parts.len()).filter(|part| waits_for[*part] > 0);
        let names = stuck.filter_map(|part| parts[part].fragment).take(5);
        Err(GuardError::FragmentCycle { fragments: names.map(ToOwned::to_owned).collect() })
    }
}
