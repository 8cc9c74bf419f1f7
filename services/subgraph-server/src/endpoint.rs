//! `POST /graphql`: from an HTTP request to an answer, step by step.

use std::{sync::Arc, time::Duration};

use async_graphql::{Executor, Response as GraphqlResponse};
use axum::{
    Json,
    body::{Body, to_bytes},
    extract::State,
    http::{HeaderMap, Request, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use contract::{ErrorCode, header::REQUEST_ID, identity::CallerContext};
use telemetry::names;
use tracing::{Instrument as _, Span, field};

use crate::{caller::caller_of, deadline::time_left, rejection::Rejection, subgraph::Shared};

/// The longest request id that is repeated in logs and answers.
const MAX_REQUEST_ID: usize = 128;

/// Answers a GraphQL request.
pub(crate) async fn graphql<E: Executor>(
    State(shared): State<Arc<Shared<E>>>,
    request: Request<Body>,
) -> Response {
    let span = request_span(&shared.part, request.headers());
    let request_id = request_id(request.headers()).cloned();
    let mut response = answer(&shared, request).instrument(span).await;
    if let Some(id) = request_id {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}

/// Answers other methods than POST.
pub(crate) async fn wrong_method() -> Response {
    let rejection = Rejection::new(ErrorCode::MethodNotAllowed, "send GraphQL requests by POST");
    ([("allow", "POST")], rejection).into_response()
}

async fn answer<E: Executor>(shared: &Shared<E>, request: Request<Body>) -> Response {
    let mut measurement = shared.metrics.start();
    let (outcome, response) = match run(shared, request).await {
        Ok(response) => (outcome_of(&response), Json(response).into_response()),
        Err(rejection) => (rejection.code().as_str(), rejection.into_response()),
    };
    Span::current().record("outcome", outcome);
    measurement.ends(outcome);
    response
}

async fn run<E: Executor>(
    shared: &Shared<E>,
    request: Request<Body>,
) -> Result<GraphqlResponse, Rejection> {
    let (parts, body) = request.into_parts();
    let config = &shared.config;
    require_json(&parts.headers)?;
    let caller = caller_of(&parts.headers, config.signing_key.as_ref())?;
    let time_left = time_left(&parts.headers, config.max_request_time)?;
    // The permit covers the body too, so that slow senders cannot fill the memory.
    let _permit = shared.request_permits.try_acquire().map_err(|_| {
        Rejection::new(ErrorCode::Overloaded, "too many requests at once; try again later")
    })?;
    tokio::time::timeout(time_left, execute(shared, caller, body))
        .await
        .unwrap_or_else(|_| Err(deadline_exceeded(time_left)))
}

async fn execute<E: Executor>(
    shared: &Shared<E>,
    caller: CallerContext,
    body: Body,
) -> Result<GraphqlResponse, Rejection> {
    let body = read_body(body, shared.config.max_body_bytes).await?;
    let request: async_graphql::Request = serde_json::from_slice(&body).map_err(|error| {
        Rejection::new(ErrorCode::BadRequest, format!("the body is not a GraphQL request: {error}"))
    })?;
    if request.query.is_empty() {
        return Err(Rejection::new(ErrorCode::BadRequest, "the body has no `query`"));
    }
    Ok(shared.executor(caller).execute(request).await)
}

fn require_json(headers: &HeaderMap) -> Result<(), Rejection> {
    let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let media_type = content_type.unwrap_or_default().split(';').next().unwrap_or_default().trim();
    if media_type.eq_ignore_ascii_case("application/json") {
        return Ok(());
    }
    let message = "send GraphQL requests as `application/json`";
    Err(Rejection::new(ErrorCode::UnsupportedMediaType, message))
}

async fn read_body(body: Body, limit: usize) -> Result<Bytes, Rejection> {
    to_bytes(body, limit).await.map_err(|error| {
        let is_too_large = std::error::Error::source(&error)
            .is_some_and(|source| source.is::<http_body_util::LengthLimitError>());
        if is_too_large {
            let message = format!("the body has more than {limit} bytes");
            Rejection::new(ErrorCode::PayloadTooLarge, message)
        } else {
            Rejection::new(ErrorCode::BadRequest, "the body could not be read")
        }
    })
}

fn deadline_exceeded(time_left: Duration) -> Rejection {
    let message = format!("the request took longer than {} ms", time_left.as_millis());
    Rejection::new(ErrorCode::DeadlineExceeded, message)
}

/// How the request ended, for metrics: `ok`, or the code of its first error.
fn outcome_of(response: &GraphqlResponse) -> &'static str {
    let Some(error) = response.errors.first() else { return "ok" };
    let code = error.extensions.as_ref().and_then(|extensions| extensions.get("code"));
    let Some(async_graphql::Value::String(code)) = code else { return "error" };
    // Codes of the closed list only, so that the number of time series is bounded.
    ErrorCode::ALL.iter().map(|known| known.as_str()).find(|known| known == code).unwrap_or("error")
}

fn request_span(part: &str, headers: &HeaderMap) -> Span {
    let span = tracing::info_span!(
        names::REQUEST_SPAN,
        otel.kind = "server",
        part,
        request_id = request_id(headers).and_then(|id| id.to_str().ok()),
        outcome = field::Empty,
    );
    telemetry::with_remote_parent(span, headers, part)
}

fn request_id(headers: &HeaderMap) -> Option<&http::HeaderValue> {
    headers.get(REQUEST_ID).filter(|id| id.len() <= MAX_REQUEST_ID && id.to_str().is_ok())
}
