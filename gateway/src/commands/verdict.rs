//! What the commands that check something have in common: how they tell it, and how it ended.

use std::process::ExitCode;

use clap::ValueEnum;

/// How the outcome is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Format {
    /// For people.
    #[default]
    Text,
    /// For programs: one JSON document on one line of standard output.
    Json,
}

/// How a check ended. That it could not be made is an error instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing is wrong.
    Fine,
    /// Something is.
    Refused,
}

impl From<Verdict> for ExitCode {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Fine => Self::SUCCESS,
            Verdict::Refused => Self::FAILURE,
        }
    }
}
