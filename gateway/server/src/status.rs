//! The one place that knows which HTTP status an error code means, by the GraphQL over HTTP draft.

use axum::http::StatusCode;
use contract::ErrorCode;

use crate::media::ResponseMedia;

/// The status of an answer that has no `data`, because the request failed as a whole.
///
/// Clients of plain `application/json` cannot tell a GraphQL error from one of a proxy between by
/// its status, so for them a request that was understood as GraphQL is 200.
pub(crate) fn of_request_error(code: ErrorCode, media: ResponseMedia) -> StatusCode {
    match code {
        ErrorCode::BadRequest => StatusCode::BAD_REQUEST,
        ErrorCode::CallerContextInvalid => StatusCode::UNAUTHORIZED,
        ErrorCode::Forbidden => StatusCode::FORBIDDEN,
        ErrorCode::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
        ErrorCode::NotAcceptable => StatusCode::NOT_ACCEPTABLE,
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
