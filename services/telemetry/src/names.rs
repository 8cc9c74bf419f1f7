//! The names of spans, span attributes and metrics, in one place. A log field, a span attribute and
//! a metric label that mean the same thing have the same name.

/// A GraphQL request that a subgraph or the gateway serves.
pub const REQUEST_SPAN: &str = "graphql request";

/// Which part of the city a span belongs to: `gateway`, `city`, `district-231004`. A process may
/// hold several parts, so this is not `service.name`.
pub const PART_ATTRIBUTE: &str = "yituan.part";

/// GraphQL requests that were answered, by `outcome`.
pub const REQUESTS: &str = "graphql_requests";

/// How long GraphQL requests took, in seconds.
pub const REQUEST_SECONDS: &str = "graphql_request_seconds";

/// GraphQL requests that are being answered.
pub const REQUESTS_IN_FLIGHT: &str = "graphql_requests_in_flight";

/// Partitions that are missing from answers of the gateway, by `partition` and `reason`.
pub const PARTITION_FAILURES: &str = "partition_failures";
