//! Divisions, communities, grids and who answers for them.

pub mod kinds;
pub mod model;
