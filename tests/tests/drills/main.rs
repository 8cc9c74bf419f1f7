//! Drills: real gateway, city and district processes, and what a client sees while one of them is
//! killed, paused, slow, cut off or lies. After each the gateway is the same process, answers, and
//! has come back to what it answered before.
//!
//! A healthy district is always a real one. One that lies is a real one behind a proxy that changes
//! what passes. `tests/run` builds the binaries first; alone, these tests want
//! `cargo build --workspace --bins` before.

mod city;
mod liars;
mod outages;
mod restarts;
mod versions;
