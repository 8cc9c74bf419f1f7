//! The readers of what services send on streams, for those who try them with any bytes. Nothing
//! else uses this.

use bytes::Bytes;

use crate::subscription::{
    messages::{self, FromService},
    sse_parser::SseParser,
};

/// The events of a stream that comes in these pieces, name and data of each, and whether it was cut
/// off at one larger than `limit` bytes.
pub fn server_events<'b>(
    pieces: impl IntoIterator<Item = &'b [u8]>,
    limit: usize,
) -> (Vec<(String, Bytes)>, bool) {
    let mut parser = SseParser::new(limit);
    let mut events = Vec::new();
    for piece in pieces {
        parser.feed(piece);
        loop {
            match parser.next() {
                Ok(Some(event)) => events.push((event.name, event.data)),
                Ok(None) => break,
                Err(_) => return (events, true),
            }
        }
    }
    (events, false)
}

/// What a message of a WebSocket is taken for, and its payload; nothing when it is none.
#[must_use]
pub fn service_message(text: &Bytes) -> Option<(&'static str, Option<Bytes>)> {
    Some(match messages::read(text)? {
        FromService::Ack => ("connection_ack", None),
        FromService::Ping => ("ping", None),
        FromService::Pong => ("pong", None),
        FromService::Next(payload) => ("next", Some(payload)),
        FromService::Error(payload) => ("error", Some(payload)),
        FromService::Complete => ("complete", None),
        FromService::Stray => ("stray", None),
    })
}
