//! The gateway's configuration, command line and wiring. The stages of a request are crates of
//! their own; here they are put together.

pub mod commands;
pub mod config;

mod schemas;
mod wiring;

pub use commands::{Running, start};
