//! A load bench over real HTTP and real processes. It measures what the gateway process spends, not
//! only how long clients wait, and checks every answer.
//!
//! [`federation`] asks the usual benchmark query of ordinary federation; [`districts`] scatters one
//! page over up to thousands of simulated districts. What is measured and what loads it are never
//! in one process: this binary starts itself for subgraphs, proxy and districts. Only
//! [`federation::in_process`] is one process without sockets, where nothing is timed over the wire
//! and what the gateway does is counted.

pub mod clients;
pub mod districts;
pub mod federation;
pub mod process;
pub mod proxy;
pub mod steady;
pub mod table;
pub mod target;
