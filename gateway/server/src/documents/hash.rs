//! The hash that names a document.

use std::fmt;

use sha2::{Digest as _, Sha256};

/// The SHA-256 hash of a document's text.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DocumentHash([u8; 32]);

impl DocumentHash {
    /// The hash of a text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        Self(Sha256::digest(text).into())
    }

    /// Reads 64 hexadecimal digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.as_bytes();
        if digits.len() != 64 {
            return None;
        }
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = digit(pair[0])? << 4 | digit(pair[1])?;
        }
        Some(Self(bytes))
    }
}

fn digit(character: u8) -> Option<u8> {
    char::from(character).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

impl fmt::Display for DocumentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for DocumentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn it_is_the_hash_that_other_programs_compute() {
        assert_eq!(
            DocumentHash::of("{__typename}").to_string(),
            "ecf4edb46db40b5132295c0291d62fb65d6759a9eedfa4d5d612dd5ec54a6b38"
        );
    }

    #[test]
    fn only_whole_hashes_are_read() {
        assert_eq!(DocumentHash::parse(""), None);
        assert_eq!(DocumentHash::parse(&"0".repeat(63)), None);
        assert_eq!(DocumentHash::parse(&"0".repeat(65)), None);
        assert_eq!(DocumentHash::parse(&"g".repeat(64)), None);
        assert_eq!(DocumentHash::parse(&"é".repeat(32)), None);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(text in ".*") {
            let hash = DocumentHash::of(&text);
            prop_assert_eq!(DocumentHash::parse(&hash.to_string()), Some(hash));
            prop_assert_eq!(DocumentHash::parse(&hash.to_string().to_uppercase()), Some(hash));
        }
    }
}
