//! Delegations and their working groups.

pub mod model;
