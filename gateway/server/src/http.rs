//! GraphQL over HTTP: reads requests, writes answers. What happens between is the pipeline's.

use std::sync::Arc;

use axum::{
    Extension,
    extract::{
        RawQuery, Request, State,
        ws::{WebSocketUpgrade, rejection::WebSocketUpgradeRejection},
    },
    http::{HeaderMap, HeaderValue, Method, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use contract::ErrorCode;
use gateway_execution::Execution;
use gateway_operation::{GraphQlRequest, RequestError};
use telemetry::names;
use tracing::Instrument as _;

use crate::{
    body, csrf,
    media::{self, ResponseMedia},
    partition_demand::{self, PartitionDemand},
    pipeline::{self, Incoming},
    request_id::RequestId,
    router::Served,
    status,
    streams::{self, Target},
};

/// The methods of the endpoint.
const ALLOWED: HeaderValue = HeaderValue::from_static("GET, POST, PUT, DELETE");

/// `POST` with a JSON body.
pub(crate) async fn over_post(
    State(served): State<Served>,
    Extension(id): Extension<RequestId>,
    request: Request,
) -> Response {
    let (Parts { headers, uri, .. }, body) = request.into_parts();
    let settings = &served.snapshot.settings;
    let request = async {
        // No page of another site can send JSON without having asked first.
        if !media::is_json_request(&headers) {
            let message = "send the request as `Content-Type: application/json` in UTF-8";
            return Err(RequestError::new(ErrorCode::UnsupportedMediaType, message));
        }
        let body = body::read(&headers, body, settings.max_body_bytes, settings.body_time).await?;
        GraphQlRequest::from_json(&body)
    };
    let token = streams::token(&headers, uri.query());
    let target = match &token {
        Some(token) => Target::Reserved(token),
        None if media::wants_events(&headers) => Target::Own { read_only: false },
        None => return answer(&served, id, &headers, false, request).await,
    };
    streams::on_stream(&served, id.0, &headers, request, target).await
}

/// `GET` with everything in the URL.
pub(crate) async fn over_get(
    State(served): State<Served>,
    Extension(id): Extension<RequestId>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Response {
    if headers.contains_key(header::SEC_WEBSOCKET_KEY) {
        return match upgrade {
            Ok(upgrade) => streams::upgrade(served, upgrade, headers, id.0)
                .unwrap_or_else(|error| refusal(&[error], ResponseMedia::Json)),
            Err(rejection) => rejection.into_response(),
        };
    }
    let wants_events = media::wants_events(&headers);
    if wants_events && let Some(token) = streams::token(&headers, query.as_deref()) {
        return streams::single(&served, &token);
    }
    let request = async {
        if served.snapshot.settings.csrf_prevention {
            csrf::check(&headers)?;
        }
        let query = query.unwrap_or_default();
        GraphQlRequest::from_query_pairs(form_urlencoded::parse(query.as_bytes()))
    };
    if wants_events {
        let target = Target::Own { read_only: true };
        return streams::on_stream(&served, id.0, &headers, request, target).await;
    }
    answer(&served, id, &headers, true, request).await
}

/// Any other method.
pub(crate) async fn other_method(method: Method) -> Response {
    if method == Method::OPTIONS {
        return (StatusCode::NO_CONTENT, [(header::ALLOW, ALLOWED)]).into_response();
    }
    let message = format!("{method} is not served here; use POST, or GET for queries");
    refusal(&[RequestError::new(ErrorCode::MethodNotAllowed, message)], ResponseMedia::Json)
}

/// What a client gets when a request ended in a panic.
pub(crate) fn internal_error() -> Response {
    tracing::error!("a request was ended by a panic");
    let error = RequestError::new(ErrorCode::Internal, "an internal error ended the request");
    refusal(&[error], ResponseMedia::Json)
}

async fn answer(
    served: &Served,
    RequestId(request_id): RequestId,
    headers: &HeaderMap,
    read_only: bool,
    request: impl Future<Output = Result<GraphQlRequest, RequestError>>,
) -> Response {
    let mut counted = served.shared.metrics.begin();
    let media = ResponseMedia::negotiate(headers);
    let span = tracing::info_span!(target: "gateway", names::REQUEST_SPAN, %request_id);
    let span = telemetry::with_remote_parent(span, headers, "gateway");

    let executed = async {
        if media.is_none() {
            let message = "accept `application/graphql-response+json` or `application/json`";
            return Err(vec![RequestError::new(ErrorCode::NotAcceptable, message)]);
        }
        let demand = PartitionDemand::from_headers(headers).map_err(|error| vec![error])?;
        let incoming = async {
            let request = read(served, request).await?;
            let request_id = request_id.to_string();
            let time_left = partition_demand::time_left(headers);
            let headers = travelling(served, headers);
            Ok(Incoming { request, demand, time_left, read_only, request_id, headers })
        };
        let incoming = incoming.await.map_err(|error| vec![error])?;
        let _place = served.shared.places.try_acquire().map_err(|_| vec![overloaded()])?;
        pipeline::run(&served.snapshot, &served.shared.automatic, incoming).await
    };
    let media_of_answer = media.unwrap_or(ResponseMedia::Json);
    match executed.instrument(span).await {
        Ok(execution) => {
            counted.executed(&execution);
            success(execution, media_of_answer)
        }
        Err(errors) => {
            counted.refused();
            refusal(&errors, media_of_answer)
        }
    }
}

/// The headers of a client, when some of them travel on to subgraphs.
pub(crate) fn travelling(served: &Served, headers: &HeaderMap) -> Arc<HeaderMap> {
    if served.snapshot.executor.reads_client_headers() {
        Arc::new(headers.clone())
    } else {
        Arc::default()
    }
}

/// Reads the request. A slow client holds none of the places for requests that are worked on;
/// when there are none, it is not read at all.
pub(crate) async fn read(
    served: &Served,
    request: impl Future<Output = Result<GraphQlRequest, RequestError>>,
) -> Result<GraphQlRequest, RequestError> {
    if served.shared.places.available_permits() == 0 {
        return Err(overloaded());
    }
    request.instrument(tracing::info_span!(target: "gateway", names::READ_SPAN)).await
}

fn overloaded() -> RequestError {
    let message = "too many requests are under way; try again later";
    RequestError::new(ErrorCode::Overloaded, message)
}

fn success(execution: Execution, media: ResponseMedia) -> Response {
    let status = status::of_execution(execution.errors, media);
    let mut response = json(status, media, execution.body);
    let headers = response.headers_mut();
    if let Some(taken) = execution.headers {
        headers.extend(*taken);
    }
    if !execution.complete {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}

pub(crate) fn refusal(errors: &[RequestError], media: ResponseMedia) -> Response {
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
            headers.insert(header::ALLOW, ALLOWED);
        }
        _ => {}
    }
    response
}

fn json(status: StatusCode, media: ResponseMedia, body: Bytes) -> Response {
    (status, [(header::CONTENT_TYPE, media.content_type())], body).into_response()
}
