//! Documents that clients sent along with their hash. What was used longest ago goes first; a
//! client that is told that its document is gone sends it again.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use gateway_planning::CacheStats;

use super::DocumentHash;

/// What an entry weighs besides its text, roughly.
const ENTRY_BYTES: usize = 160;

/// A cache bounded by bytes. It outlives reloads: a text stays what its hash says.
#[derive(Debug)]
pub(crate) struct AutomaticDocuments {
    max_bytes: usize,
    hits: AtomicU64,
    misses: AtomicU64,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    entries: HashMap<DocumentHash, Entry>,
    /// Hashes by the time of their last use.
    by_use: BTreeMap<u64, DocumentHash>,
    clock: u64,
    bytes: usize,
    evictions: u64,
}

#[derive(Debug)]
struct Entry {
    text: Arc<str>,
    used: u64,
}

impl AutomaticDocuments {
    pub(crate) fn new(max_bytes: usize) -> Self {
        Self {
            max_bytes,
            hits: AtomicU64::new(0),
            misses: AtomicU64::new(0),
            state: Mutex::default(),
        }
    }

    pub(crate) fn get(&self, hash: DocumentHash) -> Option<Arc<str>> {
        let found = self.lock().touch(hash);
        let counter = if found.is_some() { &self.hits } else { &self.misses };
        counter.fetch_add(1, Ordering::Relaxed);
        found
    }

    /// Keeps a text by its hash, unless it is heavier than all together may be.
    pub(crate) fn keep(&self, hash: DocumentHash, text: &str) {
        if weight(text) > self.max_bytes {
            return;
        }
        let mut state = self.lock();
        if state.touch(hash).is_some() {
            return;
        }
        state.insert(hash, text.into());
        while state.bytes > self.max_bytes {
            state.remove_oldest();
        }
    }

    pub(crate) fn stats(&self) -> CacheStats {
        let state = self.lock();
        CacheStats {
            hits: self.hits.load(Ordering::Relaxed),
            misses: self.misses.load(Ordering::Relaxed),
            evictions: state.evictions,
            entries: state.entries.len(),
            bytes: state.bytes,
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn touch(&mut self, hash: DocumentHash) -> Option<Arc<str>> {
        let entry = self.entries.get_mut(&hash)?;
        self.clock += 1;
        self.by_use.remove(&entry.used);
        entry.used = self.clock;
        self.by_use.insert(self.clock, hash);
        Some(Arc::clone(&entry.text))
    }

    fn insert(&mut self, hash: DocumentHash, text: Arc<str>) {
        self.clock += 1;
        self.bytes += weight(&text);
        self.by_use.insert(self.clock, hash);
        self.entries.insert(hash, Entry { text, used: self.clock });
    }

    fn remove_oldest(&mut self) {
        let Some((_, hash)) = self.by_use.pop_first() else { return };
        if let Some(entry) = self.entries.remove(&hash) {
            self.bytes -= weight(&entry.text);
            self.evictions += 1;
        }
    }
}

fn weight(text: &str) -> usize {
    text.len() + ENTRY_BYTES
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn keep(cache: &AutomaticDocuments, text: &str) {
        cache.keep(DocumentHash::of(text), text);
    }

    fn has(cache: &AutomaticDocuments, text: &str) -> bool {
        cache.get(DocumentHash::of(text)).as_deref() == Some(text)
    }

    #[test]
    fn what_was_used_longest_ago_goes_first() {
        let cache = AutomaticDocuments::new(2 * weight("a"));
        keep(&cache, "a");
        keep(&cache, "b");
        assert!(has(&cache, "a"));
        keep(&cache, "c");
        assert!(has(&cache, "a") && has(&cache, "c") && !has(&cache, "b"));
        let stats = cache.stats();
        assert_eq!((stats.hits, stats.misses, stats.evictions, stats.entries), (3, 1, 1, 2));
    }

    #[test]
    fn a_text_heavier_than_the_cache_is_not_kept() {
        let cache = AutomaticDocuments::new(weight("a"));
        keep(&cache, "a");
        keep(&cache, "aa");
        assert!(has(&cache, "a") && !has(&cache, "aa"));
    }

    proptest! {
        /// Whatever is sent, the bound holds and the sums are right.
        #[test]
        fn the_bound_holds(texts in proptest::collection::vec("[a-c]{0,400}", 0..60)) {
            let cache = AutomaticDocuments::new(1_000);
            for text in texts {
                keep(&cache, &text);
                let state = cache.lock();
                prop_assert!(state.bytes <= 1_000);
                prop_assert_eq!(state.entries.values().map(|e| weight(&e.text)).sum::<usize>(), state.bytes);
                prop_assert_eq!(state.by_use.len(), state.entries.len());
            }
        }
    }
}
