//! How large and how complex an operation may be.

use serde::{Deserialize, Serialize};

/// Limits of the admission guard. The defaults leave room for any operation that a person would
/// write, and keep planning within a fraction of a second for every operation that passes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Bytes of the document.
    pub bytes: usize,
    /// Tokens of the document; comments and commas are none.
    pub tokens: usize,
    /// Brackets of all kinds that are open at once.
    pub nesting: usize,
    /// Operations and fragments.
    pub definitions: usize,
    /// Fragment spreads as written.
    pub fragment_spreads: usize,
    /// Aliases of an operation after fragments are expanded.
    pub aliases: usize,
    /// Directives as written.
    pub directives: usize,
    /// Fields at the root of an operation, those of fragments included.
    pub root_fields: usize,
    /// Nested selections of an operation, those of fragments included.
    pub depth: usize,
    /// Fields of an operation after fragments are expanded.
    pub fields: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 131_072,
            tokens: 20_000,
            nesting: 48,
            definitions: 200,
            fragment_spreads: 500,
            aliases: 300,
            directives: 500,
            root_fields: 64,
            depth: 50,
            fields: 10_000,
        }
    }
}
