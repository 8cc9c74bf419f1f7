//! An answer as it arrived, and an index of the values in it. Reading is one strict pass over the
//! bytes; nothing is decoded or copied, so an index can be made on any task before the store has it.
//!
//! The index is a flat list with one entry a value (and a key), in the order of the text. An entry
//! knows where its subtree ends, so that a reader skips what it does not want.

mod index;
mod scan;
mod twins;

use std::sync::Arc;

use bytes::Bytes;
use thiserror::Error;

use self::twins::Twins;

/// A body and its index. Cloning shares both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tape {
    pub(crate) bytes: Bytes,
    pub(crate) entries: Arc<Vec<Entry>>,
}

/// What is read at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IndexLimits {
    /// Lists and objects inside each other.
    pub max_depth: u8,
    /// Values and keys. Each costs 16 bytes beside the body.
    pub max_values: u32,
}

impl Default for IndexLimits {
    fn default() -> Self {
        Self { max_depth: 120, max_values: 4_000_000 }
    }
}

/// Why a body is not read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum JsonError {
    /// Not JSON.
    #[error("expected {expected} at byte {at}")]
    Syntax {
        /// What would have been JSON.
        expected: &'static str,
        /// Where.
        at: usize,
    },
    /// Not UTF-8.
    #[error("invalid UTF-8 at byte {at}")]
    NotUtf8 {
        /// The first byte that is not.
        at: usize,
    },
    /// Lists and objects are nested deeper than [`IndexLimits::max_depth`].
    #[error("nested deeper than {limit} levels")]
    TooDeep {
        /// The limit.
        limit: u8,
    },
    /// More values than [`IndexLimits::max_values`].
    #[error("more than {limit} values")]
    TooManyValues {
        /// The limit.
        limit: u32,
    },
    /// The body has 4 GiB or more.
    #[error("the body has {0} bytes, which is more than can be indexed")]
    TooLarge(usize),
}

impl Tape {
    /// Reads a body: JSON by RFC 8259, in UTF-8, with nothing after the value. A `\u` escape that
    /// is half of a surrogate pair is refused, as it is no text. An object that has a key twice is
    /// read; which of the two counts is not promised, as RFC 8259 leaves it open too.
    ///
    /// # Errors
    /// [`JsonError`].
    pub fn index(bytes: Bytes, limits: &IndexLimits) -> Result<Self, JsonError> {
        let entries = index::index(&bytes, limits, None)?;
        Ok(Self { bytes, entries: Arc::new(entries) })
    }

    /// Reads a body in which lists and objects that say the same at the same place (the way of keys
    /// to them) are one value: what is laid over one of them is laid over all of them.
    ///
    /// # Errors
    /// [`JsonError`].
    pub fn index_twins(bytes: Bytes, limits: &IndexLimits) -> Result<Self, JsonError> {
        let entries = index::index(&bytes, limits, Some(Twins::new(bytes.len())))?;
        Ok(Self { bytes, entries: Arc::new(entries) })
    }

    /// How many bytes the body and its index hold.
    #[must_use]
    pub fn size(&self) -> usize {
        self.bytes.len() + self.entries.capacity() * size_of::<Entry>()
    }
}

/// A value, or the key of the value that follows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Entry {
    /// The first byte of the text. For lists and objects that were made: the first member.
    pub(crate) start: u32,
    /// The byte after the text, or the member after the last. For a twin: the entry of the value
    /// that stands for it.
    pub(crate) end: u32,
    /// The entry after the subtree.
    pub(crate) next: u32,
    pub(crate) tag: Tag,
    /// Text with a backslash in it.
    pub(crate) escaped: bool,
    /// Others that say the same are this value too.
    pub(crate) has_twins: bool,
    /// A rewrite has changed it: `start` and `end` point into the text that the store made.
    pub(crate) replaced: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tag {
    Null,
    False,
    True,
    Number,
    String,
    List,
    Object,
    Key,
    /// An earlier list or object stands for this one. No [`crate::Ref`] leads here.
    Twin,
}

impl Entry {
    pub(crate) fn new(tag: Tag, start: u32, end: u32, next: u32) -> Self {
        Self { start, end, next, tag, escaped: false, has_twins: false, replaced: false }
    }
}
