//! Serves any async-graphql schema as a subgraph.
