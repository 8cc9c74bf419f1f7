//! GraphQL over HTTP, GraphiQL, health and metrics.
