//! Single connection mode: `PUT` reserves a stream, `GET` opens it, `POST` begins an operation on it
//! and `DELETE` ends one.

use std::sync::Arc;

use axum::{
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use contract::ErrorCode;
use gateway_operation::RequestError;

use super::{body, parameter, reserved::Reserved, token};
use crate::{
    http::refusal,
    media::ResponseMedia,
    pipeline::Incoming,
    router::Served,
    streams::{Outcome, ResultStream, overloaded},
};

/// `PUT`: reserves a stream and answers with its token.
pub(crate) fn reserve(served: &Served) -> Response {
    let streams = &served.shared.streams;
    match streams.connect() {
        Ok(place) => {
            let time = served.snapshot.settings.streams.init_time;
            let token = streams.reservations.reserve(place, time);
            let headers = [
                (header::CONTENT_TYPE, "text/plain; charset=utf-8"),
                (header::CACHE_CONTROL, "no-store"),
            ];
            (StatusCode::CREATED, headers, token).into_response()
        }
        Err(error) => refusal(&[error], ResponseMedia::Json),
    }
}

/// `GET` with the token: opens the stream. It ends with the process, or when an operation on it is
/// cut off by a reload.
pub(crate) fn single(served: &Served, token: &str) -> Response {
    let reservations = &served.shared.streams.reservations;
    let Some(stream) = reservations.find(token) else { return unknown() };
    let Some((received, connected)) = reservations.open(token) else {
        return problem(StatusCode::CONFLICT, "the stream is open already");
    };
    let keep_alive = served.snapshot.settings.streams.keep_alive;
    // Events come through here until the stream is ended, which closes the body.
    let (passing, passed) = body::channel();
    let ending = served.shared.ending.clone();
    tokio::spawn(async move {
        let mut received = received;
        let pass_on = async {
            while let Some(event) = received.recv().await {
                if passing.send(event).await.is_err() {
                    return;
                }
            }
        };
        tokio::select! {
            () = pass_on => {}
            () = stream.ended.cancelled() => {}
            () = ending.cancelled() => {}
        }
    });
    body::response(keep_alive, passed, connected)
}

/// `POST` with the token: begins an operation, whose results come on the stream.
///
/// # Errors
/// What is wrong with the request, told by HTTP.
pub(crate) async fn begin(
    served: &Served,
    token: &str,
    incoming: Incoming,
) -> Result<Response, Vec<RequestError>> {
    let Some(stream) = served.shared.streams.reservations.find(token) else {
        return Ok(unknown());
    };
    let id = incoming.request.extensions.get("operationId").and_then(|id| id.as_str());
    let Some(id) = id.filter(|id| !id.is_empty()).map(str::to_owned) else {
        let message = "name the operation in `extensions.operationId`";
        return Err(vec![RequestError::new(ErrorCode::BadRequest, message)]);
    };
    let most = served.snapshot.settings.streams.operations_per_connection;
    if stream.count() >= most {
        let message = format!("a stream has {most} operations at once at most");
        return Err(vec![overloaded(&message)]);
    }
    if !stream.begin(&id) {
        return Ok(problem(StatusCode::CONFLICT, "an operation of this id is under way"));
    }
    let results = match ResultStream::open(served, incoming).await {
        Ok(results) => results,
        Err(errors) => {
            stream.done(&id);
            return Err(errors);
        }
    };
    let task = tokio::spawn(run(Arc::clone(&stream), id.clone(), results));
    stream.runs(&id, task.abort_handle());
    Ok(StatusCode::ACCEPTED.into_response())
}

/// `DELETE` with the token and the id: ends an operation.
pub(crate) fn complete_operation(
    served: &Served,
    headers: &HeaderMap,
    query: Option<&str>,
) -> Response {
    let Some(token) = token(headers, query) else {
        return problem(StatusCode::NOT_FOUND, "no stream is named");
    };
    let Some(stream) = served.shared.streams.reservations.find(&token) else { return unknown() };
    let Some(id) = parameter(query, "operationId") else {
        return problem(StatusCode::BAD_REQUEST, "name the operation as `operationId` in the URL");
    };
    stream.end(&id);
    StatusCode::OK.into_response()
}

async fn run(stream: Arc<Reserved>, id: String, mut results: ResultStream) {
    let running = async {
        loop {
            let (event, is_last) = match results.next().await {
                Outcome::Result(answer) => (body::next(Some(&id), &answer), false),
                Outcome::Complete => (body::complete(Some(&id)), true),
                // The client takes the end of the stream for a lost connection, and begins anew.
                Outcome::CutOff => return stream.ended.cancel(),
            };
            if is_last {
                stream.done(&id);
            }
            if stream.events.send(event).await.is_err() || is_last {
                return;
            }
        }
    };
    tokio::select! {
        () = running => {}
        () = stream.ended.cancelled() => {}
    }
}

fn unknown() -> Response {
    problem(StatusCode::NOT_FOUND, "no stream is reserved under this token")
}

fn problem(status: StatusCode, message: &str) -> Response {
    let error = RequestError::new(ErrorCode::BadRequest, message);
    let mut response = refusal(&[error], ResponseMedia::Json);
    *response.status_mut() = status;
    response
}
