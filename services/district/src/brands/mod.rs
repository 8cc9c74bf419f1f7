//! Brands and what is reported about them.

pub mod kinds;
pub mod model;
