//! Subscriptions: how each subgraph sends events, and the bounds of those who listen.

use std::time::Duration;

use gateway_execution::SubscriptionLimits;
use gateway_server::StreamSettings;
use gateway_subgraph_client::{
    SubscriptionConfig, SubscriptionPath, SubscriptionProtocol, SubscriptionTransport,
};

use super::reader::Section;

/// Bounds of all subscriptions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubscriptionsConfig {
    /// The most WebSockets and streams of events of clients at once.
    pub connections: usize,
    /// The most subscriptions at once.
    pub open: usize,
    /// The most operations on one connection at once.
    pub operations_per_connection: usize,
    /// The largest event that is read from a subgraph, in bytes.
    pub event_bytes: usize,
    /// The most events that wait for one client.
    pub queued_events: usize,
    /// The most bytes of events that wait for one client.
    pub queued_bytes: usize,
    /// A client that takes nothing from a full queue for so long is ended.
    pub slow_client: Duration,
    /// The longest that a connection may wait for its first message.
    pub init: Duration,
    /// How often a silent client is sent a sign of life.
    pub keep_alive: Duration,
}

impl Default for SubscriptionsConfig {
    fn default() -> Self {
        let (queue, streams) = (SubscriptionLimits::default(), StreamSettings::default());
        Self {
            connections: 10_000,
            open: 10_000,
            operations_per_connection: streams.operations_per_connection,
            event_bytes: SubscriptionConfig::default().max_event_bytes,
            queued_events: queue.queued_events,
            queued_bytes: queue.queued_bytes,
            slow_client: queue.patience,
            init: streams.init_time,
            keep_alive: streams.keep_alive,
        }
    }
}

impl SubscriptionsConfig {
    pub(crate) fn limits(&self, event_time: Duration) -> SubscriptionLimits {
        SubscriptionLimits {
            queued_events: self.queued_events,
            queued_bytes: self.queued_bytes,
            patience: self.slow_client,
            event_time,
            ..SubscriptionLimits::default()
        }
    }

    pub(crate) fn streams(&self) -> StreamSettings {
        StreamSettings {
            operations_per_connection: self.operations_per_connection,
            init_time: self.init,
            keep_alive: self.keep_alive,
            ..StreamSettings::default()
        }
    }

    pub(crate) fn sources(&self) -> SubscriptionConfig {
        SubscriptionConfig { max_event_bytes: self.event_bytes, ..SubscriptionConfig::default() }
    }
}

/// Reads the table `subscriptions`.
pub(super) fn read(mut section: Section<'_>) -> SubscriptionsConfig {
    let default = SubscriptionsConfig::default();
    let mut time =
        |key, default| section.integer(key, 10..=600_000).map_or(default, Duration::from_millis);
    let slow_client = time("slow_client_ms", default.slow_client);
    let init = time("init_ms", default.init);
    let keep_alive = time("keep_alive_ms", default.keep_alive);
    let mut size = |key, most, default: usize| {
        section.integer(key, 1..=most).and_then(|n| usize::try_from(n).ok()).unwrap_or(default)
    };
    let config = SubscriptionsConfig {
        connections: size("connections", 1_000_000, default.connections),
        open: size("open", 1_000_000, default.open),
        operations_per_connection: size(
            "operations_per_connection",
            10_000,
            default.operations_per_connection,
        ),
        event_bytes: size("event_bytes", 1 << 30, default.event_bytes),
        queued_events: size("queued_events", 1_000_000, default.queued_events),
        queued_bytes: size("queued_bytes", 1 << 30, default.queued_bytes),
        slow_client,
        init,
        keep_alive,
    };
    section.finish();
    config
}

/// Reads the table `subscriptions` of a subgraph.
pub(super) fn read_transport(mut section: Section<'_>) -> SubscriptionTransport {
    let protocol = section.parsed("protocol", |text| match text {
        "websocket" => Ok(SubscriptionProtocol::WebSocket),
        "sse" => Ok(SubscriptionProtocol::Sse),
        _ => Err("expected `websocket` or `sse`"),
    });
    let path = section.parsed("path", SubscriptionPath::parse);
    section.finish();
    SubscriptionTransport { protocol: protocol.unwrap_or_default(), path }
}
