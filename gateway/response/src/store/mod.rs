//! All values of one request: bodies with their indexes, values that were made by gathering, and
//! which objects lie over which. Handles are small and `Copy`; a value is decoded only by whom it
//! is read.

mod iterate;
mod made;
mod node;
mod read;

use std::sync::Arc;

use bytes::Bytes;
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

pub use iterate::{Elements, Entries};
pub(crate) use node::FieldHint;
pub use node::Node;
pub(crate) use read::Span;

use self::made::Made;
use crate::tape::{Entry, IndexLimits, JsonError, Tape};

/// A value in a [`Store`]. It means nothing in another store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ref {
    tape: u32,
    index: u32,
}

/// The number of the tape that stands for values that were made.
const MADE: u32 = 0;

impl Ref {
    /// `null`, in every store.
    pub const NULL: Self = Self { tape: MADE, index: made::NULL_INDEX };

    fn at(self, index: u32) -> Self {
        Self { index, ..self }
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
    /// What lies over an object, in the order in which it was laid. The entry of the object is
    /// marked, so that objects without overlays are not looked up here.
    overlays: FxHashMap<Ref, Layers>,
    /// Names of types that tell less than another name of the same object does.
    vague_types: Arc<[String]>,
}

/// Objects that are seen as one: seldom more than two subgraphs tell of one beside the first.
type Layers = SmallVec<[Ref; 3]>;

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

    /// Lays an object over another: its fields are seen in the target too. A later value wins over
    /// an earlier one, a value wins over null, and objects and lists under the same key are seen
    /// as one.
    ///
    /// Only objects are laid over objects; anything else has no effect.
    pub fn overlay(&mut self, target: Ref, source: Ref) {
        let both_objects = self.kind(target) == Kind::Object && self.kind(source) == Kind::Object;
        if !both_objects || target == source {
            return;
        }
        let over = self.overlays.entry(target).or_default();
        if !over.contains(&source) {
            over.push(source);
            self.entry_mut(target).overlaid = true;
        }
    }

    /// The bytes of all bodies and of what was made: about the size of the answer.
    #[must_use]
    pub fn text_size(&self) -> usize {
        self.tapes.iter().map(|tape| tape.bytes.len()).sum::<usize>() + self.made.text.len()
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

    fn entry_mut(&mut self, value: Ref) -> &mut Entry {
        let entries = match value.tape.checked_sub(1) {
            Some(tape) => &mut self.tapes[tape as usize].entries,
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
