//! The keys of the answer that are taken at each place, by the client and by what is added for
//! keys and requirements. What is added takes its own name when nobody else means another field by
//! it.

use std::{collections::HashMap, sync::Arc};

use crate::sets::{Arguments, Item, SetId, Sets};

pub(crate) type NamesId = usize;

/// What a key stands for: a field with its arguments.
type Meaning = (Arc<str>, Arc<Arguments>);

#[derive(Debug, Default)]
struct Place {
    keys: HashMap<Arc<str>, Vec<Meaning>>,
    under: HashMap<Arc<str>, NamesId>,
}

#[derive(Debug)]
pub(crate) struct Names {
    prefix: String,
    places: Vec<Place>,
    added: usize,
}

impl Names {
    pub(crate) const ROOT: NamesId = 0;

    /// The names of an operation; those that are added begin with `prefix`.
    pub(crate) fn new(prefix: &str, sets: &Sets<'_>, operation: SetId) -> Self {
        let prefix = format!("{prefix}_");
        let mut names = Self { prefix, places: vec![Place::default()], added: 0 };
        names.read(sets, operation, Self::ROOT);
        names
    }

    fn read(&mut self, sets: &Sets<'_>, set: SetId, at: NamesId) {
        for item in sets.get(set).iter() {
            match item {
                Item::Field(want) => {
                    self.take(at, &want.key, (Arc::clone(&want.name), Arc::clone(&want.arguments)));
                    if let Some(child) = want.child {
                        let under = self.under(at, &want.key);
                        self.read(sets, child, under);
                    }
                }
                Item::On { set, .. } => self.read(sets, *set, at),
            }
        }
    }

    fn take(&mut self, at: NamesId, key: &Arc<str>, meaning: Meaning) {
        if let Some(place) = self.places.get_mut(at) {
            let meanings = place.keys.entry(Arc::clone(key)).or_default();
            if !meanings.contains(&meaning) {
                meanings.push(meaning);
            }
        }
    }

    /// The place under a key.
    pub(crate) fn under(&mut self, at: NamesId, key: &Arc<str>) -> NamesId {
        let next = self.places.len();
        let Some(place) = self.places.get_mut(at) else { return at };
        let id = *place.under.entry(Arc::clone(key)).or_insert(next);
        if id == next {
            self.places.push(Place::default());
        }
        id
    }

    /// The key under which a field is added at a place.
    pub(crate) fn add(
        &mut self,
        at: NamesId,
        name: &Arc<str>,
        arguments: &Arc<Arguments>,
    ) -> Arc<str> {
        let meaning = (Arc::clone(name), Arc::clone(arguments));
        let means_it = |meanings: &Vec<Meaning>| meanings.iter().all(|one| *one == meaning);
        let Some(place) = self.places.get(at) else { return Arc::clone(name) };
        if place.keys.get(name).is_none_or(means_it) {
            self.take(at, name, meaning);
            return Arc::clone(name);
        }
        let added = place.keys.iter().filter(|(key, _)| key.starts_with(&self.prefix));
        let mut known: Vec<_> =
            added.filter(|(_, found)| means_it(found)).map(|(key, _)| key).collect();
        known.sort();
        if let Some(known) = known.first() {
            return Arc::clone(known);
        }
        let key = self.fresh();
        self.take(at, &key, meaning);
        key
    }

    /// A key that nobody has.
    pub(crate) fn fresh(&mut self) -> Arc<str> {
        self.added += 1;
        Arc::from(format!("{}{}", self.prefix, self.added - 1))
    }
}
