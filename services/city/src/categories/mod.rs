//! What petitions are about: the city's list of categories, in two levels.

mod graphql;
mod loader;
mod model;
mod queries;

#[cfg(test)]
mod tests;

pub use graphql::CategoryQuery;
pub(crate) use graphql::all;
pub(crate) use loader::{CategoryBatch, CategoryLoader, SubcategoryBatch, SubcategoryLoader};
pub use model::Category;
pub(crate) use queries::upsert;
