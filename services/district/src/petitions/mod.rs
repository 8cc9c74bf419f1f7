//! Petitions, their events and escalations.

pub mod kinds;
pub mod model;
