//! The city itself.

mod graphql;
mod model;
mod queries;

pub use graphql::CityQuery;
pub use model::City;
pub(crate) use queries::upsert;
