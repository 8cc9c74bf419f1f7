//! GraphQL over HTTP: reads requests, writes answers. What happens between is the pipeline's.

use std::{sync::Arc, time::Instant};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::{RawQuery, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header},
    response::{IntoResponse, Response},
    routing::get,
};
use bytes::Bytes;
use contract::{
    ErrorCode,
    header::{PARTITION_POLICY, REQUEST_ID},
};
use gateway_execution::{Execution, PartitionPolicy};
use gateway_operation::{GraphQlRequest, RequestError};
use tower_http::catch_panic::CatchPanicLayer;
use tracing::Instrument as _;

use crate::{
    graphiql, media::{self, ResponseMedia}, pipeline::{self, Incoming}, request_id, server::Shared,
    status,
};

const REQUEST_ID_HEADER: HeaderName = HeaderName::from_static(REQUEST_ID);

/// Everything that clients can reach.
pub(crate) fn router(shared: Arc<Shared>) -> Router {
    let mut router = Router::new()
        .route("/graphql", get(over_get).post(over_post).fallback(other_method))
        .route("/health", get(|| async { "ok\n" }))
        .route("/ready", get(|| async { "ready\n" }))
        .fallback(not_found);
    if let Some(examples) = &shared.config.graphiql {
        router = router.merge(graphiql::routes(examples));
    }
    router
        .merge(telemetry::metrics_router(Arc::clone(&shared.registry)))
        .layer(CatchPanicLayer::custom(|_| internal_error()))
        .with_state(shared)
}

async fn over_post(State(shared): State<Arc<Shared>>, headers: HeaderMap, body: Body) -> Response {
    let limit = shared.config.max_body_bytes;
    answer(&shared, &headers, false, async {
        if !media::is_json_request(&headers) {
            let message = "send the request as `Content-Type: application/json` in UTF-8";
            return Err(RequestError::new(ErrorCode::UnsupportedMediaType, message));
        }
        let body = to_bytes(body, limit).await.map_err(|_| {
            let message = format!("the body is larger than {limit} bytes, or was cut off");
            RequestError::new(ErrorCode::PayloadTooLarge, message)
        })?;
        GraphQlRequest::from_json(&body)
    })
    .await
}

async fn over_get(
    State(shared): State<Arc<Shared>>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    answer(&shared, &headers, true, async {
        let query = query.unwrap_or_default();
        GraphQlRequest::from_query_pairs(form_urlencoded::parse(query.as_bytes()))
    })
    .await
}

async fn answer(
    shared: &Shared,
    headers: &HeaderMap,
    read_only: bool,
    request: impl Future<Output = Result<GraphQlRequest, RequestError>>,
) -> Response {
    let start = Instant::now();
    let request_id = request_id::of(headers);
    let media = ResponseMedia::negotiate(headers);
    shared.metrics.began();
    let span = tracing::info_span!(target: "gateway", "graphql request", %request_id);
    let span = telemetry::with_remote_parent(span, headers, "gateway");

    let executed = async {
        if media.is_none() {
            let message = "accept `application/graphql-response+json` or `application/json`";
            return Err(vec![RequestError::new(ErrorCode::NotAcceptable, message)]);
        }
        let Ok(_place) = shared.places.try_acquire() else {
            let message = "too many requests are under way; try again later";
            return Err(vec![RequestError::new(ErrorCode::Overloaded, message)]);
        };
        let policy = partition_policy(headers, &shared.config.partition_policy)
            .map_err(|error| vec![error])?;
        let request = request.await.map_err(|error| vec![error])?;
        let incoming = Incoming { request, policy, read_only, request_id: request_id.clone() };
        pipeline::run(&shared.snapshot(), &shared.config, incoming).await
    };
    let media = media.unwrap_or(ResponseMedia::Json);
    let mut response = match executed.instrument(span).await {
        Ok(execution) => {
            shared.metrics.executed(&execution, start.elapsed());
            success(execution, media)
        }
        Err(errors) => {
            shared.metrics.refused(start.elapsed());
            refusal(&errors, media)
        }
    };
    if let Ok(value) = HeaderValue::from_str(&request_id) {
        response.headers_mut().insert(REQUEST_ID_HEADER, value);
    }
    response
}

fn partition_policy(
    headers: &HeaderMap,
    default: &PartitionPolicy,
) -> Result<PartitionPolicy, RequestError> {
    let Some(value) = headers.get(PARTITION_POLICY) else { return Ok(default.clone()) };
    let text = String::from_utf8_lossy(value.as_bytes());
    text.parse().map_err(|error| {
        RequestError::new(ErrorCode::BadRequest, format!("the header {PARTITION_POLICY}: {error}"))
    })
}

fn success(execution: Execution, media: ResponseMedia) -> Response {
    let mut response = json(StatusCode::OK, media, execution.body);
    if !execution.complete {
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}

fn refusal(errors: &[RequestError], media: ResponseMedia) -> Response {
    let code = errors.first().map_or(ErrorCode::Internal, |error| error.code);
    let body = serde_json::json!({ "errors": errors }).to_string();
    let mut response = json(status::of_request_error(code, media), media, Bytes::from(body));
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    match code {
        ErrorCode::Overloaded => {
            headers.insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
        }
        ErrorCode::MethodNotAllowed => {
            headers.insert(header::ALLOW, HeaderValue::from_static("GET, POST"));
        }
        _ => {}
    }
    response
}

fn json(status: StatusCode, media: ResponseMedia, body: Bytes) -> Response {
    (status, [(header::CONTENT_TYPE, media.content_type())], body).into_response()
}

async fn other_method(method: Method) -> Response {
    let message = format!("{method} is not served here; use POST, or GET for queries");
    refusal(&[RequestError::new(ErrorCode::MethodNotAllowed, message)], ResponseMedia::Json)
}

async fn not_found(uri: Uri) -> Response {
    let message = format!("nothing is served at {}; GraphQL is at /graphql\n", uri.path());
    (StatusCode::NOT_FOUND, message).into_response()
}

fn internal_error() -> Response {
    tracing::error!("a request was ended by a panic");
    let error = RequestError::new(ErrorCode::Internal, "an internal error ended the request");
    refusal(&[error], ResponseMedia::Json)
}
