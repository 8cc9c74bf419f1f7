//! All values of one request: bodies with their indexes, values that were made by gathering, and
//! which objects lie over which. Handles are small and `Copy`; a value is decoded only by whom it
//! is read.

mod iterate;
mod made;
mod node;
mod overlays;
mod read;

use std::sync::Arc;

use bytes::Bytes;

pub use iterate::{Elements, Entries};
pub use node::Node;
pub(crate) use node::{FieldHint, NodeIdentity};
pub(crate) use read::Span;

use self::{
    made::Made,
    overlays::{Layers, Overlays},
};
use crate::tape::{Entry, IndexLimits, JsonError, Tag, Tape};

/// A value in a [`Store`]. It means nothing in another store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ref {
    tape: u32,
    index: u32,
}

/// How many bytes are set aside at most before the first one is written.
const LARGEST_RESERVATION: usize = 256 * 1024;

/// The number of the tape that stands for values that were made.
const MADE: u32 = 0;

impl Ref {
    /// `null`, in every store.
    pub const NULL: Self = Self { tape: MADE, index: made::NULL_INDEX };

    fn at(self, index: u32) -> Self {
        Self { index, ..self }
    }

    /// The value that stands for this one, among the entries of its tape.
    fn resolved(self, entries: &[Entry]) -> Self {
        let entry = &entries[self.index as usize];
        if entry.tag == Tag::Twin { self.at(entry.end) } else { self }
    }
}

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number of any size.
    Number,
    /// Text.
    String,
    /// A list.
    List,
    /// An object.
    Object,
}

/// The values of one request.
#[derive(Debug, Default)]
pub struct Store {
    /// Tape *n* of a [`Ref`] stands at *n* - 1.
    tapes: Vec<Tape>,
    made: Made,
    overlays: Overlays,
    /// Names of types that tell less than another name of the same object does.
    vague_types: Arc<[String]>,
}

impl Store {
    /// An empty store.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty store that knows interfaces which are objects to some subgraphs. Such a subgraph
    /// gives every object the interface's name, whatever others have found out of its type.
    #[must_use]
    pub fn with_vague_types(vague_types: Arc<[String]>) -> Self {
        Self { vague_types, ..Self::default() }
    }

    /// Reads a body and keeps it.
    ///
    /// # Errors
    /// [`JsonError`] when the body is not JSON or goes beyond a limit; the store is as before.
    pub fn ingest(&mut self, body: Bytes, limits: &IndexLimits) -> Result<Ref, JsonError> {
        Ok(self.add(Tape::index(body, limits)?))
    }

    /// Keeps a body that was read elsewhere. The value is the whole body.
    pub fn add(&mut self, tape: Tape) -> Ref {
        self.tapes.push(tape);
        Ref { tape: self.tapes.len() as u32, index: 0 }
    }

    /// How many bytes to set aside for an answer. One of a single subgraph is about as large as what
    /// came; one of several has what a subgraph tells once wherever it stands; one page of many
    /// partitions is much smaller than what they sent.
    #[must_use]
    pub fn likely_size(&self) -> usize {
        let bodies = self.tapes.iter().map(|tape| tape.bytes.len()).sum::<usize>();
        let repeated = if self.tapes.len() > 1 { bodies / 2 } else { 0 };
        (bodies + repeated + self.made.text.len()).min(LARGEST_RESERVATION)
    }

    fn entry(&self, value: Ref) -> &Entry {
        &self.entries_of(value.tape)[value.index as usize]
    }

    fn entries_of(&self, tape: u32) -> &[Entry] {
        match self.tape(tape) {
            Some(tape) => &tape.entries,
            None => &self.made.entries,
        }
    }

    /// An entry to change. A tape that others share is copied before.
    fn entry_mut(&mut self, value: Ref) -> &mut Entry {
        let entries = match value.tape.checked_sub(1) {
            Some(tape) => Arc::make_mut(&mut self.tapes[tape as usize].entries),
            None => &mut self.made.entries,
        };
        &mut entries[value.index as usize]
    }

    fn tape(&self, tape: u32) -> Option<&Tape> {
        tape.checked_sub(1).map(|index| &self.tapes[index as usize])
    }
}

#[cfg(test)]
mod tests;
