//! Cursors made of the values that order a list, encoded so that **byte order is list order**.
//!
//! A partition encodes the order key of each row: the sort values, then the id. The gateway merges
//! pages of several partitions by comparing the decoded bytes, whatever the sort was, and checks
//! with the same comparison that each partition kept its order. A cursor of one partition is a
//! position in the list of every other.
//!
//! Each component starts with a tag and is self-delimiting. A descending component is the bitwise
//! complement of the ascending one. Text compares as UTF-8 bytes and ends with `00`; a `00` inside
//! it is written `00 FF`. Integers are 8 bytes, big-endian, with the sign bit flipped.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use thiserror::Error;

use crate::{Coded, ErrorCode};

/// The longest cursor text that is read, in bytes.
pub const MAX_CURSOR_LENGTH: usize = 2_000;

const TAG_INT: u8 = 0x10;
const TAG_TEXT: u8 = 0x20;
const TEXT_END: u8 = 0x00;
const TEXT_ESCAPE: u8 = 0xFF;

/// Which way a component is ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Smallest first.
    Ascending,
    /// Largest first.
    Descending,
}

impl Direction {
    fn mask(self) -> u8 {
        match self {
            Self::Ascending => 0x00,
            Self::Descending => 0xFF,
        }
    }
}

/// The encoded order key of a row. `a < b` exactly when the row of `a` stands before that of `b`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OrderKey(Vec<u8>);

impl OrderKey {
    /// A key with no components yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an integer; dates and times are added as days or microseconds.
    #[must_use]
    pub fn int(mut self, value: i64, direction: Direction) -> Self {
        let mask = direction.mask();
        let flipped = (value as u64) ^ (1 << 63);
        self.0.push(TAG_INT ^ mask);
        self.0.extend(flipped.to_be_bytes().map(|byte| byte ^ mask));
        self
    }

    /// Adds text, compared as UTF-8 bytes.
    #[must_use]
    pub fn text(mut self, value: &str, direction: Direction) -> Self {
        let mask = direction.mask();
        self.0.push(TAG_TEXT ^ mask);
        for byte in value.bytes() {
            self.0.push(byte ^ mask);
            if byte == TEXT_END {
                self.0.push(TEXT_ESCAPE ^ mask);
            }
        }
        self.0.push(TEXT_END ^ mask);
        self
    }

    /// The bytes to compare.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

/// A position in a list, as a client holds it: the name of the order, then the order key.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Cursor {
    bytes: Vec<u8>,
    key_start: usize,
}

/// Why a text is not a cursor, or not one of this list.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CursorError {
    /// The text is not a cursor that this service made.
    #[error("the cursor is malformed; use one that `pageInfo` or an edge returned")]
    Malformed,
    /// The cursor was made under another `orderBy`.
    #[error("the cursor belongs to the order {found}, but the list is ordered by {expected}")]
    OtherOrder {
        /// The order that the list has.
        expected: String,
        /// The order that the cursor was made under.
        found: String,
    },
}

impl Coded for CursorError {
    fn code(&self) -> ErrorCode {
        ErrorCode::CursorInvalid
    }
}

impl Cursor {
    /// A cursor for a row of a list that is ordered by `order` (the name of the enum value).
    #[must_use]
    pub fn new(order: &str, key: &OrderKey) -> Self {
        let mut bytes = OrderKey::new().text(order, Direction::Ascending).0;
        let key_start = bytes.len();
        bytes.extend_from_slice(&key.0);
        Self { bytes, key_start }
    }

    /// The text that clients see: URL-safe base64 without padding.
    #[must_use]
    pub fn encode(&self) -> String {
        URL_SAFE_NO_PAD.encode(&self.bytes)
    }

    /// Reads a cursor of any list.
    ///
    /// # Errors
    /// [`CursorError::Malformed`].
    pub fn decode(text: &str) -> Result<Self, CursorError> {
        if text.len() > MAX_CURSOR_LENGTH {
            return Err(CursorError::Malformed);
        }
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| CursorError::Malformed)?;
        let mut reader = KeyReader::new(&bytes);
        reader.text(Direction::Ascending)?;
        let key_start = bytes.len() - reader.rest.len();
        Ok(Self { bytes, key_start })
    }

    /// Reads a cursor of a list that is ordered by `order`.
    ///
    /// # Errors
    /// [`CursorError::Malformed`], or [`CursorError::OtherOrder`] for a cursor of another list.
    pub fn decode_for(text: &str, order: &str) -> Result<Self, CursorError> {
        let cursor = Self::decode(text)?;
        let found = KeyReader::new(&cursor.bytes).text(Direction::Ascending)?;
        if found == order {
            Ok(cursor)
        } else {
            Err(CursorError::OtherOrder { expected: order.to_owned(), found })
        }
    }

    /// The bytes that order rows: compare these, and only these, to merge lists.
    #[must_use]
    pub fn order_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Reads the components back, in the order and direction in which they were added.
    #[must_use]
    pub fn reader(&self) -> KeyReader<'_> {
        KeyReader::new(&self.bytes[self.key_start..])
    }
}

/// Reads the components of an [`OrderKey`] one after another.
#[derive(Debug, Clone)]
pub struct KeyReader<'a> {
    rest: &'a [u8],
}

impl<'a> KeyReader<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// Takes an integer.
    ///
    /// # Errors
    /// [`CursorError::Malformed`] when the next component is not an integer of this direction.
    pub fn int(&mut self, direction: Direction) -> Result<i64, CursorError> {
        let mask = direction.mask();
        let (head, rest) = self.rest.split_at_checked(9).ok_or(CursorError::Malformed)?;
        if head[0] != TAG_INT ^ mask {
            return Err(CursorError::Malformed);
        }
        let mut value = [0; 8];
        for (to, from) in value.iter_mut().zip(&head[1..]) {
            *to = from ^ mask;
        }
        self.rest = rest;
        Ok((u64::from_be_bytes(value) ^ (1 << 63)) as i64)
    }

    /// Takes text.
    ///
    /// # Errors
    /// [`CursorError::Malformed`] when the next component is not text of this direction.
    pub fn text(&mut self, direction: Direction) -> Result<String, CursorError> {
        let mask = direction.mask();
        let (&tag, mut rest) = self.rest.split_first().ok_or(CursorError::Malformed)?;
        if tag != TAG_TEXT ^ mask {
            return Err(CursorError::Malformed);
        }
        let mut value = Vec::new();
        loop {
            let (&byte, after) = rest.split_first().ok_or(CursorError::Malformed)?;
            rest = after;
            let byte = byte ^ mask;
            if byte != TEXT_END {
                value.push(byte);
                continue;
            }
            match rest.split_first() {
                Some((&next, after)) if next == TEXT_ESCAPE ^ mask => {
                    value.push(TEXT_END);
                    rest = after;
                }
                _ => break,
            }
        }
        self.rest = rest;
        String::from_utf8(value).map_err(|_| CursorError::Malformed)
    }

    /// Confirms that nothing is left.
    ///
    /// # Errors
    /// [`CursorError::Malformed`] when components are left.
    pub fn end(self) -> Result<(), CursorError> {
        if self.rest.is_empty() { Ok(()) } else { Err(CursorError::Malformed) }
    }
}

#[cfg(test)]
mod tests {
    use std::cmp::Ordering;

    use proptest::prelude::*;

    use super::*;

    fn direction() -> impl Strategy<Value = Direction> {
        prop_oneof![Just(Direction::Ascending), Just(Direction::Descending)]
    }

    fn directed(ordering: Ordering, direction: Direction) -> Ordering {
        match direction {
            Direction::Ascending => ordering,
            Direction::Descending => ordering.reverse(),
        }
    }

    #[test]
    fn a_cursor_of_another_order_is_refused() {
        let text =
            Cursor::new("NAME_ASC", &OrderKey::new().text("a", Direction::Ascending)).encode();
        let error = Cursor::decode_for(&text, "ACCEPTED_AT_DESC").expect_err("another order");
        assert_eq!(
            error.to_string(),
            "the cursor belongs to the order NAME_ASC, but the list is ordered by ACCEPTED_AT_DESC"
        );
    }

    proptest! {
        #[test]
        fn bytes_compare_as_the_values_do(
            a in ("[a-b\0\u{e9}\u{10ffff}]{0,4}", any::<i64>(), "[a-c]{0,3}"),
            b in ("[a-b\0\u{e9}\u{10ffff}]{0,4}", any::<i64>(), "[a-c]{0,3}"),
            first in direction(), second in direction(), third in direction(),
        ) {
            let key = |(x, y, z): &(String, i64, String)| OrderKey::new().text(x, first).int(*y, second).text(z, third);
            let expected = directed(a.0.as_bytes().cmp(b.0.as_bytes()), first)
                .then(directed(a.1.cmp(&b.1), second))
                .then(directed(a.2.as_bytes().cmp(b.2.as_bytes()), third));
            prop_assert_eq!(key(&a).cmp(&key(&b)), expected);
        }

        #[test]
        fn encoding_and_decoding_round_trip(text in ".{0,20}", number in any::<i64>(), first in direction(), second in direction()) {
            let cursor = Cursor::new("SOME_ORDER", &OrderKey::new().text(&text, first).int(number, second));
            let read = Cursor::decode_for(&cursor.encode(), "SOME_ORDER").expect("own cursor");
            let mut reader = read.reader();
            prop_assert_eq!(reader.text(first).expect("text"), text);
            prop_assert_eq!(reader.int(second).expect("int"), number);
            prop_assert!(reader.end().is_ok());
        }

        #[test]
        fn no_text_panics(text in "[A-Za-z0-9_-]{0,80}") {
            if let Ok(cursor) = Cursor::decode(&text) {
                let mut reader = cursor.reader();
                let _ = reader.int(Direction::Descending);
                let _ = reader.text(Direction::Descending);
            }
        }
    }
}
