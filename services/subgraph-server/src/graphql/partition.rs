//! The directives of the partition specification, for the schemas of partitioned subgraphs. What
//! they mean is in `gateway/PARTITIONS.md`.
//!
//! ```
//! use async_graphql::Object;
//! use subgraph_server::graphql::{DistrictCode, MergeLaw, RouteBy, merge, route};
//!
//! struct Query;
//!
//! #[Object]
//! impl Query {
//!     #[graphql(directive = merge::apply(MergeLaw::Sum, None))]
//!     async fn grid_count(
//!         &self,
//!         #[graphql(directive = route::apply(RouteBy::Key, None))]
//!         districts: Option<Vec<DistrictCode>>,
//!     ) -> i32 {
//!         38
//!     }
//! }
//! ```

use async_graphql::{Enum, TypeDirective};
use contract::partition;

/// How the answers of several partitions to one field become one answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "partition::MergeLaw")]
pub enum MergeLaw {
    /// Lists are joined, partitions in the order of their keys.
    Concat,
    /// Sorted lists are merged by the fields of `by` (ascending, `-name` for descending).
    Sorted,
    /// Relay connections are merged by their cursors.
    Connection,
    /// The fields of an object are merged, each by its own law.
    Object,
    /// Numbers are added. An `Int` that leaves 32 bits is an error.
    Sum,
    /// The smallest value.
    Min,
    /// The largest value.
    Max,
    /// True when all are.
    And,
    /// True when one is.
    Or,
    /// All must be equal; a difference is an error. Nulls give way to values.
    Same,
    /// A list of scalars as a set: each value once, sorted.
    Union,
    /// A list of `[bin, count]` pairs: counts of equal bins are added, sorted by bin.
    Histogram,
    /// A list of objects: those that agree in the fields of `by` become one, by the laws of the
    /// others.
    Grouped,
    /// The coverage object; the gateway adds the partitions that did not answer.
    Coverage,
    /// Events of a subscription are passed on one by one, in the order of each partition. The field
    /// of `by` is the position of an event, from which its partition goes on after a loss.
    Events,
}

/// What a value says about the partition that it concerns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "partition::RouteBy")]
pub enum RouteBy {
    /// The value is a partition key, or a list of them.
    Key,
    /// The value is that of a label of the partition in the gateway's configuration.
    Label,
    /// The value is an id whose prefix is a partition key, or a list of such ids.
    Id,
}

/// How the gateway merges the answers of several partitions to this field.
#[TypeDirective(
    location = "FieldDefinition",
    composable = "https://specs.yituan.example/partition/v1.0"
)]
pub fn merge(law: MergeLaw, by: Option<Vec<String>>) {}

/// What this value says about the partition that it concerns.
#[TypeDirective(
    location = "ArgumentDefinition",
    location = "InputFieldDefinition",
    location = "FieldDefinition",
    composable = "https://specs.yituan.example/partition/v1.0"
)]
pub fn route(by: RouteBy, label: Option<String>) {}

/// The `by` of [`merge`]: the fields that sort or group a list.
#[must_use]
pub fn by(fields: &[&str]) -> Option<Vec<String>> {
    Some(fields.iter().map(|&field| field.to_owned()).collect())
}

#[cfg(test)]
mod tests {
    use async_graphql::resolver_utils::EnumType;

    use super::*;

    #[test]
    fn the_values_are_those_of_the_contract() {
        let laws: Vec<&str> = MergeLaw::items().iter().map(|item| item.name).collect();
        let routes: Vec<&str> = RouteBy::items().iter().map(|item| item.name).collect();
        assert_eq!(laws, partition::MergeLaw::ALL.iter().map(|l| l.as_str()).collect::<Vec<_>>());
        assert_eq!(routes, partition::RouteBy::ALL.iter().map(|r| r.as_str()).collect::<Vec<_>>());
    }
}
