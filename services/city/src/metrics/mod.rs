//! What each metric means: the definitions that every comparison carries, and the statistic by
//! which its counts become a value. They stand in code, not in the database, because they describe
//! code: a definition that changed alone would be a lie.

mod definitions;
mod graphql;

#[cfg(test)]
mod tests;

pub use definitions::{Definition, Statistic, definition};
pub use graphql::{MetricDefinition, MetricQuery};
