//! All of federation, end to end: subgraphs on sockets of their own, a gateway that serves their
//! supergraph, and a client. One file for each topic; `specification/` holds the gateway to what the
//! GraphQL specification says that a client sees.

mod support;

mod abstract_types;
mod conditions;
mod errors;
mod interface_objects;
mod keys;
mod mutations;
mod overrides;
mod provides;
mod requires;
mod scalars;
mod specification;
mod supergraphs;
mod ways;
