//! Which objects lie over which. Whether something lies over an object is asked at every step of
//! every walk, so that it is one look into a list and no hashing.

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::Ref;

/// Objects that are seen as one: seldom more than two subgraphs tell of one beside the first.
pub(super) type Layers = SmallVec<[Ref; 3]>;

/// What lies over objects, in the order in which it was laid.
#[derive(Debug, Default)]
pub(super) struct Overlays {
    /// By tape and entry: the place in `layers`, plus 1; 0 for nothing. A list ends with the last
    /// object that something lies over.
    places: Vec<Vec<u32>>,
    layers: Vec<Layers>,
    /// What lies over objects that are seen as one and of which none is this one alone, by one of
    /// them.
    combined: FxHashMap<Ref, Vec<Combined>>,
}

/// What lies over some objects together.
#[derive(Debug)]
struct Combined {
    objects: Layers,
    over: Layers,
}

impl Overlays {
    /// What lies over an object.
    pub(super) fn of(&self, object: Ref) -> &[Ref] {
        let places = self.places.get(object.tape as usize);
        match places.and_then(|places| places.get(object.index as usize)) {
            None | Some(0) => &[],
            Some(place) => &self.layers[*place as usize - 1],
        }
    }

    /// Lays `source` over `target`, once. `entries` is how many entries the tape of the target has.
    pub(super) fn lay(&mut self, target: Ref, source: Ref, entries: usize) {
        let (tape, index) = (target.tape as usize, target.index as usize);
        if self.places.len() <= tape {
            self.places.resize_with(tape + 1, Vec::new);
        }
        let places = &mut self.places[tape];
        if places.len() <= index {
            places.resize(entries.max(index + 1), 0);
        }
        if places[index] == 0 {
            self.layers.push(Layers::new());
            places[index] = self.layers.len() as u32;
        }
        push_once(&mut self.layers[places[index] as usize - 1], source);
    }

    /// Lays `source` over some objects wherever they are seen as one, once.
    pub(super) fn lay_over_all(&mut self, objects: Layers, source: Ref) {
        let Some(&first) = objects.first() else { return };
        let combined = self.combined.entry(first).or_default();
        match combined.iter_mut().find(|known| known.objects == objects) {
            Some(known) => push_once(&mut known.over, source),
            None => combined.push(Combined { objects, over: Layers::from_slice(&[source]) }),
        }
    }

    /// What lies over some of these objects together.
    pub(super) fn over_all(&self, objects: &[Ref]) -> Layers {
        if self.combined.is_empty() {
            return Layers::new();
        }
        let known = objects.iter().filter_map(|object| self.combined.get(object)).flatten();
        let here = known.filter(|known| known.objects.iter().all(|one| objects.contains(one)));
        here.flat_map(|known| known.over.iter().copied()).collect()
    }
}

fn push_once(layers: &mut Layers, source: Ref) {
    if !layers.contains(&source) {
        layers.push(source);
    }
}
