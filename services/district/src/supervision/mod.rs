//! Supervision of the authorities.

pub mod kinds;
pub mod model;
