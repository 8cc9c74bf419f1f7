//! Writing JSON by appending bytes, and decoding the strings that were read.

mod unescape;
mod write;

pub(crate) use unescape::{hex4, surrogate_low, unescape};
pub use write::{write_bool, write_f64, write_i64, write_string, write_usize};
