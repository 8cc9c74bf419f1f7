//! The reader of what clients send over WebSockets, for those who try it with any text. Nothing
//! else uses this.

use bytes::Bytes;

use crate::streams::messages::{self, FromClient};

/// What a message is taken for, and the id of its operation; nothing when it is none.
#[must_use]
pub fn client_message(text: &str) -> Option<(&'static str, Option<String>)> {
    Some(match messages::read(text).ok()? {
        FromClient::Init(_) => ("connection_init", None),
        FromClient::Ping(_) => ("ping", None),
        FromClient::Pong => ("pong", None),
        FromClient::Subscribe(id, _) => ("subscribe", Some(id)),
        FromClient::Complete(id) => ("complete", Some(id)),
    })
}

/// The answers to a message: to a ping that it is, and under the id of its operation.
#[must_use]
pub fn answers(text: &str) -> Vec<String> {
    match messages::read(text) {
        Ok(FromClient::Ping(payload)) => vec![messages::pong(payload.as_deref())],
        Ok(FromClient::Subscribe(id, request)) => {
            let first = match *request {
                Ok(_) => messages::next(&id, &Bytes::from_static(b"{\"data\":null}")),
                Err(error) => messages::error(&id, &[error]),
            };
            vec![first.to_string(), messages::complete(&id).to_string()]
        }
        _ => Vec::new(),
    }
}
