//! A subscription over a WebSocket, by the `graphql-transport-ws` protocol. The connection is made
//! by the HTTP client of all calls, so that TLS and connecting are the same.

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use futures::{SinkExt as _, StreamExt as _};
use http::{
    HeaderValue, Method, Request, StatusCode,
    header::{
        ACCEPT, CONNECTION, CONTENT_TYPE, SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_KEY,
        SEC_WEBSOCKET_PROTOCOL, SEC_WEBSOCKET_VERSION, UPGRADE,
    },
};
use http_body_util::Full;
use hyper::upgrade::Upgraded;
use hyper_util::rt::TokioIo;
use tokio::time::timeout;
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{
        Error, Message,
        error::CapacityError,
        handshake::{client::generate_key, derive_accept_key},
        protocol::{CloseFrame, Role, WebSocketConfig},
    },
};

use super::{
    Service, SourceEvent, SubscriptionCall,
    messages::{self, COMPLETE, FromService, PING, PONG, SUBPROTOCOL},
};
use crate::{CallError, connections::refusal};

/// How long the end of a subscription waits for its last message to go out.
const CLOSE_TIME: Duration = Duration::from_secs(1);

/// A subscription on a connection of its own.
#[derive(Debug)]
pub(super) struct WebSocket {
    socket: WebSocketStream<TokioIo<Upgraded>>,
    name: String,
    keep_alive: Duration,
    limit: usize,
    /// There is nothing more to come.
    ended: bool,
}

impl WebSocket {
    /// Connects, waits until the service acknowledges, and asks for events.
    pub(super) async fn open(
        service: Service<'_>,
        call: &SubscriptionCall<'_>,
    ) -> Result<Self, CallError> {
        let headers = call.headers.for_subscription();
        let init = messages::connection_init(&headers);
        let socket = connect(&service, headers).await?;
        let mut opened = Self {
            socket,
            name: service.name,
            keep_alive: service.config.keep_alive,
            limit: service.config.max_event_bytes,
            ended: false,
        };
        opened.send(init).await?;
        opened.acknowledged().await?;
        let body = std::str::from_utf8(&call.body).unwrap_or_default();
        opened.send(messages::subscribe(body)).await?;
        Ok(opened)
    }

    async fn acknowledged(&mut self) -> Result<(), CallError> {
        loop {
            match self.receive().await? {
                FromService::Ack => return Ok(()),
                FromService::Ping => self.send(PONG.to_owned()).await?,
                _ => {}
            }
        }
    }

    pub(super) async fn next(&mut self) -> Result<SourceEvent, CallError> {
        if self.ended {
            return Ok(SourceEvent::Complete);
        }
        let next = self.next_event().await;
        self.ended = !matches!(next, Ok(SourceEvent::Next(_)));
        next
    }

    async fn next_event(&mut self) -> Result<SourceEvent, CallError> {
        let mut pinged = false;
        loop {
            let Ok(received) = timeout(self.keep_alive, self.receive()).await else {
                if std::mem::replace(&mut pinged, true) {
                    return Err(CallError::Timeout { after: self.keep_alive * 2 });
                }
                self.send(PING.to_owned()).await?;
                continue;
            };
            pinged = false;
            match received? {
                FromService::Next(answer) => return Ok(SourceEvent::Next(answer)),
                FromService::Error(errors) => return Ok(SourceEvent::Refused(answer_of(&errors))),
                FromService::Complete => return Ok(SourceEvent::Complete),
                FromService::Ping => self.send(PONG.to_owned()).await?,
                FromService::Ack | FromService::Pong | FromService::Stray => {}
            }
        }
    }

    /// The next message. A ping of the WebSocket itself counts as a sign of life.
    async fn receive(&mut self) -> Result<FromService, CallError> {
        let message = match self.socket.next().await {
            Some(Ok(message)) => message,
            Some(Err(error)) => return Err(self.lost(error)),
            None => return Err(self.lost(Error::ConnectionClosed)),
        };
        match message {
            Message::Text(text) => {
                let text: Bytes = text.into();
                messages::read(&text).ok_or_else(|| self.invalid("a message is malformed"))
            }
            Message::Ping(_) | Message::Pong(_) => Ok(FromService::Pong),
            Message::Close(frame) => Err(self.closed(frame)),
            Message::Binary(_) | Message::Frame(_) => Err(self.invalid("a message is no text")),
        }
    }

    async fn send(&mut self, text: String) -> Result<(), CallError> {
        let sent = timeout(self.keep_alive, self.socket.send(Message::text(text))).await;
        match sent {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(self.lost(error)),
            Err(_) => Err(CallError::Timeout { after: self.keep_alive }),
        }
    }

    pub(super) async fn close(mut self: Box<Self>) {
        let saying_goodbye = async {
            if !self.ended {
                self.socket.send(Message::text(COMPLETE)).await?;
            }
            self.socket.close(None).await
        };
        // Whether the service hears it is its own matter: the connection ends either way.
        let _ = timeout(CLOSE_TIME, saying_goodbye).await;
    }

    fn lost(&self, error: Error) -> CallError {
        match error {
            Error::Capacity(CapacityError::MessageTooLong { .. }) => {
                CallError::TooLarge { limit: self.limit }
            }
            error => CallError::Lost { endpoint: self.name.clone(), source: Arc::new(error) },
        }
    }

    fn closed(&self, frame: Option<CloseFrame>) -> CallError {
        let (code, reason) = frame.map_or((1005, String::new()), |frame| {
            (u16::from(frame.code), frame.reason.chars().take(200).collect())
        });
        CallError::Closed { endpoint: self.name.clone(), code, reason }
    }

    fn invalid(&self, detail: &'static str) -> CallError {
        CallError::Protocol { endpoint: self.name.clone(), detail }
    }
}

/// Upgrades a connection.
async fn connect(
    service: &Service<'_>,
    headers: http::HeaderMap,
) -> Result<WebSocketStream<TokioIo<Upgraded>>, CallError> {
    let key = generate_key();
    let mut request = Request::new(Full::new(Bytes::new()));
    *request.method_mut() = Method::GET;
    *request.headers_mut() = headers;
    let headers = request.headers_mut();
    headers.remove(ACCEPT);
    headers.remove(CONTENT_TYPE);
    headers.insert(CONNECTION, HeaderValue::from_static("upgrade"));
    headers.insert(UPGRADE, HeaderValue::from_static("websocket"));
    headers.insert(SEC_WEBSOCKET_VERSION, HeaderValue::from_static("13"));
    headers.insert(SEC_WEBSOCKET_PROTOCOL, HeaderValue::from_static(SUBPROTOCOL));
    if let Ok(key) = HeaderValue::from_str(&key) {
        headers.insert(SEC_WEBSOCKET_KEY, key);
    }

    let response = service.request(request).await?;
    if response.status() != StatusCode::SWITCHING_PROTOCOLS {
        return Err(refusal(&response));
    }
    let says = |name, expected: &str| {
        response.headers().get(name).is_some_and(|value| value.as_bytes() == expected.as_bytes())
    };
    let protocol = |detail| CallError::Protocol { endpoint: service.name.clone(), detail };
    if !says(SEC_WEBSOCKET_ACCEPT, &derive_accept_key(key.as_bytes())) {
        return Err(protocol("the upgrade does not answer its key"));
    }
    if !says(SEC_WEBSOCKET_PROTOCOL, SUBPROTOCOL) {
        return Err(protocol("the service does not speak graphql-transport-ws"));
    }
    let upgraded = hyper::upgrade::on(response).await.map_err(|error| CallError::Lost {
        endpoint: service.name.clone(),
        source: Arc::new(error),
    })?;
    let limit = service.config.max_event_bytes;
    let config =
        WebSocketConfig::default().max_message_size(Some(limit)).max_frame_size(Some(limit));
    Ok(WebSocketStream::from_raw_socket(TokioIo::new(upgraded), Role::Client, Some(config)).await)
}

/// The GraphQL answer that has these errors.
fn answer_of(errors: &Bytes) -> Bytes {
    [br#"{"errors":"#.as_slice(), errors, b"}"].concat().into()
}
