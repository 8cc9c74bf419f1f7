//! `graphql-transport-ws`: any operations of one client over one WebSocket. Close codes and messages
//! are those of the protocol; a reload closes with 1012 and the end of the process with 1001, which
//! clients take as a reason to connect again.

mod connection;
pub(crate) mod messages;
mod operations;

use std::sync::Arc;

use axum::{
    extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade},
    http::HeaderMap,
    response::Response,
};
use gateway_operation::RequestError;

use self::connection::Connection;
use crate::{csrf, router::Served};

const SUBPROTOCOL: &str = "graphql-transport-ws";

/// Opens a WebSocket.
///
/// # Errors
/// When it may not be opened, which is told by HTTP.
pub(crate) fn upgrade(
    served: Served,
    upgrade: WebSocketUpgrade,
    headers: HeaderMap,
    request_id: Arc<str>,
) -> Result<Response, RequestError> {
    let settings = &served.snapshot.settings;
    if settings.csrf_prevention {
        csrf::check_origin(&headers, settings.cors.as_ref())?;
    }
    let place = served.shared.streams.connect()?;
    // A message that is somewhat larger than allowed is read, so that it can be answered.
    let most = settings.max_body_bytes.saturating_mul(4);
    let upgrade = upgrade.max_message_size(most).max_frame_size(most).protocols([SUBPROTOCOL]);
    let is_spoken = upgrade.selected_protocol().is_some();
    let open = served.shared.streams.sockets.token();
    Ok(upgrade.on_upgrade(async move |socket| {
        if is_spoken {
            Connection::new(socket, served, headers, request_id).serve().await;
        } else {
            close(socket, 4406, "Subprotocol not acceptable").await;
        }
        drop((place, open));
    }))
}

async fn close(mut socket: WebSocket, code: u16, reason: &'static str) {
    let frame = CloseFrame { code, reason: reason.into() };
    // The client may be gone already.
    let _ = socket.send(Message::Close(Some(frame))).await;
}
