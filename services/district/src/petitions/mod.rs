//! Petitions, their events and escalations.

pub mod kinds;
pub mod lifecycle;
pub mod model;
pub mod projection;
