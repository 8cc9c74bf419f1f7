//! Coverage: which partitions an answer is made of. The same names are used in
//! `extensions.partitions`, in `Coverage` objects inside the data, and in metrics.

use serde::{Deserialize, Serialize};

/// Why a partition that was asked is not part of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum MissingReason {
    /// No connection could be made, or it was lost.
    Unreachable,
    /// No answer in time.
    Timeout,
    /// No answer by the time at which the request wanted to be answered.
    Late,
    /// The partition refused the call: overload, or its breaker is open.
    Overloaded,
    /// The partition did not accept the caller.
    Unauthorized,
    /// The answer was not a GraphQL response of the expected shape.
    InvalidAnswer,
    /// The answer was larger than a partition may send.
    TooLarge,
    /// Rows were not in the order that was asked for.
    OutOfOrder,
    /// Rows belonged to another partition.
    ForeignRows,
    /// The partition runs a version that cannot answer the operation.
    VersionSkew,
    /// The partition answered with an error of its own.
    Failed,
}

impl MissingReason {
    /// Every reason.
    pub const ALL: &[Self] = &[
        Self::Unreachable,
        Self::Timeout,
        Self::Late,
        Self::Overloaded,
        Self::Unauthorized,
        Self::InvalidAnswer,
        Self::TooLarge,
        Self::OutOfOrder,
        Self::ForeignRows,
        Self::VersionSkew,
        Self::Failed,
    ];

    /// The reason as it stands in answers.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unreachable => "UNREACHABLE",
            Self::Timeout => "TIMEOUT",
            Self::Late => "LATE",
            Self::Overloaded => "OVERLOADED",
            Self::Unauthorized => "UNAUTHORIZED",
            Self::InvalidAnswer => "INVALID_ANSWER",
            Self::TooLarge => "TOO_LARGE",
            Self::OutOfOrder => "OUT_OF_ORDER",
            Self::ForeignRows => "FOREIGN_ROWS",
            Self::VersionSkew => "VERSION_SKEW",
            Self::Failed => "FAILED",
        }
    }
}
