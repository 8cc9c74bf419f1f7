//! Which partitions an answer is made of, as data.

use async_graphql::{Enum, SimpleObject};
use contract::coverage;
use serde::{Deserialize, Serialize};

use super::DistrictCode;

/// Which districts an answer is made of. A district that is missing is missing, never zero.
#[derive(Debug, Clone, PartialEq, Eq, SimpleObject, Serialize, Deserialize)]
#[graphql(shareable)]
pub struct Coverage {
    /// The districts that were asked.
    pub asked: Vec<DistrictCode>,
    /// The districts that answered.
    pub answered: Vec<DistrictCode>,
    /// The districts that did not answer, and why.
    pub missing: Vec<MissingPartition>,
    /// Whether all that were asked answered.
    pub complete: bool,
}

impl Coverage {
    /// What a district says of itself: it was asked, and it answers. The gateway adds the others.
    #[must_use]
    pub fn of(district: DistrictCode) -> Self {
        Self {
            asked: vec![district.clone()],
            answered: vec![district],
            missing: Vec::new(),
            complete: true,
        }
    }
}

/// A district that is not part of an answer.
#[derive(Debug, Clone, PartialEq, Eq, SimpleObject, Serialize, Deserialize)]
#[graphql(shareable)]
pub struct MissingPartition {
    /// The code of the district.
    pub code: DistrictCode,
    /// Why it is missing.
    pub reason: MissingReason,
}

/// Why a district that was asked is not part of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum, Serialize, Deserialize)]
#[graphql(remote = "coverage::MissingReason")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum MissingReason {
    /// No connection could be made, or it was lost.
    Unreachable,
    /// No answer in time.
    Timeout,
    /// No answer by the time at which the request wanted to be answered.
    Late,
    /// The district refused the call: overload, or its breaker is open.
    Overloaded,
    /// The district did not accept the caller.
    Unauthorized,
    /// The answer was not a GraphQL response of the expected shape.
    InvalidAnswer,
    /// The answer was larger than a district may send.
    TooLarge,
    /// Rows were not in the order that was asked for.
    OutOfOrder,
    /// Rows belonged to another district.
    ForeignRows,
    /// The district runs a version that cannot answer the operation.
    VersionSkew,
    /// The district answered with an error of its own.
    Failed,
}

#[cfg(test)]
mod tests {
    use async_graphql::resolver_utils::EnumType;

    use super::*;

    #[test]
    fn the_reasons_are_those_of_the_contract() {
        let reasons: Vec<&str> = MissingReason::items().iter().map(|item| item.name).collect();
        let known = coverage::MissingReason::ALL.iter().map(|reason| reason.as_str());
        assert_eq!(reasons, known.collect::<Vec<_>>());
    }

    #[test]
    fn a_district_covers_itself() {
        let code: DistrictCode = "231004".parse().expect("six digits");
        let json = serde_json::to_value(Coverage::of(code)).expect("plain data");
        let expected = serde_json::json!({
            "asked": ["231004"], "answered": ["231004"], "missing": [], "complete": true,
        });
        assert_eq!(json, expected);
    }
}
