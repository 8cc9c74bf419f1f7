//! The statistics of comparison: the gateway sends the question, the merged parts and the coverage
//! of a comparison; rows with values, intervals and states, a total and cautions come of them.
//!
//! [`Table`] and the cautions are pure. What small cells would say of few people is not withheld
//! here: that belongs between computing a table and showing it, where the caller is known.

mod caution;
mod graphql;
mod parts;
mod reference;
mod table;
mod tally;

#[cfg(test)]
mod tests;

pub use caution::{Caution, CautionCode, cautions};
pub use graphql::{Comparison, ComparisonQuery};
pub use reference::{KnownDistrict, Reference};
pub use table::{Answer, Cell, ComputationState, Row, Table};
pub use tally::PartError;
