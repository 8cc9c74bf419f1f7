//! What bounds streams of results.

use std::time::Duration;

/// Bounds of one connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StreamSettings {
    /// The most operations on one connection at once.
    pub operations_per_connection: usize,
    /// The longest that a WebSocket may be open without `connection_init`, and that a reserved
    /// stream of events may wait for its connection.
    pub init_time: Duration,
    /// How often a client that is silent is sent something. A WebSocket that says nothing for twice
    /// as long is closed.
    pub keep_alive: Duration,
    /// The longest that a WebSocket may take to take one message.
    pub write_time: Duration,
}

impl Default for StreamSettings {
    fn default() -> Self {
        Self {
            operations_per_connection: 100,
            init_time: Duration::from_secs(10),
            keep_alive: Duration::from_secs(12),
            write_time: Duration::from_secs(30),
        }
    }
}
