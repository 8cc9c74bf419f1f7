//! Deputies, their mandates and memberships.

pub mod kinds;
pub mod model;
