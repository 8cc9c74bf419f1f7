//! Gives a code to every error of a response. Resolvers give theirs by [`crate::Failure`]; what
//! remains comes from async-graphql, whose errors are told apart by where they arise, or is a
//! resolver's error without a code, whose text does not go out.

use async_graphql::{ErrorExtensionValues, Response, ServerError};
use contract::ErrorCode;

/// How the texts of async-graphql's limits begin.
const LIMITS: &[&str] = &[
    "Query is too complex",
    "Query is nested too deep",
    "The recursion depth of the query",
    "The amount of aliases of the query",
    "The number of directives on the field",
];

/// How the text of an input value that does not fit its type begins.
const INPUT: &str = "Failed to parse";

/// Gives a code to each error that has none.
pub(crate) fn give_codes(mut response: Response) -> Response {
    for error in &mut response.errors {
        if !has_code(error) {
            give_code(error);
        }
    }
    response
}

/// An error that stands for a whole operation.
pub(crate) fn operation_error(code: ErrorCode, message: impl Into<String>) -> Response {
    let mut error = ServerError::new(message, None);
    set_code(&mut error, code);
    Response::from_errors(vec![error])
}

/// An error of the parser, with its places.
pub(crate) fn parse_error(mut error: ServerError) -> Response {
    set_code(&mut error, ErrorCode::ParseFailed);
    Response::from_errors(vec![error])
}

fn has_code(error: &ServerError) -> bool {
    error.extensions.as_ref().is_some_and(|extensions| extensions.get("code").is_some())
}

fn give_code(error: &mut ServerError) {
    let code = code_of(error);
    if code == ErrorCode::Internal {
        tracing::error!(
            error = error.message,
            path = ?error.path,
            "a field could not be resolved"
        );
        "internal error; the service's log says more".clone_into(&mut error.message);
    }
    set_code(error, code);
}

fn code_of(error: &ServerError) -> ErrorCode {
    if LIMITS.iter().any(|limit| error.message.starts_with(limit)) {
        return ErrorCode::OperationTooComplex;
    }
    let is_of_resolver = error.source.is_some();
    if !is_of_resolver && error.message.starts_with(INPUT) {
        return ErrorCode::ArgumentInvalid;
    }
    // Execution gives errors a path; what comes before has none.
    if !is_of_resolver && error.path.is_empty() {
        return ErrorCode::ValidationFailed;
    }
    ErrorCode::Internal
}

fn set_code(error: &mut ServerError, code: ErrorCode) {
    error.extensions.get_or_insert_with(ErrorExtensionValues::default).set("code", code.as_str());
}

#[cfg(test)]
mod tests {
    use async_graphql::{EmptyMutation, EmptySubscription, Object, Schema};

    use super::*;
    use crate::{Failure, SchemaLimits, graphql::DistrictCode};

    struct Query;

    #[Object]
    impl Query {
        async fn defect(&self) -> async_graphql::Result<Option<i32>> {
            Err(std::io::Error::other("secret path").into())
        }

        async fn plain_error(&self) -> async_graphql::Result<Option<i32>> {
            Err("secret word".into())
        }

        async fn refused(&self) -> Result<Option<i32>, Failure> {
            Err(Failure::new(ErrorCode::Forbidden, "not for you"))
        }

        async fn district(&self, code: DistrictCode) -> String {
            code.to_string()
        }

        async fn me(&self) -> Query {
            Query
        }
    }

    async fn error_of(query: &str) -> (String, String) {
        let builder = Schema::build(Query, EmptyMutation, EmptySubscription);
        let schema = SchemaLimits { depth: 3, ..SchemaLimits::default() }.apply(builder).finish();
        let response = give_codes(schema.execute(query).await);
        let error = response.errors.first().expect("an error");
        let extensions = error.extensions.as_ref().expect("a code");
        let Some(async_graphql::Value::String(code)) = extensions.get("code") else {
            panic!("the code is a text: {extensions:?}");
        };
        (code.clone(), error.message.clone())
    }

    #[tokio::test]
    async fn errors_of_resolvers_without_a_code_are_masked() {
        for query in ["{ defect }", "{ plainError }"] {
            let (code, message) = error_of(query).await;
            assert_eq!(code, "INTERNAL", "{query}");
            assert!(!message.contains("secret"), "{message}");
        }
    }

    #[tokio::test]
    async fn a_code_of_a_resolver_stands() {
        assert_eq!(error_of("{ refused }").await, ("FORBIDDEN".into(), "not for you".into()));
    }

    #[tokio::test]
    async fn an_unknown_field_fails_validation() {
        assert_eq!(error_of("{ nothing }").await.0, "GRAPHQL_VALIDATION_FAILED");
    }

    #[tokio::test]
    async fn an_operation_beyond_a_limit_is_too_complex() {
        assert_eq!(error_of("{ me { me { me { refused } } } }").await.0, "OPERATION_TOO_COMPLEX");
    }

    #[tokio::test]
    async fn a_value_that_does_not_fit_is_an_invalid_argument() {
        let (code, message) = error_of(r#"{ district(code: "x") }"#).await;
        assert!(["ARGUMENT_INVALID", "GRAPHQL_VALIDATION_FAILED"].contains(&&*code), "{code}");
        assert!(message.contains("six digits"), "{message}");
    }
}
