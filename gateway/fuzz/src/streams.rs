//! Messages of streams: events and WebSocket messages of services, WebSocket messages of clients.

use bytes::Bytes;
use gateway_server::fuzzing::{answers, client_message};
use gateway_subgraph_client::fuzzing::{
    server_events as read_events, service_message as read_message,
};
use serde_json::Value;

use crate::split;

/// The largest event that is read here.
const LIMIT: usize = 64;

/// A stream has the same events whatever its pieces: those that its text has, none larger than the
/// limit.
pub fn server_events(data: &[u8]) {
    let (sizes, text) = split(data);
    let (events, is_cut) = read_events([text], LIMIT);
    let in_pieces = read_events(pieces(sizes, text), LIMIT);
    assert_eq!(in_pieces, (events.clone(), is_cut), "it depends on the pieces: {sizes:?} {text:?}");
    assert!(events.iter().all(|(_, data)| data.len() <= LIMIT), "an event is too large");
    let all = events_of(text);
    if is_cut {
        assert_eq!(events[..], all[..events.len()]);
    } else {
        assert_eq!(events, all);
    }
}

/// A text in pieces of these sizes, one after the other and again.
fn pieces<'t>(sizes: &[u8], text: &'t [u8]) -> Vec<&'t [u8]> {
    let sizes = if sizes.is_empty() { &[1] } else { sizes };
    let mut sizes = sizes.iter().cycle();
    let mut pieces = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let size = sizes.next().map_or(1, |size| usize::from(*size % 32) + 1).min(rest.len());
        let (piece, others) = rest.split_at(size);
        pieces.push(piece);
        rest = others;
    }
    pieces
}

/// The events of a whole text, by the letter of the standard but for two things: an event with a
/// name needs no data, and what is not ended at the end of the text is none.
fn events_of(text: &[u8]) -> Vec<(String, Bytes)> {
    let text = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text);
    let mut events = Vec::new();
    let (mut name, mut data): (String, Option<Vec<u8>>) = (String::new(), None);
    for line in lines(text) {
        if line.is_empty() {
            let (name, data) = (std::mem::take(&mut name), data.take());
            if !name.is_empty() || data.is_some() {
                let name = if name.is_empty() { "message".to_owned() } else { name };
                events.push((name, data.unwrap_or_default().into()));
            }
            continue;
        }
        let mut halves = line.splitn(2, |byte| *byte == b':');
        let field = halves.next().unwrap_or_default();
        let value = halves.next().unwrap_or_default();
        let value = value.strip_prefix(b" ").unwrap_or(value);
        match field {
            b"event" => name = String::from_utf8_lossy(value).into_owned(),
            b"data" => {
                let joined = data.take().map(|data| [&data[..], b"\n", value].concat());
                data = Some(joined.unwrap_or_else(|| value.to_vec()));
            }
            _ => {}
        }
    }
    events
}

/// The lines of a text that have an end.
fn lines(text: &[u8]) -> Vec<&[u8]> {
    let mut lines = Vec::new();
    let mut rest = text;
    while let Some(end) = rest.iter().position(|byte| matches!(byte, b'\r' | b'\n')) {
        lines.push(&rest[..end]);
        let is_both = rest[end..].starts_with(b"\r\n");
        rest = &rest[end + if is_both { 2 } else { 1 }..];
    }
    lines
}

/// Any bytes are a message of a service or none; a payload is that of the message as it stood.
pub fn service_message(data: &[u8]) {
    let text = Bytes::copy_from_slice(data);
    let Some((kind, payload)) = read_message(&text) else { return };
    let message: Value = match serde_json::from_slice(data) {
        Ok(message) => message,
        // A payload is passed on unread: numbers beyond what a float holds are well-formed, and
        // so are halves of characters.
        Err(error) => {
            let error = error.to_string();
            let reasons = ["out of range", "surrogate", "hex escape", "invalid unicode code point"];
            return assert!(reasons.iter().any(|reason| error.contains(reason)), "{error}");
        }
    };
    assert!(kind == "stray" || message["type"] == kind, "{kind} is not the type");
    if let Some(payload) = payload {
        assert_eq!(message["id"], "1", "it is of another operation");
        let payload: Value = serde_json::from_slice(&payload).expect("a payload is JSON");
        assert_eq!(payload, message["payload"]);
    }
}

/// Any text is a message of a client or none; its answers are JSON and carry its id.
pub fn message_of_client(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let Some((kind, id)) = client_message(&text) else { return };
    let answers = answers(&text);
    let Ok(message) = serde_json::from_str::<Value>(&text) else { return };
    assert_eq!(message["type"], kind);
    assert_eq!(id.as_deref(), message["id"].as_str().filter(|_| id.is_some()));
    for answer in answers {
        let answer: Value = serde_json::from_str(&answer).expect("an answer is JSON");
        assert_eq!(answer["id"].as_str(), id.as_deref());
        if answer["type"] == "pong" {
            assert_eq!(answer["payload"], message["payload"]);
        }
    }
}
