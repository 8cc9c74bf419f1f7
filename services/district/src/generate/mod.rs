//! Generated datasets. Aimin's holds what the article states, and rows that fit what it only
//! counts; its nine peers are invented from a seed. Every generated row says that it is synthetic.
//! What is generated is imported by the same checks as any other dataset.

mod aimin;
mod calendar;
mod draw;
mod peers;
mod people;
mod story;
mod subject;

use std::io::{self, Write};

use thiserror::Error;

use crate::{
    dataset::{self, Header, Record},
    petitions::lifecycle::LifeCycleError,
};

/// The smallest scale that is generated.
pub const MIN_SCALE: f64 = 0.01;

/// The largest scale that is generated.
pub const MAX_SCALE: f64 = 100.0;

/// What to generate.
#[derive(Debug, Clone, PartialEq)]
pub struct Spec {
    /// The GB/T 2260 code of the district.
    pub district: String,
    /// What the choices start from. Aimin's dataset follows the article and has no choice.
    pub seed: u64,
    /// How many petitions: at 1 a few hundred a year. Aimin's dataset follows the article here too.
    pub scale: f64,
}

/// A dataset that is not a file yet.
#[derive(Debug, Clone, PartialEq)]
pub struct Dataset {
    /// The first line.
    pub header: Header,
    /// All others.
    pub records: Vec<Record>,
}

/// Why nothing was generated.
#[derive(Debug, Error)]
pub enum GenerateError {
    /// There is no profile of the district.
    #[error("nothing is known of district `{code}`; known are {}", known.join(", "))]
    UnknownDistrict {
        /// The code that was asked for.
        code: String,
        /// The codes that can be generated.
        known: Vec<&'static str>,
    },
    /// The scale is out of range.
    #[error("the scale is a number from {MIN_SCALE} to {MAX_SCALE}, not {0}")]
    Scale(f64),
    /// The hand-written facts cannot be read.
    #[error("the facts in {file} are not as they should be: {reason}")]
    Facts {
        /// The file.
        file: &'static str,
        /// What is wrong.
        reason: String,
    },
    /// A generated petition does what no petition can.
    #[error("a generated petition breaks the life-cycle")]
    LifeCycle(#[from] LifeCycleError),
}

/// The districts that can be generated, by code.
#[must_use]
pub fn districts() -> Vec<&'static str> {
    let mut codes: Vec<_> = peers::codes().chain([aimin::DISTRICT]).collect();
    codes.sort_unstable();
    codes
}

/// Generates the dataset of a district.
///
/// # Errors
/// [`GenerateError`] when the district is unknown or the scale out of range.
pub fn generate(spec: &Spec) -> Result<Dataset, GenerateError> {
    if !(MIN_SCALE..=MAX_SCALE).contains(&spec.scale) {
        return Err(GenerateError::Scale(spec.scale));
    }
    if spec.district == aimin::DISTRICT {
        return aimin::dataset();
    }
    peers::dataset(spec).unwrap_or_else(|| {
        Err(GenerateError::UnknownDistrict { code: spec.district.clone(), known: districts() })
    })
}

impl Dataset {
    /// Writes the dataset file.
    ///
    /// # Errors
    /// The one of the output.
    pub fn write(&self, output: impl Write) -> io::Result<()> {
        dataset::write(output, &self.header, &self.records)
    }
}

#[cfg(test)]
mod tests;
