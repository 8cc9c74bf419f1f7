//! Messages of the `graphql-transport-ws` protocol, as a server speaks it. Results are already JSON
//! and are copied.

use axum::extract::ws::Utf8Bytes;
use bytes::Bytes;
use gateway_operation::{GraphQlRequest, RequestError};
use serde::Deserialize;
use serde_json::{Map, Value, value::RawValue};

/// What a client says.
#[derive(Debug)]
pub(crate) enum FromClient {
    /// The first message; texts in its payload stand for headers.
    Init(Map<String, Value>),
    Ping(Option<Box<RawValue>>),
    Pong,
    /// An operation under an id. One that is no GraphQL request is an error of the operation.
    Subscribe(String, Box<Result<GraphQlRequest, RequestError>>),
    Complete(String),
}

/// Why a message is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Invalid(pub &'static str);

#[derive(Deserialize)]
struct Message<'a> {
    #[serde(rename = "type", borrow)]
    kind: std::borrow::Cow<'a, str>,
    #[serde(default)]
    id: Option<String>,
    #[serde(default, borrow)]
    payload: Option<&'a RawValue>,
}

/// Reads a message.
pub(crate) fn read(text: &str) -> Result<FromClient, Invalid> {
    const INVALID: Invalid = Invalid("Invalid message received");
    // The reader takes the items of a list for the fields of an object, too.
    if !text.trim_ascii_start().starts_with('{') {
        return Err(INVALID);
    }
    let message: Message<'_> = serde_json::from_str(text).map_err(|_| INVALID)?;
    let id = || {
        let id = message.id.clone().filter(|id| !id.is_empty());
        id.ok_or(Invalid("A message needs an `id` that is a text"))
    };
    match message.kind.as_ref() {
        "connection_init" => Ok(FromClient::Init(object(message.payload)?)),
        "ping" => {
            object(message.payload)?;
            Ok(FromClient::Ping(message.payload.map(ToOwned::to_owned)))
        }
        "pong" => Ok(FromClient::Pong),
        "subscribe" => {
            let payload = message.payload.ok_or(Invalid("`subscribe` needs a payload"))?;
            let request = GraphQlRequest::from_json(payload.get().as_bytes());
            Ok(FromClient::Subscribe(id()?, Box::new(request)))
        }
        "complete" => Ok(FromClient::Complete(id()?)),
        _ => Err(Invalid("Unknown type of message")),
    }
}

fn object(payload: Option<&RawValue>) -> Result<Map<String, Value>, Invalid> {
    let read =
        |payload: &RawValue| serde_json::from_str::<Option<Map<String, Value>>>(payload.get());
    let object = payload.map(read).transpose();
    let object = object.map_err(|_| Invalid("The payload of a message must be an object"))?;
    Ok(object.flatten().unwrap_or_default())
}

pub(crate) fn ack() -> String {
    r#"{"type":"connection_ack"}"#.to_owned()
}

pub(crate) fn pong(payload: Option<&RawValue>) -> String {
    match payload {
        Some(payload) => format!(r#"{{"type":"pong","payload":{payload}}}"#),
        None => r#"{"type":"pong"}"#.to_owned(),
    }
}

pub(crate) fn next(id: &str, answer: &Bytes) -> Utf8Bytes {
    with_payload("next", id, answer)
}

pub(crate) fn error(id: &str, errors: &[RequestError]) -> Utf8Bytes {
    let errors = serde_json::json!(errors).to_string();
    with_payload("error", id, errors.as_bytes())
}

fn with_payload(kind: &str, id: &str, payload: &[u8]) -> Utf8Bytes {
    let id = Value::from(id).to_string();
    let mut text = Vec::with_capacity(payload.len() + id.len() + 40);
    text.extend_from_slice(format!(r#"{{"type":"{kind}","id":{id},"payload":"#).as_bytes());
    text.extend_from_slice(payload);
    text.push(b'}');
    // Answers are written as text; should one not be, the client gets what can be read of it.
    Utf8Bytes::try_from(Bytes::from(text))
        .unwrap_or_else(|_| String::from_utf8_lossy(payload).into_owned().into())
}

pub(crate) fn complete(id: &str) -> Utf8Bytes {
    serde_json::json!({ "type": "complete", "id": id }).to_string().into()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn refused(text: &str) -> &'static str {
        read(text).expect_err("no message").0
    }

    #[test]
    fn messages_are_read() {
        let init = read(r#"{"type":"connection_init","payload":{"a":1}}"#);
        assert!(matches!(init, Ok(FromClient::Init(payload)) if payload["a"] == 1));
        let init = read(r#"{"type":"connection_init","payload":null}"#);
        assert!(matches!(init, Ok(FromClient::Init(payload)) if payload.is_empty()));
        let subscribe = read(r#"{"id":"x","type":"subscribe","payload":{"query":"{a}"}}"#);
        assert!(matches!(subscribe, Ok(FromClient::Subscribe(id, request))
            if id == "x" && request.as_ref().as_ref().is_ok_and(|r| r.query.as_deref() == Some("{a}"))));
        assert!(matches!(read(r#"{"id":"x","type":"complete"}"#), Ok(FromClient::Complete(_))));
    }

    #[test]
    fn what_is_no_message_is_refused() {
        for text in
            ["", "x", "[]", r#"["pong"]"#, "{}", r#"{"type":7}"#, r#"{"type":"ping","id":7}"#]
        {
            assert_eq!(refused(text), "Invalid message received", "{text}");
        }
        assert_eq!(refused(r#"{"type":"start"}"#), "Unknown type of message");
        assert_eq!(
            refused(r#"{"type":"ping","payload":[]}"#),
            "The payload of a message must be an object"
        );
        assert_eq!(refused(r#"{"type":"subscribe","id":"1"}"#), "`subscribe` needs a payload");
        let no_id = r#"{"type":"subscribe","id":"","payload":{"query":"{a}"}}"#;
        assert_eq!(refused(no_id), "A message needs an `id` that is a text");
    }

    #[test]
    fn answers_are_copied_and_ids_escaped() {
        let answer = Bytes::from_static(br#"{"data": 1.0}"#);
        assert_eq!(
            next("a\"b", &answer).as_str(),
            r#"{"type":"next","id":"a\"b","payload":{"data": 1.0}}"#
        );
        assert_eq!(complete("7").as_str(), r#"{"type":"complete","id":"7"}"#);
    }

    proptest! {
        #[test]
        fn no_text_panics(text in r#"[{}\[\]":,a-z0-9\\ ]{0,60}"#) {
            let _ = read(&text);
        }
    }
}
