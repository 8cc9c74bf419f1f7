//! Ids of the form `<partition key>:<type>:<opaque>`, for example `231004:grid:003-017`.
//!
//! The prefix lets the gateway send a lookup to the one partition that owns the object, without
//! asking anyone. The tail means nothing outside its partition.

use std::fmt;

use thiserror::Error;

use crate::{Coded, ErrorCode};

/// The longest id that is read, in bytes. Longer text is refused before it is looked at.
pub const MAX_ID_LENGTH: usize = 200;

/// An id split into its three parts, borrowed from the text it was read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct GlobalId<'a> {
    /// The key of the partition that owns the object: for a district its GB/T 2260 code.
    pub partition: &'a str,
    /// The type of the object in lower case with hyphens: `grid`, `working-group`.
    pub kind: &'a str,
    /// What tells the object from others of its type within the partition.
    pub opaque: &'a str,
}

/// Why a text is not an id.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum IdError {
    /// Not three non-empty parts of the allowed characters.
    #[error(
        "`{0}` is not an id: expected `<district code>:<type>:<tail>`, as in `231004:grid:003-017`"
    )]
    Malformed(String),
    /// More than [`MAX_ID_LENGTH`] bytes.
    #[error("an id has at most {MAX_ID_LENGTH} bytes, this one has {0}")]
    TooLong(usize),
}

impl Coded for IdError {
    fn code(&self) -> ErrorCode {
        ErrorCode::IdInvalid
    }
}

impl<'a> GlobalId<'a> {
    /// Reads an id.
    ///
    /// # Errors
    /// [`IdError`] when the text is too long or is not of the form.
    pub fn parse(text: &'a str) -> Result<Self, IdError> {
        if text.len() > MAX_ID_LENGTH {
            return Err(IdError::TooLong(text.len()));
        }
        let malformed = || IdError::Malformed(text.to_owned());
        let (partition, rest) = text.split_once(':').ok_or_else(malformed)?;
        let (kind, opaque) = rest.split_once(':').ok_or_else(malformed)?;
        let kind_is_valid =
            !kind.is_empty() && kind.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
        if is_partition_key(partition) && kind_is_valid && is_tail(opaque) {
            Ok(Self { partition, kind, opaque })
        } else {
            Err(malformed())
        }
    }
}

impl fmt::Display for GlobalId<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.partition, self.kind, self.opaque)
    }
}

/// Whether a text can name a partition: 1 to 32 ASCII letters, digits, `_` or `-`.
#[must_use]
pub fn is_partition_key(text: &str) -> bool {
    (1..=32).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
}

fn is_tail(text: &str) -> bool {
    !text.is_empty()
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn reads_the_three_parts() {
        let id = GlobalId::parse("231004:working-group:003-g2").expect("a valid id");
        assert_eq!((id.partition, id.kind, id.opaque), ("231004", "working-group", "003-g2"));
    }

    #[test]
    fn refuses_what_is_not_an_id() {
        for text in [
            "",
            "231004",
            "231004:grid",
            "231004:grid:",
            ":grid:1",
            "231004::1",
            "231004:Grid:1",
            "231004:grid:a b",
            "231004:grid:a:b",
        ] {
            assert!(GlobalId::parse(text).is_err(), "{text:?} was taken for an id");
        }
        assert_eq!(GlobalId::parse(&"x".repeat(201)), Err(IdError::TooLong(201)));
    }

    proptest! {
        #[test]
        fn printing_and_reading_round_trip(partition in "[A-Za-z0-9_-]{1,32}", kind in "[a-z-]{1,20}", opaque in "[A-Za-z0-9_.-]{1,40}") {
            let text = GlobalId { partition: &partition, kind: &kind, opaque: &opaque }.to_string();
            let read = GlobalId::parse(&text).expect("printed ids are valid");
            prop_assert_eq!(read.to_string(), text);
        }

        #[test]
        fn no_text_panics(text in ".{0,300}") {
            let _ = GlobalId::parse(&text);
        }
    }
}
