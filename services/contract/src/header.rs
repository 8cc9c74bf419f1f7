//! Names of the HTTP headers that travel between gateway and services, in lower case.

/// The signed caller context, see [`crate::identity`].
pub const CALLER_CONTEXT: &str = "x-caller-context";

/// Milliseconds that are left for the request, as a decimal number. It shrinks as it travels.
pub const DEADLINE_MS: &str = "x-deadline-ms";

/// The id of the client's request, for logs.
pub const REQUEST_ID: &str = "x-request-id";

/// The partition policy of a request: `PARTIAL`, `ABORT`, `REQUIRE 3` or `REQUIRE 231004,231002`.
pub const PARTITION_POLICY: &str = "x-partition-policy";

/// Milliseconds after which a request wants to be answered with the partitions that have answered.
pub const ANSWER_WITHIN_MS: &str = "x-answer-within-ms";
