//! What is fuzzed: one function a target. Each takes any bytes, and panics when something that must
//! hold does not. `driver` runs them under libFuzzer; `tests/corpus.rs` replays what was kept.

mod answer;
mod compose;
mod config;
mod contract;
mod gather;
mod guard;
mod json;
mod operation;
mod projection;
mod received;
mod request;
mod streams;

pub use answer::answer;
pub use compose::compose;
pub use config::config;
pub use contract::contract;
pub use gather::gather;
pub use guard::guard;
pub use operation::operation;
pub use projection::projection;
pub use received::received;
pub use request::request;
pub use streams::{message_of_client, server_events, service_message};

/// A target: its name, which is that of its corpus, and its function.
pub type Target = (&'static str, fn(&[u8]));

/// All targets.
pub const TARGETS: [Target; 13] = [
    ("answer", answer),
    ("compose", compose),
    ("config", config),
    ("contract", contract),
    ("gather", gather),
    ("guard", guard),
    ("message_of_client", message_of_client),
    ("operation", operation),
    ("projection", projection),
    ("received", received),
    ("request", request),
    ("server_events", server_events),
    ("service_message", service_message),
];

/// The bytes that choices are made of, and the text after them. The first byte is how many of the
/// former there are.
fn split(data: &[u8]) -> (&[u8], &[u8]) {
    let Some((length, rest)) = data.split_first() else { return (&[], &[]) };
    rest.split_at(usize::from(*length).min(rest.len()))
}
