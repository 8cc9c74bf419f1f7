//! Finds lists and objects that say the same at the same place of a body: the author of two
//! reviews, the product of three. Subgraphs repeat them, and all that comes after reading would do
//! the same work for each of them.
//!
//! A place is the way of keys to a value; indexes of lists do not count. Two equal values at one
//! place are asked for by the same part of an operation, so that whatever is fetched for one holds
//! for the other. At different places that is not so: a field may have other arguments there.

use std::hash::Hasher;

use rustc_hash::{FxBuildHasher, FxHashMap, FxHasher};

/// A body has rarely more than one list or object that is new in this many bytes.
const BYTES_PER_CONTAINER: usize = 80;

/// What was seen of a body so far.
pub(super) struct Twins {
    /// The first value of each place and text, by the hash of both.
    first: FxHashMap<u64, u32>,
    places: Vec<Place>,
    /// The place of what is read now.
    here: u32,
}

/// A place below another.
struct Place {
    key: (u32, u32),
    first_below: u32,
    next_beside: u32,
}

/// No place.
const NONE: u32 = 0;

impl Twins {
    /// For a body of this length.
    pub(super) fn new(length: usize) -> Self {
        let expected = length / BYTES_PER_CONTAINER;
        let first = FxHashMap::with_capacity_and_hasher(expected, FxBuildHasher);
        let root = Place { key: (0, 0), first_below: NONE, next_beside: NONE };
        Self { first, places: vec![root], here: 0 }
    }

    /// Goes into the value of a key, which is named by its span in the body; gives the place to
    /// return to.
    pub(super) fn enter(&mut self, bytes: &[u8], key: (u32, u32)) -> u32 {
        let outer = self.here;
        let text = |(start, end): (u32, u32)| &bytes[start as usize..end as usize];
        let mut below = self.places[outer as usize].first_below;
        while below != NONE && text(self.places[below as usize].key) != text(key) {
            below = self.places[below as usize].next_beside;
        }
        if below == NONE {
            below = self.places.len() as u32;
            let next_beside = self.places[outer as usize].first_below;
            self.places.push(Place { key, first_below: NONE, next_beside });
            self.places[outer as usize].first_below = below;
        }
        self.here = below;
        outer
    }

    pub(super) fn leave(&mut self, outer: u32) {
        self.here = outer;
    }

    /// The first value of this hash at this place; it is this one when there was none.
    pub(super) fn first(&mut self, hash: u64, this: u32) -> u32 {
        let hash = combined(hash, u64::from(self.here));
        *self.first.entry(hash).or_insert(this)
    }
}

/// A hash of one and another, in this order.
pub(super) fn combined(one: u64, other: u64) -> u64 {
    (one.rotate_left(5) ^ other).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// The hash of a text.
pub(super) fn hash_of(text: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(text);
    hasher.finish()
}
