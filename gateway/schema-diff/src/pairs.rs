//! Puts what has the same name in two schemas side by side.

use std::collections::BTreeMap;

/// A named thing in one schema or both.
pub(crate) enum Pair<'a, T> {
    /// Only in the old one.
    Removed(&'a T),
    /// Only in the new one.
    Added(&'a T),
    /// In both.
    Both(&'a T, &'a T),
}

/// Everything of both sides, by name.
pub(crate) fn pairs<'a, T>(
    old: impl IntoIterator<Item = (&'a str, &'a T)>,
    new: impl IntoIterator<Item = (&'a str, &'a T)>,
) -> BTreeMap<&'a str, Pair<'a, T>> {
    let mut pairs: BTreeMap<&str, Pair<'_, T>> =
        old.into_iter().map(|(name, item)| (name, Pair::Removed(item))).collect();
    for (name, item) in new {
        let pair = match pairs.remove(name) {
            Some(Pair::Removed(before) | Pair::Both(before, _)) => Pair::Both(before, item),
            Some(Pair::Added(_)) | None => Pair::Added(item),
        };
        pairs.insert(name, pair);
    }
    pairs
}

/// Names that only one side has: `(removed, added)`, each in the order of its side.
pub(crate) fn names<'a>(
    old: impl IntoIterator<Item = &'a str>,
    new: impl IntoIterator<Item = &'a str>,
) -> (Vec<&'a str>, Vec<&'a str>) {
    let old: Vec<&str> = old.into_iter().collect();
    let new: Vec<&str> = new.into_iter().collect();
    let removed = old.iter().copied().filter(|name| !new.contains(name)).collect();
    let added = new.iter().copied().filter(|name| !old.contains(name)).collect();
    (removed, added)
}
