//! The bytes of the answer. What stands side by side in a subgraph's body and in the answer alike is
//! copied in one piece: writing is put off as long as the next bytes are those that follow in the
//! body anyway. An answer that has the client's shape already is one piece, whatever its size.

use crate::{Ref, Store, store::Span};

/// The answer as far as it is written.
pub(super) struct Output<'a> {
    store: &'a Store,
    out: &'a mut Vec<u8>,
    /// What comes next: a part of a body that is not copied yet.
    piece: Option<Span>,
    copies: usize,
}

/// A place in the output that can be returned to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark {
    length: usize,
    piece: Option<Span>,
}

impl<'a> Output<'a> {
    pub(super) fn new(store: &'a Store, out: &'a mut Vec<u8>) -> Self {
        Self { store, out, piece: None, copies: 0 }
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

    /// Writes a value as it came.
    pub(super) fn value(&mut self, value: Ref) {
        let Some(span) = self.store.span(value) else {
            self.copy();
            self.store.write(value, self.out);
            return;
        };
        match &mut self.piece {
            Some(piece) if piece.body == span.body && piece.end == span.start => {
                piece.end = span.end;
            }
            _ => {
                self.copy();
                self.piece = Some(span);
            }
        }
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
