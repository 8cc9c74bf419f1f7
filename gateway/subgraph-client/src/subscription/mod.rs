//! Subscriptions to a service: one connection for each, over a WebSocket
//! (`graphql-transport-ws`) or as server-sent events ("distinct connections" of graphql-sse). The
//! caller sees only the JSON of each event, and how the stream ended.
//!
//! Joining again after a loss is not in here: what may be missed by it is known to execution.

mod event_stream;
pub(crate) mod messages;
pub(crate) mod sse_parser;
mod transport;
mod websocket;

use std::time::Duration;

use bytes::Bytes;
use http_body_util::Full;
use tokio::time::timeout;

use crate::{
    CallError, OutgoingHeaders, Replicas, SubgraphClient, connections::Connections,
    replicas::Replica, target::Target,
};

use self::{event_stream::EventStream, websocket::WebSocket};
pub use transport::{
    SubscriptionPath, SubscriptionPathError, SubscriptionProtocol, SubscriptionTransport,
};

/// What bounds a subscription.
#[derive(Debug, Clone)]
pub struct SubscriptionConfig {
    /// The largest event that is read, in bytes.
    pub max_event_bytes: usize,
    /// The longest that joining may take: connecting, upgrading, and being acknowledged.
    pub join_time: Duration,
    /// A WebSocket that is silent for so long is sent a ping, and is lost when it is silent for as
    /// long again.
    pub keep_alive: Duration,
}

impl Default for SubscriptionConfig {
    fn default() -> Self {
        Self {
            max_event_bytes: 1 << 20,
            join_time: Duration::from_secs(10),
            keep_alive: Duration::from_secs(15),
        }
    }
}

/// One subscription that is asked for.
#[derive(Debug, Clone)]
pub struct SubscriptionCall<'a> {
    /// The JSON of the GraphQL request.
    pub body: Bytes,
    /// The headers of the client's request. A WebSocket gets them twice: with the upgrade, and in
    /// the payload of `connection_init`, where more servers look.
    pub headers: &'a OutgoingHeaders,
}

/// What a service sends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SourceEvent {
    /// The JSON of a GraphQL answer: one event.
    Next(Bytes),
    /// The JSON of a GraphQL answer without data: the service does not run the subscription. It
    /// is the last thing that it sends.
    Refused(Bytes),
    /// There are no more events.
    Complete,
}

/// A subscription that a service runs. Dropping it ends it.
#[derive(Debug)]
pub struct EventSource(Stream);

#[derive(Debug)]
enum Stream {
    WebSocket(Box<WebSocket>),
    Events(Box<EventStream>),
}

impl EventSource {
    /// The next event.
    ///
    /// # Errors
    /// [`CallError`] when the service is lost. There is nothing more to come then.
    pub async fn next(&mut self) -> Result<SourceEvent, CallError> {
        match &mut self.0 {
            Stream::WebSocket(socket) => socket.next().await,
            Stream::Events(events) => events.next().await,
        }
    }

    /// Tells the service that no more events are wanted. Waits a moment at most.
    pub async fn close(self) {
        if let Stream::WebSocket(socket) = self.0 {
            socket.close().await;
        }
    }
}

impl SubgraphClient {
    /// Subscribes at the first replica that can be reached. A subscription takes none of the
    /// places for calls, as it lasts as long as the client likes.
    ///
    /// # Errors
    /// [`CallError`] of the last replica that was tried.
    pub async fn subscribe(
        &self,
        replicas: &Replicas,
        transport: &SubscriptionTransport,
        call: SubscriptionCall<'_>,
    ) -> Result<EventSource, CallError> {
        let mut last = CallError::Timeout { after: Duration::ZERO };
        for (index, replica) in replicas.in_order() {
            match self.join(replica, transport, &call).await {
                Ok(source) => {
                    replicas.prefer(index);
                    return Ok(source);
                }
                Err(error) => last = error,
            }
        }
        Err(last)
    }

    async fn join(
        &self,
        replica: &Replica,
        transport: &SubscriptionTransport,
        call: &SubscriptionCall<'_>,
    ) -> Result<EventSource, CallError> {
        let config = &self.connections().subscriptions;
        let service = Service {
            connections: self.connections(),
            config,
            target: transport.target(&replica.endpoint),
            name: replica.endpoint.to_string(),
        };
        let joined = async {
            Ok(EventSource(match transport.protocol {
                SubscriptionProtocol::WebSocket => {
                    Stream::WebSocket(Box::new(WebSocket::open(service, call).await?))
                }
                SubscriptionProtocol::Sse => {
                    Stream::Events(Box::new(EventStream::open(service, call).await?))
                }
            }))
        };
        timeout(config.join_time, joined)
            .await
            .unwrap_or_else(|_| Err(CallError::Timeout { after: config.join_time }))
    }
}

/// Where a subscription goes.
struct Service<'a> {
    connections: &'a Connections,
    config: &'a SubscriptionConfig,
    target: Target,
    /// For messages.
    name: String,
}

impl Service<'_> {
    /// Sends the request that opens the connection.
    async fn request(
        &self,
        request: http::Request<Full<Bytes>>,
    ) -> Result<http::Response<hyper::body::Incoming>, CallError> {
        self.connections.request(&self.target, request, || self.name.clone()).await
    }
}
