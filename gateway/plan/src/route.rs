//! Where a root field is sent: which arguments choose its partitions.

use contract::partition::RouteBy;
use serde::Serialize;

/// The arguments that choose the partitions of a root field. A partition is asked when every
/// selector that has a value chooses it; with no value at all, every partition is asked.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct PartitionRoute {
    /// One for each argument or input field that carries `@route` and that the operation gives.
    pub selectors: Vec<RouteSelector>,
}

/// A value that chooses partitions.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RouteSelector {
    /// What the value says.
    pub by: RouteBy,
    /// For [`RouteBy::Label`]: the name of the label.
    pub label: Option<String>,
    /// The variable that holds the argument, without `$`.
    pub variable: String,
    /// The input fields that lead from the argument to the value; empty for the argument itself.
    pub path: Vec<String>,
    /// The argument as the client's schema names it, for messages and explanations: `scope.districts`.
    pub argument: String,
}
