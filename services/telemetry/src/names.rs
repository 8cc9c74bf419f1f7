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

/// Subscriptions that are open.
pub const SUBSCRIPTIONS: &str = "graphql_subscriptions_open";

/// Events of subscriptions that were sent to clients, by `outcome`.
pub const SUBSCRIPTION_EVENTS: &str = "graphql_subscription_events";

/// Partitions that are missing from answers of the gateway, by `partition` and `reason`.
pub const PARTITION_FAILURES: &str = "partition_failures";

/// Reading the GraphQL request from the body or the URL.
pub const READ_SPAN: &str = "read request";

/// The plan of a request: found, waited for or made.
pub const PLAN_SPAN: &str = "plan";

/// Coercing variables and answering introspection.
pub const PREPARE_SPAN: &str = "prepare";

/// Running a plan.
pub const EXECUTE_SPAN: &str = "execute";

/// Lookups in the gateway's caches that found something, by `cache`.
pub const CACHE_HITS: &str = "cache_hits";

/// Lookups in the gateway's caches that found nothing, by `cache`.
pub const CACHE_MISSES: &str = "cache_misses";

/// Entries that left a cache of the gateway to make room, by `cache`.
pub const CACHE_EVICTIONS: &str = "cache_evictions";

/// Entries in a cache of the gateway, by `cache`.
pub const CACHE_ENTRIES: &str = "cache_entries";

/// Bytes, roughly, in a cache of the gateway, by `cache`.
pub const CACHE_BYTES: &str = "cache_bytes";

/// Attempts to take over a changed schema or configuration, by `outcome`.
pub const RELOADS: &str = "reloads";

/// Calls to services, by `subgraph` and `partition`.
pub const SUBGRAPH_CALLS: &str = "subgraph_calls";

/// Reads that an equal call answered which was under way, by `subgraph` and `partition`.
pub const SUBGRAPH_SHARED_READS: &str = "subgraph_shared_reads";

/// Reads that were sent again, by `subgraph` and `partition`.
pub const SUBGRAPH_RETRIES: &str = "subgraph_retries";

/// Reads that were not sent again because the budget was spent, by `subgraph` and `partition`.
pub const SUBGRAPH_RETRIES_DENIED: &str = "subgraph_retries_denied";

/// Calls that are under way, by `subgraph`, `partition` and `endpoint`.
pub const ENDPOINT_CALLS_IN_FLIGHT: &str = "endpoint_calls_in_flight";

/// What the breaker of an endpoint does, by `subgraph`, `partition` and `endpoint`.
pub const BREAKER_STATE: &str = "breaker_state";

/// How often the breaker of an endpoint has opened, by `subgraph`, `partition` and `endpoint`.
pub const BREAKER_OPENED: &str = "breaker_opened";

/// Calls that the breaker of an endpoint did not let through, by `subgraph`, `partition` and
/// `endpoint`.
pub const BREAKER_REFUSED: &str = "breaker_refused";
