//! An error with the place in the answer where it belongs.

use contract::ErrorCode;

use crate::ResponsePath;

/// Why a value of the answer is null although it was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// Where the value would stand.
    pub path: ResponsePath,
    /// The stable code.
    pub code: ErrorCode,
    /// For people; says nothing of the inside of a subgraph.
    pub message: String,
}
