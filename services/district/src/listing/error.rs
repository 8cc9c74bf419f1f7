//! Why a list cannot be answered.

use contract::{Coded, CursorError, ErrorCode};
use storage::StorageError;
use thiserror::Error;

/// Why a list cannot be answered.
#[derive(Debug, Error)]
pub enum ListError {
    /// A cursor is not one of this list.
    #[error(transparent)]
    Cursor(#[from] CursorError),
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// A row refers to one that is not there.
    #[error("a row refers to `{0}`, which is not there")]
    Dangling(String),
    /// A batch left a key without an answer.
    #[error("a batch left a key without an answer")]
    NoAnswer(#[source] std::io::Error),
}

impl Coded for ListError {
    fn code(&self) -> ErrorCode {
        match self {
            Self::Cursor(error) => error.code(),
            Self::Storage(error) => error.code(),
            Self::Dangling(_) | Self::NoAnswer(_) => ErrorCode::Internal,
        }
    }
}
