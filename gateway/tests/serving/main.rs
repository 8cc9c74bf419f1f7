//! A gateway that serves, over real sockets: what it serves, how it follows changes, and how it
//! holds to HTTP. What an operation means is tested where it is planned and executed.

mod support;

mod bounds;
mod browsers;
mod choices_below;
mod cost;
mod documents;
mod entity_skew;
mod event_skew;
mod graphql_over_http;
mod headers;
mod hostile;
mod http2;
mod lists;
mod metrics;
mod nullability;
mod partition_mutations;
mod partitions;
mod process;
mod reload;
mod response_headers;
mod routing;
mod server_sent_events;
mod skew;
mod subscriptions;
mod supergraph_file;
mod three_levels;
mod tls;
