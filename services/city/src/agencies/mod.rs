//! The agencies that handle petitions, and the categories that they handle.

mod graphql;
mod loader;
mod model;
mod queries;

pub use graphql::AgencyQuery;
pub(crate) use loader::{AgencyBatch, AgencyCategoryBatch, AgencyCategoryLoader, AgencyLoader};
pub(crate) use model::AgencyCategory;
pub use model::{Agency, AgencyKind};
pub(crate) use queries::{upsert, upsert_category};
