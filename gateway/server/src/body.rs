//! Reads the body of a request within bounds of size and time. What it says is not looked at.

use std::time::Duration;

use axum::{
    body::Body,
    http::{HeaderMap, header},
};
use bytes::Bytes;
use contract::ErrorCode;
use gateway_operation::RequestError;
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use tokio::time::timeout;

/// The whole body.
///
/// # Errors
/// When it is too large, too slow, compressed or cut off.
pub(crate) async fn read(
    headers: &HeaderMap,
    body: Body,
    max_bytes: usize,
    time: Duration,
) -> Result<Bytes, RequestError> {
    check_encoding(headers)?;
    if announced_bytes(headers).is_some_and(|bytes| bytes > max_bytes as u64) {
        return Err(too_large(max_bytes));
    }
    match timeout(time, Limited::new(body, max_bytes).collect()).await {
        Ok(Ok(collected)) => Ok(collected.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(too_large(max_bytes)),
        Ok(Err(_)) => {
            Err(RequestError::new(ErrorCode::BadRequest, "the body of the request was cut off"))
        }
        Err(_) => {
            let message = format!("the body did not arrive within {} ms", time.as_millis());
            Err(RequestError::new(ErrorCode::RequestTimeout, message))
        }
    }
}

fn announced_bytes(headers: &HeaderMap) -> Option<u64> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// Small bodies gain nothing by compression, and what they expand to would have to be bounded.
fn check_encoding(headers: &HeaderMap) -> Result<(), RequestError> {
    match headers.get(header::CONTENT_ENCODING) {
        Some(encoding) if !encoding.as_bytes().eq_ignore_ascii_case(b"identity") => {
            let message = "bodies are read without `Content-Encoding` only";
            Err(RequestError::new(ErrorCode::UnsupportedMediaType, message))
        }
        _ => Ok(()),
    }
}

fn too_large(max_bytes: usize) -> RequestError {
    let message = format!("the body is larger than {max_bytes} bytes");
    RequestError::new(ErrorCode::PayloadTooLarge, message)
}
