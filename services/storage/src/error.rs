//! What can go wrong with a database, by what a caller can do about it. The texts of these errors
//! hold no SQL and no values; the driver's own words are in `source`, for the log.

use contract::{Coded, CursorError, ErrorCode};
use diesel::result::{DatabaseErrorKind, Error as DieselError};
use thiserror::Error;

/// Any error, as a source.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// Why a statement, a transaction or a migration failed.
#[derive(Debug, Error)]
pub enum StorageError {
    /// The URL names no database that is supported.
    #[error("the database URL is not valid; expected `postgres://…` or `sqlite:PATH`")]
    InvalidUrl,
    /// No connection, or it was lost.
    #[error("the database cannot be reached")]
    Unavailable(#[source] BoxError),
    /// No connection became free, or a statement took longer than it may.
    #[error("the database did not answer in time")]
    Timeout(#[source] BoxError),
    /// Another transaction was faster, or a row with this key exists; trying again may help.
    #[error("the change conflicts with another one")]
    Conflict(#[source] BoxError),
    /// The data break a rule of the schema: a foreign key, a check, a missing value.
    #[error("the data break a rule of the database")]
    Constraint(#[source] BoxError),
    /// The schema of the database is older than the program.
    #[error("the database is not migrated; pending: {}", pending.join(", "))]
    NotMigrated {
        /// The migrations that have not run, oldest first.
        pending: Vec<String>,
    },
    /// A migration failed.
    #[error("a migration failed")]
    Migration(#[source] BoxError),
    /// A cursor that belongs to this list, but does not hold its order key: not one of ours.
    #[error(transparent)]
    Cursor(#[from] CursorError),
    /// A defect: a statement that the database does not take, a value that does not fit its type.
    #[error("the database refused a statement")]
    Internal(#[source] BoxError),
}

impl Coded for StorageError {
    fn code(&self) -> ErrorCode {
        match self {
            Self::Cursor(error) => error.code(),
            Self::Unavailable(_) | Self::NotMigrated { .. } => ErrorCode::SubgraphFailed,
            Self::Timeout(_) => ErrorCode::Overloaded,
            // A domain that expects conflicts gives them a meaning before they come here.
            Self::Conflict(_)
            | Self::Constraint(_)
            | Self::InvalidUrl
            | Self::Migration(_)
            | Self::Internal(_) => ErrorCode::Internal,
        }
    }
}

impl From<DieselError> for StorageError {
    fn from(error: DieselError) -> Self {
        match &error {
            DieselError::DatabaseError(kind, information) => {
                let class = class_of(kind, information.message());
                class(Box::new(error))
            }
            _ => Self::Internal(Box::new(error)),
        }
    }
}

impl From<diesel::ConnectionError> for StorageError {
    fn from(error: diesel::ConnectionError) -> Self {
        Self::Unavailable(Box::new(error))
    }
}

fn class_of(kind: &DatabaseErrorKind, message: &str) -> fn(BoxError) -> StorageError {
    use DatabaseErrorKind as Kind;
    match kind {
        Kind::UniqueViolation | Kind::ExclusionViolation | Kind::SerializationFailure => {
            StorageError::Conflict
        }
        Kind::ForeignKeyViolation
        | Kind::RestrictViolation
        | Kind::NotNullViolation
        | Kind::CheckViolation => StorageError::Constraint,
        Kind::UnableToSendCommand | Kind::ClosedConnection => StorageError::Unavailable,
        // Drivers report the rest by their text alone.
        _ if message.contains("database is locked") || message.contains("statement timeout") => {
            StorageError::Timeout
        }
        _ if message.contains("deadlock detected") => StorageError::Conflict,
        _ => StorageError::Internal,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn database_error(kind: DatabaseErrorKind, message: &str) -> StorageError {
        DieselError::DatabaseError(kind, Box::new(message.to_owned())).into()
    }

    #[test]
    fn classes_follow_the_kind() {
        use DatabaseErrorKind as Kind;
        assert!(matches!(database_error(Kind::UniqueViolation, ""), StorageError::Conflict(_)));
        assert!(matches!(database_error(Kind::CheckViolation, ""), StorageError::Constraint(_)));
        assert!(matches!(database_error(Kind::ClosedConnection, ""), StorageError::Unavailable(_)));
        assert!(matches!(DieselError::NotFound.into(), StorageError::Internal(_)));
    }

    #[test]
    fn the_text_holds_nothing_of_the_statement() {
        let error = database_error(DatabaseErrorKind::Unknown, "near \"SELEC\": syntax error");
        assert_eq!(error.to_string(), "the database refused a statement");
    }
}
