//! The one place that knows which HTTP status an error code means, by the GraphQL over HTTP draft.

use axum::http::StatusCode;
use contract::ErrorCode;

use crate::media::ResponseMedia;

const PARTIAL_SUCCESS: u16 = 294;

/// The status of an answer that has `data`, with or without errors.
///
/// The draft recommends 294 for both together, where no proxy can be mistaken for us.
pub(crate) fn of_execution(errors: usize, media: ResponseMedia) -> StatusCode {
    match media {
        ResponseMedia::GraphqlResponse if errors > 0 => {
            StatusCode::from_u16(PARTIAL_SUCCESS).unwrap_or(StatusCode::OK)
        }
        _ => StatusCode::OK,
    }
}

/// The status of an answer that has no `data`, because the request failed as a whole.
///
/// Clients of plain `application/json` cannot tell a GraphQL error from one of a proxy between by
/// its status, so for them a request that was understood as GraphQL is 200.
pub(crate) fn of_request_error(code: ErrorCode, media: ResponseMedia) -> StatusCode {
    match code {
        ErrorCode::BadRequest => StatusCode::BAD_REQUEST,
        ErrorCode::CallerContextInvalid => StatusCode::UNAUTHORIZED,
        ErrorCode::Forbidden | ErrorCode::PreflightRequired => StatusCode::FORBIDDEN,
        ErrorCode::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
        ErrorCode::NotAcceptable => StatusCode::NOT_ACCEPTABLE,
        ErrorCode::RequestTimeout => StatusCode::REQUEST_TIMEOUT,
        ErrorCode::PayloadTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        ErrorCode::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        ErrorCode::Overloaded => StatusCode::SERVICE_UNAVAILABLE,
        ErrorCode::DeadlineExceeded => StatusCode::GATEWAY_TIMEOUT,
        ErrorCode::Internal | ErrorCode::PlanningFailed => StatusCode::INTERNAL_SERVER_ERROR,
        _ => match media {
            ResponseMedia::Json => StatusCode::OK,
            ResponseMedia::GraphqlResponse => StatusCode::BAD_REQUEST,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_within_data_show_in_the_status_where_it_is_trusted() {
        let status = |errors, media| of_execution(errors, media).as_u16();
        assert_eq!(status(0, ResponseMedia::GraphqlResponse), 200);
        assert_eq!(status(1, ResponseMedia::GraphqlResponse), 294);
        assert_eq!(status(1, ResponseMedia::Json), 200);
    }

    #[test]
    fn requests_that_are_not_graphql_are_never_well() {
        for media in [ResponseMedia::Json, ResponseMedia::GraphqlResponse] {
            assert_eq!(of_request_error(ErrorCode::BadRequest, media), 400);
            assert_eq!(of_request_error(ErrorCode::PreflightRequired, media), 403);
            assert_eq!(of_request_error(ErrorCode::RequestTimeout, media), 408);
            assert_eq!(of_request_error(ErrorCode::Overloaded, media), 503);
        }
    }

    #[test]
    fn requests_that_cannot_be_executed_are_well_for_older_clients() {
        for code in [ErrorCode::ParseFailed, ErrorCode::PersistedQueryNotFound] {
            assert_eq!(of_request_error(code, ResponseMedia::Json), 200);
            assert_eq!(of_request_error(code, ResponseMedia::GraphqlResponse), 400);
        }
    }
}
