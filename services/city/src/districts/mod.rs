//! The districts of the city: codes, names, types and peer groups. What happens in a district is
//! the district service's, which extends the type by its key.

mod graphql;
mod loader;
mod model;
mod queries;

#[cfg(test)]
mod tests;

pub use graphql::DistrictQuery;
pub(crate) use graphql::all;
pub(crate) use loader::{DistrictBatch, DistrictLoader, FormerCodeBatch, FormerCodeLoader};
pub use model::{District, DistrictError, DistrictType};
pub(crate) use model::{DistrictRow, FormerCodeRow};
pub(crate) use queries::{upsert, upsert_former_code};
