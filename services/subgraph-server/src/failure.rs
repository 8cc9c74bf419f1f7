//! The error of resolvers. What the caller did wrong goes out with its text; what went wrong on our
//! side is logged here, once, and goes out as a code and a plain sentence.

use std::error::Error as StdError;

use async_graphql::{Error as GraphqlError, ErrorExtensionValues};
use contract::{Coded, ErrorCode};

/// What a resolver returns.
pub type Result<T> = std::result::Result<T, Failure>;

/// Why a field has no value: a code, and a text for the client.
///
/// `?` turns every [`Coded`] error into it: those of ids, cursors, pages and storage, and those of a
/// domain. It is no `std::error::Error` itself, since it is where errors end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    code: ErrorCode,
    message: String,
}

impl Failure {
    /// A failure with a text that the client may read.
    #[must_use]
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }

    /// A defect on our side. It is logged with its causes; the client reads nothing of them.
    #[must_use]
    pub fn internal(error: &(dyn StdError + 'static)) -> Self {
        tracing::error!(error = chain(error), "a field could not be resolved");
        Self::new(ErrorCode::Internal, "internal error; the service's log says more")
    }

    /// The code.
    #[must_use]
    pub fn code(&self) -> ErrorCode {
        self.code
    }

    /// The text for the client.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl<E: Coded + 'static> From<E> for Failure {
    fn from(error: E) -> Self {
        match error.code() {
            ErrorCode::Internal => Self::internal(&error),
            code if code.is_about_the_request() => Self::new(code, error.to_string()),
            code => {
                tracing::warn!(error = chain(&error), %code, "a field could not be resolved");
                Self::new(code, error.to_string())
            }
        }
    }
}

impl From<Failure> for GraphqlError {
    fn from(failure: Failure) -> Self {
        let mut extensions = ErrorExtensionValues::default();
        extensions.set("code", failure.code.as_str());
        Self { message: failure.message, source: None, extensions: Some(extensions) }
    }
}

/// An error with its causes, for the log.
fn chain(error: &(dyn StdError + 'static)) -> String {
    std::iter::successors(Some(error), |&error| error.source())
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(": ")
}

#[cfg(test)]
mod tests {
    use contract::GlobalId;
    use thiserror::Error;

    use super::*;

    #[derive(Debug, Error)]
    #[error("the statement `SELECT secret` failed")]
    struct Defect;

    impl Coded for Defect {
        fn code(&self) -> ErrorCode {
            ErrorCode::Internal
        }
    }

    #[test]
    fn the_text_goes_out_when_the_caller_is_at_fault() {
        let failure = GlobalId::parse("nonsense").map_err(Failure::from).expect_err("not an id");
        assert_eq!(failure.code(), ErrorCode::IdInvalid);
        assert!(failure.message().contains("`nonsense` is not an id"));
    }

    #[test]
    fn the_text_of_a_defect_does_not_go_out() {
        let failure = Failure::from(Defect);
        assert_eq!(failure.code(), ErrorCode::Internal);
        assert!(!failure.message().contains("SELECT"));
    }

    #[test]
    fn the_code_stands_in_the_extensions() {
        let error = GraphqlError::from(Failure::new(ErrorCode::Forbidden, "not for you"));
        let extensions = error.extensions.expect("the code");
        assert_eq!(extensions.get("code"), Some(&"FORBIDDEN".into()));
    }
}
