//! Activities, registers, points and cadence.

pub mod kinds;
pub mod model;
