//! Population figures: how many people are said to live where, with the year, the basis and the
//! source of each figure. A rate per head names the figure that it used.

mod graphql;
mod loader;
mod model;
mod queries;

pub(crate) use graphql::figures_of;
pub(crate) use loader::{PopulationBatch, PopulationLoader};
pub use model::{FigureQualifier, PopulationBasis, PopulationFigure};
pub(crate) use queries::upsert;
