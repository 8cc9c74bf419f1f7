//! Representations for one call, each distinct one once, and which target has which answer.

use std::{
    hash::{BuildHasher, RandomState},
    ops::Range,
};

use rustc_hash::FxHashMap;

/// Representations that are sent together. Equal ones, byte by byte, are sent once.
#[derive(Debug, Default)]
pub struct RepresentationSet {
    /// The inside of the list that is sent.
    bytes: Vec<u8>,
    ranges: Vec<Range<usize>>,
    /// The hash of a representation, which nobody outside can foresee, and the last with that hash.
    by_hash: FxHashMap<u64, usize>,
    /// The next representation with the same hash, parallel to `ranges`.
    same_hash: Vec<Option<usize>>,
    hasher: RandomState,
    assignments: Vec<(usize, usize)>,
}

impl RepresentationSet {
    /// No representation.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the representation of a target (a number that means something to the caller) and
    /// returns its place in the list.
    pub fn insert(&mut self, representation: &[u8], target: usize) -> usize {
        let place = self.place_of(representation);
        self.assignments.push((place, target));
        place
    }

    fn place_of(&mut self, representation: &[u8]) -> usize {
        let hash = self.hasher.hash_one(representation);
        let first = self.by_hash.get(&hash).copied();
        let mut candidate = first;
        while let Some(place) = candidate {
            if self.bytes[self.ranges[place].clone()] == *representation {
                return place;
            }
            candidate = self.same_hash[place];
        }
        if !self.ranges.is_empty() {
            self.bytes.push(b',');
        }
        let start = self.bytes.len();
        self.bytes.extend_from_slice(representation);
        let place = self.ranges.len();
        self.ranges.push(start..self.bytes.len());
        self.same_hash.push(first);
        self.by_hash.insert(hash, place);
        place
    }

    /// How many distinct representations there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ranges.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }

    /// For every target that was inserted, in that order: the place of its answer, and the target.
    #[must_use]
    pub fn assignments(&self) -> &[(usize, usize)] {
        &self.assignments
    }

    /// Appends the list that is sent.
    pub fn write_list(&self, out: &mut Vec<u8>) {
        out.reserve(self.bytes.len() + 2);
        out.push(b'[');
        out.extend_from_slice(&self.bytes);
        out.push(b']');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_representations_are_sent_once() {
        let mut set = RepresentationSet::new();
        assert!(set.is_empty());
        assert_eq!(set.insert(b"{\"id\":1}", 10), 0);
        assert_eq!(set.insert(b"{\"id\":2}", 11), 1);
        assert_eq!(set.insert(b"{\"id\":1}", 12), 0);
        assert_eq!(set.len(), 2);
        assert_eq!(set.assignments(), [(0, 10), (1, 11), (0, 12)]);
        let mut list = Vec::new();
        set.write_list(&mut list);
        assert_eq!(list, br#"[{"id":1},{"id":2}]"#);
    }

    #[test]
    fn the_empty_set_is_the_empty_list() {
        let mut list = Vec::new();
        RepresentationSet::new().write_list(&mut list);
        assert_eq!(list, b"[]");
    }
}
