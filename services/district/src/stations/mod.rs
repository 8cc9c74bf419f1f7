//! Stations, channels and codes.

pub mod kinds;
pub mod model;
