//! The bytes of the answer. What stands side by side in a subgraph's body and in the answer alike is
//! copied in one piece: writing is put off as long as the next bytes are those that follow in the
//! body anyway. An answer that has the client's shape already is one piece, whatever its size. What
//! was written before and comes again is copied from the answer itself.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::{
    Ref, Store,
    store::{NodeIdentity, Span},
};

/// Room for values that come again.
const USUAL_REUSES: usize = 100;

/// The answer as far as it is written.
pub(super) struct Output<'a> {
    store: &'a Store,
    out: &'a mut Vec<u8>,
    /// What comes next: a part of a body that is not copied yet.
    piece: Option<Span>,
    copies: usize,
    /// Where values stand that may come again.
    written: FxHashMap<Written, Range<usize>>,
    /// The end of the last of them.
    last_written: usize,
}

/// A value in a shape. Shapes are known by where they are, as they outlive the output.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct Written {
    pub(super) node: NodeIdentity,
    pub(super) shape: usize,
}

/// A place in the output that can be returned to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark {
    length: usize,
    piece: Option<Span>,
}

impl<'a> Output<'a> {
    pub(super) fn new(store: &'a Store, out: &'a mut Vec<u8>) -> Self {
        let written = FxHashMap::default();
        Self { store, out, piece: None, copies: 0, written, last_written: 0 }
    }

    /// The end of what is written up to now.
    pub(super) fn mark(&self) -> Mark {
        Mark { length: self.out.len(), piece: self.piece }
    }

    /// Forgets what was written since a mark and writes null in its place.
    pub(super) fn null_since(&mut self, mark: Mark) {
        // A piece of then that was copied since was copied behind the mark: it is cut off with the
        // rest, and waits again.
        self.out.truncate(mark.length);
        if self.last_written > mark.length {
            self.written.retain(|_, range| range.end <= mark.length);
            self.last_written = mark.length;
        }
        self.piece = mark.piece;
        self.text(b"null");
    }

    /// The bytes of this value may be the next ones, from its first on.
    pub(super) fn expect(&mut self, value: Ref) {
        let Some(span) = self.store.span(value) else { return };
        let stands_here = |piece: Span| piece.body == span.body && piece.end == span.start;
        if !self.piece.is_some_and(stands_here) {
            self.copy();
            self.piece = Some(Span { end: span.start, ..span });
        }
    }

    /// Writes bytes that are no value of a body.
    pub(super) fn text(&mut self, text: &[u8]) {
        if !self.goes_on(text.len(), |next| next == text) {
            self.out.extend_from_slice(text);
        }
    }

    /// Writes what stands before the value of a field: `,"name":`. Response keys are GraphQL names,
    /// which need no escapes.
    pub(super) fn key(&mut self, before: u8, key: &str) {
        let key = key.as_bytes();
        let is_key = |next: &[u8]| {
            next[..2] == [before, b'"']
                && next[2..key.len() + 2] == *key
                && next[key.len() + 2..] == *b"\":"
        };
        if !self.goes_on(key.len() + 4, is_key) {
            self.out.extend_from_slice(&[before, b'"']);
            self.out.extend_from_slice(key);
            self.out.extend_from_slice(b"\":");
        }
    }

    /// Writes a value as it came. One that stands elsewhere may still have the bytes that are next.
    pub(super) fn value(&mut self, value: Ref) {
        let Some(span) = self.store.span(value) else {
            self.copy();
            self.store.write(value, self.out);
            return;
        };
        let Span { body, start, end } = span;
        if let Some(piece) = &mut self.piece
            && piece.body == body
            && piece.end == start
        {
            piece.end = end;
            return;
        }
        let text = &self.store.body(body)[start..end];
        if !self.goes_on(text.len(), |next| next == text) {
            self.piece = Some(span);
        }
    }

    /// Writes what was written before for this value; false when there is nothing.
    pub(super) fn again(&mut self, value: &Written) -> bool {
        let Some(range) = self.written.get(value).cloned() else { return false };
        self.copy();
        self.out.extend_from_within(range);
        self.copies += 1;
        true
    }

    /// The place of the next byte: what waits is copied.
    pub(super) fn place(&mut self) -> usize {
        self.copy();
        self.out.len()
    }

    /// What was written from `start` to here can be written again for this value.
    pub(super) fn keep(&mut self, value: Written, start: usize) {
        let end = self.place();
        if self.written.capacity() == 0 {
            self.written.reserve(USUAL_REUSES);
        }
        self.written.insert(value, start..end);
        self.last_written = end;
    }

    /// Writes what is left; gives the number of pieces that were copied.
    pub(super) fn finish(mut self) -> usize {
        self.copy();
        self.copies
    }

    /// Whether the next bytes are those that follow in the body. When not, what waits is copied.
    fn goes_on(&mut self, length: usize, is_next: impl FnOnce(&[u8]) -> bool) -> bool {
        if let Some(piece) = &mut self.piece {
            let next = self.store.body(piece.body).get(piece.end..piece.end + length);
            if next.is_some_and(is_next) {
                piece.end += length;
                return true;
            }
            self.copy();
        }
        false
    }

    fn copy(&mut self) {
        let Some(piece) = self.piece.take().filter(|piece| piece.end > piece.start) else { return };
        self.out.extend_from_slice(&self.store.body(piece.body)[piece.start..piece.end]);
        self.copies += 1;
    }
}
