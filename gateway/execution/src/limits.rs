//! What bounds one request. The limit of bytes in an answer is the client's, and time is a
//! deadline that comes with the request.

use crate::subscription::SubscriptionLimits;

/// Bounds of one request.
#[derive(Debug, Clone)]
pub struct Limits {
    /// The most partitions that one request may ask.
    pub max_partitions: usize,
    /// The most rows that a partition may send in one list that is gathered.
    pub max_rows_per_list: usize,
    /// The most rows that a partition may send for one answer to a client, in all such lists.
    pub max_rows_per_partition: usize,
    /// The most rows of all partitions that one answer to a client is gathered from.
    pub max_rows: usize,
    /// The most distinct entities that one fetch asks for.
    pub max_entities: usize,
    /// The most calls that one request keeps under way at a time; others wait their turn.
    pub max_calls_in_flight: usize,
    /// The most errors that an answer lists.
    pub max_errors: usize,
    /// Bounds of a subscription.
    pub subscriptions: SubscriptionLimits,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_partitions: 4_096,
            max_rows_per_list: 10_000,
            max_rows_per_partition: 100_000,
            max_rows: 1_000_000,
            max_entities: 10_000,
            max_calls_in_flight: 512,
            max_errors: 100,
            subscriptions: SubscriptionLimits::default(),
        }
    }
}
