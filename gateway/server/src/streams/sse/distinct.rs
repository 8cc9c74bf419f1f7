//! A request whose results are the answer to it.

use axum::response::Response;
use gateway_operation::RequestError;
use serde_json::json;

use super::body::{self, Events};
use crate::{
    media::ResponseMedia,
    pipeline::Incoming,
    router::Served,
    status,
    streams::{Outcome, ResultStream},
};

/// Runs an operation and streams its results. What is wrong with the operation itself is a result,
/// as a client of events cannot read the body of another status.
///
/// # Errors
/// What is wrong with the request, or that there is no room for it.
pub(crate) async fn distinct(
    served: &Served,
    incoming: Incoming,
) -> Result<Response, Vec<RequestError>> {
    let place = served.shared.streams.connect().map_err(|error| vec![error])?;
    let opened = ResultStream::open(served, incoming).await;
    let (events, received) = body::channel();
    let keep_alive = served.snapshot.settings.streams.keep_alive;
    match opened {
        Ok(results) => {
            tokio::spawn(stream(results, events));
        }
        Err(errors) if is_about_the_operation(&errors) => {
            let answer = json!({ "errors": errors }).to_string();
            // There is room for two.
            let _ = events.try_send(body::next(None, answer.as_bytes()));
            let _ = events.try_send(body::complete(None));
        }
        Err(errors) => return Err(errors),
    }
    Ok(body::response(keep_alive, received, place))
}

/// Whether a client of plain JSON gets these errors with a status of success.
fn is_about_the_operation(errors: &[RequestError]) -> bool {
    errors
        .first()
        .is_some_and(|error| status::of_request_error(error.code, ResponseMedia::Json).is_success())
}

async fn stream(mut results: ResultStream, events: Events) {
    let streaming = async {
        loop {
            let (event, is_last) = match results.next().await {
                Outcome::Result(answer) => (body::next(None, &answer), false),
                Outcome::Complete => (body::complete(None), true),
                Outcome::CutOff => return,
            };
            if events.send(event).await.is_err() || is_last {
                return;
            }
        }
    };
    tokio::select! {
        () = streaming => {}
        () = events.closed() => {}
    }
}
