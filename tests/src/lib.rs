//! What the end-to-end tests share: a city of real services on real sockets, and a client that
//! speaks HTTP to it.

mod client;
mod shared_city;

pub use client::{Answer, Client};
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
