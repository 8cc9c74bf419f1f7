//! What some partitions lack, while they are upgraded one by one.

use serde::Serialize;

/// A schema element that some partitions of a subgraph lack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Skew {
    /// The partitioned subgraph.
    pub subgraph: String,
    /// The element: `Type`, `Type.field`, `Type.VALUE`, `Type.field(argument:)`.
    pub coordinate: String,
    /// The keys of the partitions that lack it, in the order of the configuration.
    pub lacking: Vec<String>,
}
