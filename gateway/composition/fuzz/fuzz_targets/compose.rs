//! Any bytes are composed or refused, and nothing else. Run with `cargo +nightly fuzz run compose`;
//! what it finds goes to `corpus/compose`, which an ordinary test replays.

#![no_main]

use gateway_composition::{SubgraphInput, compose};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let _ = compose(&SubgraphInput::from_text(&String::from_utf8_lossy(data)));
});
