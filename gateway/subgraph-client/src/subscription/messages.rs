//! Messages of the `graphql-transport-ws` protocol, as the client of a service speaks it. Payloads
//! are passed on as bytes, never parsed.

use bytes::Bytes;
use http::{
    HeaderMap,
    header::{ACCEPT, CONTENT_TYPE},
};
use serde::Deserialize;
use serde_json::{Map, Value, value::RawValue};

/// The name of the protocol.
pub(super) const SUBPROTOCOL: &str = "graphql-transport-ws";

/// There is one subscription on a connection.
const ID: &str = "1";

pub(super) const PING: &str = r#"{"type":"ping"}"#;
pub(super) const PONG: &str = r#"{"type":"pong"}"#;
pub(super) const COMPLETE: &str = r#"{"type":"complete","id":"1"}"#;

/// What a service says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum FromService {
    Ack,
    Ping,
    Pong,
    /// The payload: a GraphQL answer.
    Next(Bytes),
    /// The payload: a list of GraphQL errors.
    Error(Bytes),
    Complete,
    /// Of another operation, or of a type that the protocol does not have.
    Stray,
}

#[derive(Deserialize)]
struct Message<'a> {
    #[serde(rename = "type", borrow)]
    kind: std::borrow::Cow<'a, str>,
    #[serde(default, borrow)]
    id: Option<std::borrow::Cow<'a, str>>,
    #[serde(default, borrow)]
    payload: Option<&'a RawValue>,
}

/// Reads a message; `None` when it is none.
pub(crate) fn read(text: &Bytes) -> Option<FromService> {
    // The reader takes the items of a list for the fields of an object, too.
    let text = Some(text).filter(|text| text.trim_ascii_start().starts_with(b"{"))?;
    let message: Message<'_> = serde_json::from_slice(text).ok()?;
    let is_ours = message.id.as_deref() == Some(ID);
    let payload = || Some(text.slice_ref(message.payload?.get().as_bytes()));
    Some(match message.kind.as_ref() {
        "connection_ack" => FromService::Ack,
        "ping" => FromService::Ping,
        "pong" => FromService::Pong,
        "next" if is_ours => FromService::Next(payload()?),
        "error" if is_ours => FromService::Error(payload()?),
        "complete" if is_ours => FromService::Complete,
        _ => FromService::Stray,
    })
}

/// The opening message: what the headers of the upgrade say, once more.
pub(super) fn connection_init(headers: &HeaderMap) -> String {
    let said = headers.iter().filter(|(name, _)| *name != ACCEPT && *name != CONTENT_TYPE);
    let payload: Map<String, Value> = said
        .filter_map(|(name, value)| Some((name.as_str().to_owned(), value.to_str().ok()?.into())))
        .collect();
    serde_json::json!({ "type": "connection_init", "payload": payload }).to_string()
}

/// The message that asks for events; `body` is JSON.
pub(super) fn subscribe(body: &str) -> String {
    format!(r#"{{"type":"subscribe","id":"{ID}","payload":{body}}}"#)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(text: &'static str) -> Option<FromService> {
        read(&Bytes::from_static(text.as_bytes()))
    }

    #[test]
    fn payloads_are_passed_on_as_they_are() {
        assert_eq!(
            message(r#"{"id":"1","payload":{"data": {"a":1e2}},"type":"next"}"#),
            Some(FromService::Next(Bytes::from_static(b"{\"data\": {\"a\":1e2}}")))
        );
        assert_eq!(
            message(r#"{"type":"error","id":"1","payload":[{"message":"no"}]}"#),
            Some(FromService::Error(Bytes::from_static(b"[{\"message\":\"no\"}]")))
        );
    }

    #[test]
    fn what_is_not_about_the_subscription_is_stray() {
        assert_eq!(message(r#"{"type":"complete","id":"2"}"#), Some(FromService::Stray));
        assert_eq!(message(r#"{"type":"next","payload":{}}"#), Some(FromService::Stray));
        assert_eq!(message(r#"{"type":"ka"}"#), Some(FromService::Stray));
    }

    #[test]
    fn what_is_no_message_is_none() {
        for text in [
            "",
            "[]",
            r#"["ping"]"#,
            "{}",
            r#"{"type":1}"#,
            r#"{"type":"next","id":"1"}"#,
            "{\"type\"",
        ] {
            assert_eq!(message(text), None, "{text}");
        }
    }

    #[test]
    fn the_opening_message_repeats_the_headers() {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, "x".parse().expect("a value"));
        headers.insert("x-request-id", "r-\"1\"".parse().expect("a value"));
        insta::assert_snapshot!(
            connection_init(&headers),
            @r#"{"type":"connection_init","payload":{"x-request-id":"r-\"1\""}}"#
        );
    }
}
