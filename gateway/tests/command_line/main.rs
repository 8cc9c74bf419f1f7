//! The real binary, as people and scripts call it: what it prints where, and how it ends.

mod compose;
mod config;
mod diff;
mod readme;
mod refused;
mod support;
#[cfg(unix)]
mod watch;
