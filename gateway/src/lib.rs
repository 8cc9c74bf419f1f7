//! The gateway's configuration, command line and wiring. The stages of a request are crates of
//! their own; here they are put together.

pub mod commands;
pub mod config;

mod fingerprint;
mod origin;
mod persisted_documents;
mod reload;
mod schemas;
mod signals;
mod supergraph_sdl;
mod topology;
mod wiring;

pub use commands::{Running, start};
pub use origin::Origin;
