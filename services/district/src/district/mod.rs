//! The district as a whole.

pub mod kinds;
pub mod model;
