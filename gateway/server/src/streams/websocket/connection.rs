//! One WebSocket from its first message to its end. Reading, writing and the operations meet in one
//! loop, so that there is one order of what happens.

use std::{borrow::Cow, sync::Arc, time::Duration};

use axum::{
    extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket},
    http::{HeaderMap, HeaderName, HeaderValue},
};
use bytes::Bytes;
use contract::ErrorCode;
use gateway_operation::{GraphQlRequest, RequestError};
use serde_json::{Map, Value};
use tokio::time::{Instant, MissedTickBehavior, interval_at, timeout};

use super::{
    messages::{self, FromClient},
    operations::Operations,
};
use crate::{
    http::travelling,
    partition_demand::PartitionDemand,
    pipeline::Incoming,
    router::Served,
    streams::{CutOff, StreamSettings},
};

/// How long the other side is waited for when a connection is closed.
const CLOSE_TIME: Duration = Duration::from_secs(2);

pub(super) struct Connection {
    socket: WebSocket,
    served: Served,
    /// Those of the upgrade, and the texts of `connection_init`.
    headers: HeaderMap,
    request_id: Arc<str>,
    operations: Operations,
    settings: StreamSettings,
    /// Whether anything came since the last look.
    is_alive: bool,
}

/// How a connection ends.
enum End {
    /// It is closed by us, with a reason.
    Close(u16, Cow<'static, str>),
    /// The client closes it.
    Closed,
    /// The client is gone.
    Gone,
}

type Step = Result<(), End>;

impl End {
    fn close(code: u16, reason: &'static str) -> Self {
        Self::Close(code, Cow::Borrowed(reason))
    }
}

impl Connection {
    pub(super) fn new(
        socket: WebSocket,
        served: Served,
        headers: HeaderMap,
        request_id: Arc<str>,
    ) -> Self {
        let settings = served.snapshot.settings.streams.clone();
        let operations = Operations::new();
        Self { socket, served, headers, request_id, operations, settings, is_alive: true }
    }

    pub(super) async fn serve(mut self) {
        let closing = match self.run().await {
            Ok(()) | Err(End::Gone) => return,
            Err(End::Closed) => None,
            Err(End::Close(code, reason)) => {
                let frame = CloseFrame { code, reason: reason.as_ref().into() };
                Some(Message::Close(Some(frame)))
            }
        };
        // Both sides say that they close; the client may be gone already.
        let _ = timeout(CLOSE_TIME, async {
            if let Some(frame) = closing {
                self.socket.send(frame).await?;
            }
            while self.socket.recv().await.transpose()?.is_some() {}
            Ok::<_, axum::Error>(())
        })
        .await;
    }

    async fn run(&mut self) -> Step {
        timeout(self.settings.init_time, self.init())
            .await
            .unwrap_or(Err(End::close(4408, "Connection initialisation timeout")))?;
        let begin = Instant::now() + self.settings.keep_alive;
        let mut ticks = interval_at(begin, self.settings.keep_alive);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let served = self.served.clone();
        let mut cut_off = std::pin::pin!(served.cut_off());
        loop {
            tokio::select! {
                received = self.socket.recv() => self.received(received).await?,
                message = self.operations.next() => {
                    if let Some(message) = message {
                        self.send(message).await?;
                    }
                }
                _ = ticks.tick() => self.look_after().await?,
                why = &mut cut_off => return self.finish(why).await,
            }
        }
    }

    /// Waits for `connection_init` and acknowledges it.
    async fn init(&mut self) -> Step {
        loop {
            let received = self.socket.recv().await;
            match self.read(received)? {
                Some(FromClient::Init(payload)) => {
                    self.take_as_headers(payload);
                    return self.send(messages::ack().into()).await;
                }
                Some(FromClient::Ping(payload)) => self.pong(payload.as_deref()).await?,
                Some(FromClient::Pong) | None => {}
                Some(FromClient::Subscribe(..) | FromClient::Complete(_)) => {
                    return Err(End::close(4401, "Unauthorized"));
                }
            }
        }
    }

    async fn received(&mut self, received: Option<Result<Message, axum::Error>>) -> Step {
        match self.read(received)? {
            None | Some(FromClient::Pong) => Ok(()),
            Some(FromClient::Init(_)) => Err(End::close(4429, "Too many initialisation requests")),
            Some(FromClient::Ping(payload)) => self.pong(payload.as_deref()).await,
            Some(FromClient::Subscribe(id, request)) => self.subscribe(id, *request).await,
            Some(FromClient::Complete(id)) => {
                self.operations.end(&id);
                Ok(())
            }
        }
    }

    /// Reads what came; nothing for frames that are no message of the protocol.
    fn read(
        &mut self,
        received: Option<Result<Message, axum::Error>>,
    ) -> Result<Option<FromClient>, End> {
        self.is_alive = true;
        match received {
            Some(Ok(Message::Text(text))) => {
                if text.len() > self.served.snapshot.settings.max_body_bytes {
                    return Err(End::close(1009, "The message is too large"));
                }
                messages::read(&text).map(Some).map_err(|invalid| End::close(4400, invalid.0))
            }
            Some(Ok(Message::Binary(_))) => Err(End::close(4400, "Invalid message received")),
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => Ok(None),
            Some(Ok(Message::Close(_))) => Err(End::Closed),
            Some(Err(_)) | None => Err(End::Gone),
        }
    }

    async fn subscribe(
        &mut self,
        id: String,
        request: Result<GraphQlRequest, RequestError>,
    ) -> Step {
        if self.operations.has(&id) {
            // A close frame has little room.
            let id: String = id.chars().take(20).collect();
            return Err(End::Close(4409, format!("Subscriber for {id} already exists").into()));
        }
        let incoming = request.and_then(|request| self.incoming(request));
        match incoming {
            Ok(incoming) => {
                self.operations.begin(&id, self.served.clone(), incoming);
                Ok(())
            }
            Err(error) => self.send(messages::error(&id, &[error])).await,
        }
    }

    fn incoming(&self, request: GraphQlRequest) -> Result<Incoming, RequestError> {
        let most = self.settings.operations_per_connection;
        if self.operations.count() >= most {
            let message = format!("a connection has {most} operations at once at most");
            return Err(RequestError::new(ErrorCode::Overloaded, message));
        }
        let demand = PartitionDemand::from_headers(&self.headers)?;
        let headers = travelling(&self.served, &self.headers);
        let request_id = self.request_id.to_string();
        Ok(Incoming { request, demand, time_left: None, read_only: false, request_id, headers })
    }

    /// Pages cannot set headers of a WebSocket; the texts of the first message stand for them.
    fn take_as_headers(&mut self, payload: Map<String, Value>) {
        for (name, value) in payload {
            let (Ok(name), Some(Ok(value))) =
                (HeaderName::try_from(name), value.as_str().map(HeaderValue::from_str))
            else {
                continue;
            };
            self.headers.insert(name, value);
        }
    }

    async fn look_after(&mut self) -> Step {
        if !std::mem::replace(&mut self.is_alive, false) {
            return Err(End::Gone);
        }
        self.write(Message::Ping(Bytes::new())).await
    }

    async fn pong(&mut self, payload: Option<&serde_json::value::RawValue>) -> Step {
        self.send(messages::pong(payload).into()).await
    }

    async fn send(&mut self, text: Utf8Bytes) -> Step {
        self.write(Message::Text(text)).await
    }

    async fn write(&mut self, message: Message) -> Step {
        match timeout(self.settings.write_time, self.socket.send(message)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) | Err(_) => Err(End::Gone),
        }
    }

    /// Lets queries and mutations end; subscriptions have been cut off.
    async fn finish(&mut self, why: CutOff) -> Step {
        let request_time = self.served.snapshot.settings.request_time;
        let finishing = async {
            while self.operations.count() > 0 {
                if let Some(message) = self.operations.next().await {
                    let sent = self.socket.send(Message::Text(message)).await;
                    sent.map_err(|_| End::Gone)?;
                }
            }
            Ok(())
        };
        timeout(request_time, finishing).await.unwrap_or(Ok(()))?;
        Err(match why {
            CutOff::Reload => End::close(1012, "The schema has changed; connect again"),
            CutOff::Shutdown => End::close(1001, "Going away"),
        })
    }
}
