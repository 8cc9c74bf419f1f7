//! Documents that were written down ahead of time, each with its id.

use std::{collections::HashMap, sync::Arc};

use thiserror::Error;

use super::DocumentHash;

/// What a client may put before a hash to say that it is one.
const HASH_PREFIX: &str = "sha256:";

/// Documents by their ids. Cloning shares them.
#[derive(Debug, Clone, Default)]
pub struct PersistedDocuments {
    index: Arc<Index>,
}

/// Every document is found by its hash; those with ids of their own also by these.
#[derive(Debug, Default)]
struct Index {
    by_hash: HashMap<DocumentHash, Arc<str>>,
    by_id: HashMap<String, Arc<str>>,
}

/// An id that does not fit its document.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DocumentIdError {
    /// The id is a hash, of another text.
    #[error("`{id}` is not the hash of its document, which is {actual}")]
    OtherHash {
        /// The id.
        id: String,
        /// What it should be.
        actual: DocumentHash,
    },
    /// Two documents with one id.
    #[error("`{id}` names two different documents")]
    Twice {
        /// The id.
        id: String,
    },
}

impl PersistedDocuments {
    /// Documents with their ids: hashes, with or without `sha256:` before them, or any others.
    ///
    /// # Errors
    /// Every id that does not fit its document.
    pub fn new(
        documents: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, Vec<DocumentIdError>> {
        let mut index = Index::default();
        let mut errors = Vec::new();
        for (id, text) in documents {
            errors.extend(index.insert(id, text.into()).err());
        }
        if errors.is_empty() { Ok(Self { index: Arc::new(index) }) } else { Err(errors) }
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.index.by_hash.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.index.by_hash.is_empty()
    }

    pub(super) fn get(&self, id: &str) -> Option<Arc<str>> {
        match hash_in(id) {
            Some(hash) => self.by_hash(hash),
            None => self.index.by_id.get(id).cloned(),
        }
    }

    pub(super) fn by_hash(&self, hash: DocumentHash) -> Option<Arc<str>> {
        self.index.by_hash.get(&hash).cloned()
    }
}

impl Index {
    fn insert(&mut self, id: String, text: Arc<str>) -> Result<(), DocumentIdError> {
        let actual = DocumentHash::of(&text);
        match hash_in(&id) {
            Some(hash) if hash != actual => return Err(DocumentIdError::OtherHash { id, actual }),
            Some(_) => {}
            None => {
                let before = self.by_id.insert(id.clone(), Arc::clone(&text));
                if before.is_some_and(|before| before != text) {
                    return Err(DocumentIdError::Twice { id });
                }
            }
        }
        self.by_hash.insert(actual, text);
        Ok(())
    }
}

fn hash_in(id: &str) -> Option<DocumentHash> {
    DocumentHash::parse(id.strip_prefix(HASH_PREFIX).unwrap_or(id))
}
