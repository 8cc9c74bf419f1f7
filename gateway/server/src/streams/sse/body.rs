//! The body of a stream of events: what is pushed into it, and a sign of life while nothing is.

use std::time::Duration;

use axum::{
    body::Body,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use serde_json::Value;
use tokio::{sync::mpsc, time::timeout};

/// A comment: clients and proxies see that the stream lives.
const SIGN_OF_LIFE: Bytes = Bytes::from_static(b":\n\n");

/// How many events wait for the client.
const WAITING_EVENTS: usize = 16;

/// The end that events are pushed into.
pub(super) type Events = mpsc::Sender<Bytes>;

/// An answer that streams what is pushed. `held` is dropped with the body, when the client is gone
/// or the last sender is.
pub(super) fn response<T: Send + 'static>(
    keep_alive: Duration,
    events: mpsc::Receiver<Bytes>,
    held: T,
) -> Response {
    let state = (events, held, true);
    let stream = futures::stream::unfold(state, move |(mut events, held, is_first)| async move {
        let next = match is_first {
            // Some browsers take a stream for open only when something has come.
            true => Some(SIGN_OF_LIFE),
            false => timeout(keep_alive, events.recv()).await.unwrap_or(Some(SIGN_OF_LIFE)),
        };
        next.map(|bytes| (Ok::<_, std::convert::Infallible>(bytes), (events, held, false)))
    });
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream; charset=utf-8")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no")),
    ];
    (headers, Body::from_stream(stream)).into_response()
}

/// What events are pushed through.
pub(super) fn channel() -> (Events, mpsc::Receiver<Bytes>) {
    mpsc::channel(WAITING_EVENTS)
}

/// The event of a result; with an id it says which operation's.
pub(super) fn next(id: Option<&str>, answer: &[u8]) -> Bytes {
    let mut text = Vec::with_capacity(answer.len() + 64);
    text.extend_from_slice(b"event: next\ndata: ");
    if let Some(id) = id {
        text.extend_from_slice(format!(r#"{{"id":{},"payload":"#, Value::from(id)).as_bytes());
    }
    push_in_one_line(&mut text, answer);
    if id.is_some() {
        text.push(b'}');
    }
    text.extend_from_slice(b"\n\n");
    text.into()
}

/// The event of the end of an operation.
pub(super) fn complete(id: Option<&str>) -> Bytes {
    match id {
        Some(id) => {
            format!("event: complete\ndata: {}\n\n", serde_json::json!({ "id": id })).into()
        }
        // Browsers pass on events that have a line of data.
        None => Bytes::from_static(b"event: complete\ndata:\n\n"),
    }
}

/// Between the tokens of JSON a line end is white space; within them there is none.
fn push_in_one_line(text: &mut Vec<u8>, json: &[u8]) {
    let one_line = |byte: &u8| if matches!(byte, b'\n' | b'\r') { b' ' } else { *byte };
    text.extend(json.iter().map(one_line));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &Bytes) -> &str {
        std::str::from_utf8(bytes).expect("text")
    }

    #[test]
    fn an_event_is_one_line_of_data() {
        let answer = b"{\n\"data\":\r\n1}";
        assert_eq!(text(&next(None, answer)), "event: next\ndata: { \"data\":  1}\n\n");
        assert_eq!(
            text(&next(Some("a\n\""), answer)),
            "event: next\ndata: {\"id\":\"a\\n\\\"\",\"payload\":{ \"data\":  1}}\n\n"
        );
        assert_eq!(text(&complete(Some("7"))), "event: complete\ndata: {\"id\":\"7\"}\n\n");
        assert_eq!(text(&complete(None)), "event: complete\ndata:\n\n");
    }
}
