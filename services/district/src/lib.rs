//! The district service: one district's deputies, delegations, grids, petitions and brands, served
//! as one partition of a federated graph.

pub mod brands;
pub mod dataset;
pub mod delegations;
pub mod deputies;
pub mod district;
pub mod duty;
pub mod generate;
pub mod petitions;
pub mod places;
pub mod schema;
pub mod stations;
pub mod supervision;
