//! A bounded cache by text: the least recently used entries go when there are too many, or when
//! they weigh too much. Lookups allocate nothing.

use std::{
    collections::{BTreeMap, HashMap},
    hash::{BuildHasher, RandomState},
    sync::{Arc, Mutex, PoisonError},
};

use gateway_operation::variables::Nulls;
use gateway_supergraph::Overrides;

/// What a value is looked up by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Key<'a> {
    pub(crate) document: &'a str,
    pub(crate) operation_name: Option<&'a str>,
    /// Labels move fields between subgraphs, and so change plans.
    pub(crate) overrides: Overrides,
    /// Variables whose nulls fail fields, which are not fetched then.
    pub(crate) nulls: Nulls,
}

impl<'a> Key<'a> {
    /// The key of a document with one operation, for those for whom no label holds.
    #[cfg(test)]
    pub(crate) fn of(document: &'a str) -> Self {
        Self {
            document,
            operation_name: None,
            overrides: Overrides::default(),
            nulls: Nulls::default(),
        }
    }
}

/// How a cache did so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CacheStats {
    /// Lookups that found something.
    pub hits: u64,
    /// Lookups that did not.
    pub misses: u64,
    /// Entries that had to go.
    pub evictions: u64,
    /// Entries now.
    pub entries: usize,
    /// Bytes now, roughly.
    pub bytes: usize,
}

/// The cache. Values are shared, not copied.
#[derive(Debug)]
pub(crate) struct Cache<V> {
    hasher: RandomState,
    max_entries: usize,
    max_bytes: usize,
    state: Mutex<State<V>>,
}

#[derive(Debug)]
struct State<V> {
    entries: HashMap<u64, Entry<V>>,
    /// Hashes by the time of their last use.
    by_use: BTreeMap<u64, u64>,
    clock: u64,
    stats: CacheStats,
}

#[derive(Debug)]
struct Entry<V> {
    document: Box<str>,
    operation_name: Option<Box<str>>,
    overrides: Overrides,
    nulls: Nulls,
    value: Arc<V>,
    bytes: usize,
    used: u64,
}

impl<V> Entry<V> {
    fn is_of(&self, key: Key<'_>) -> bool {
        *self.document == *key.document
            && self.operation_name.as_deref() == key.operation_name
            && self.overrides == key.overrides
            && self.nulls == key.nulls
    }
}

impl<V> Cache<V> {
    pub(crate) fn new(max_entries: usize, max_bytes: usize) -> Self {
        let state = State {
            entries: HashMap::new(),
            by_use: BTreeMap::new(),
            clock: 0,
            stats: CacheStats::default(),
        };
        Self { hasher: RandomState::new(), max_entries, max_bytes, state: Mutex::new(state) }
    }

    pub(crate) fn get(&self, key: Key<'_>) -> Option<Arc<V>> {
        let hash = self.hasher.hash_one(key);
        let mut state = self.lock();
        let State { entries, by_use, clock, stats } = &mut *state;
        let Some(entry) = entries.get_mut(&hash).filter(|entry| entry.is_of(key)) else {
            stats.misses += 1;
            return None;
        };
        stats.hits += 1;
        *clock += 1;
        by_use.remove(&entry.used);
        by_use.insert(*clock, hash);
        entry.used = *clock;
        Some(Arc::clone(&entry.value))
    }

    /// Keeps a value that weighs `bytes` beside its key.
    pub(crate) fn insert(&self, key: Key<'_>, value: Arc<V>, bytes: usize) {
        let bytes = bytes + key.document.len();
        if bytes > self.max_bytes {
            return;
        }
        let hash = self.hasher.hash_one(key);
        let mut state = self.lock();
        // Two texts of one hash are as good as impossible; the newer one stays.
        state.remove(hash);
        state.clock += 1;
        let used = state.clock;
        state.by_use.insert(used, hash);
        state.stats.bytes += bytes;
        let entry = Entry {
            document: key.document.into(),
            operation_name: key.operation_name.map(Into::into),
            overrides: key.overrides,
            nulls: key.nulls,
            value,
            bytes,
            used,
        };
        state.entries.insert(hash, entry);
        while state.entries.len() > self.max_entries || state.stats.bytes > self.max_bytes {
            let Some((_, oldest)) = state.by_use.first_key_value() else { break };
            let oldest = *oldest;
            state.remove(oldest);
            state.stats.evictions += 1;
        }
    }

    pub(crate) fn stats(&self) -> CacheStats {
        let state = self.lock();
        CacheStats { entries: state.entries.len(), ..state.stats }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State<V>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<V> State<V> {
    fn remove(&mut self, hash: u64) {
        if let Some(entry) = self.entries.remove(&hash) {
            self.by_use.remove(&entry.used);
            self.stats.bytes -= entry.bytes;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn key(document: &str) -> Key<'_> {
        Key::of(document)
    }

    #[test]
    fn the_operation_name_is_part_of_the_key() {
        let cache = Cache::new(10, 1_000);
        let named = Key { operation_name: Some("A"), ..key("a") };
        cache.insert(named, Arc::new(1), 1);
        assert_eq!(cache.get(named).as_deref(), Some(&1));
        assert_eq!(cache.get(key("a")), None);
        let stats = cache.stats();
        assert_eq!((stats.hits, stats.misses, stats.entries, stats.bytes), (1, 1, 1, 2));
    }

    #[test]
    fn what_was_used_longest_ago_goes_first() {
        let cache = Cache::new(2, 1_000);
        cache.insert(key("a"), Arc::new(1), 0);
        cache.insert(key("b"), Arc::new(2), 0);
        cache.get(key("a"));
        cache.insert(key("c"), Arc::new(3), 0);
        assert!(cache.get(key("a")).is_some() && cache.get(key("c")).is_some());
        assert!(cache.get(key("b")).is_none());
        assert_eq!(cache.stats().evictions, 1);
    }

    #[test]
    fn what_is_too_heavy_for_the_whole_cache_is_not_kept() {
        let cache = Cache::new(2, 10);
        cache.insert(key("a"), Arc::new(1), 10);
        assert!(cache.get(key("a")).is_none());
    }

    proptest! {
        /// Whatever happens, the bounds hold and the sum of bytes is right.
        #[test]
        fn bounds_hold(steps in proptest::collection::vec((0_u8..12, 0_usize..40, any::<bool>()), 0..200)) {
            let cache = Cache::new(5, 100);
            for (name, bytes, insert) in steps {
                let name = name.to_string();
                if insert {
                    cache.insert(key(&name), Arc::new(name.clone()), bytes);
                } else if let Some(value) = cache.get(key(&name)) {
                    prop_assert_eq!(&*value, &name);
                }
                let stats = cache.stats();
                prop_assert!(stats.entries <= 5 && stats.bytes <= 100);
                let state = cache.lock();
                prop_assert_eq!(state.entries.values().map(|e| e.bytes).sum::<usize>(), stats.bytes);
                prop_assert_eq!(state.by_use.len(), stats.entries);
            }
        }
    }
}
