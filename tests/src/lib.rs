//! What the end-to-end tests share: a city of real services on real sockets, the binaries as
//! processes, a client that speaks HTTP to them, and a proxy that spoils what passes.

mod client;
mod meddler;
mod older;
mod process;
mod shared_city;

pub use client::{Answer, Client};
pub use meddler::{Meddler, Mischief};
pub use older::sdl_without;
pub use process::{Process, free_port, run_binary};
pub use shared_city::{SharedCity, own_city, shared_city};

/// The operation of this name in one of the files of `tests/operations`.
///
/// # Panics
/// When there is none: the test is wrong then.
#[must_use]
pub fn operations(file: &str) -> &'static str {
    match file {
        "city.graphql" => include_str!("../operations/city.graphql"),
        "compare.graphql" => include_str!("../operations/compare.graphql"),
        other => panic!("there is no file of operations called {other}"),
    }
}
