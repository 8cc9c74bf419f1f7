//! Requests to a subgraph, through its router without a socket, and a few through a socket.

mod bodies;
mod callers;
mod client;
mod limits;
mod operations;
mod probes;
mod shutdown;
mod subscriptions;
