//! The code of a district by GB/T 2260, which is also the key of its partition.

use std::{fmt, str::FromStr};

use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, Value};
use contract::{Coded, ErrorCode};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The code of a district by GB/T 2260: six digits, such as `231004`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DistrictCode(Box<str>);

/// A text that is no district code.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{0}` is no district code: expected six digits, such as `231004`")]
pub struct DistrictCodeError(String);

impl Coded for DistrictCodeError {
    fn code(&self) -> ErrorCode {
        ErrorCode::ArgumentInvalid
    }
}

impl DistrictCode {
    /// The six digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for DistrictCode {
    type Err = DistrictCodeError;

    fn from_str(text: &str) -> Result<Self, DistrictCodeError> {
        if text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Ok(Self(text.into()));
        }
        // What is shown back is bounded: the text may be of any length.
        Err(DistrictCodeError(text.chars().take(20).collect()))
    }
}

impl TryFrom<String> for DistrictCode {
    type Error = DistrictCodeError;

    fn try_from(text: String) -> Result<Self, DistrictCodeError> {
        text.parse()
    }
}

impl From<DistrictCode> for String {
    fn from(code: DistrictCode) -> Self {
        code.0.into()
    }
}

impl fmt::Display for DistrictCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// The code of a district by GB/T 2260: six digits, such as `231004`.
#[Scalar]
impl ScalarType for DistrictCode {
    fn parse(value: Value) -> InputValueResult<Self> {
        match value {
            Value::String(text) => text.parse().map_err(InputValueError::custom),
            other => Err(InputValueError::expected_type(other)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn six_digits_are_a_code() {
        let code: DistrictCode = "231004".parse().expect("six digits");
        assert_eq!((code.as_str(), code.to_string()), ("231004", "231004".to_owned()));
    }

    #[test]
    fn anything_else_is_not() {
        for text in ["", "23100", "2310044", "23100a", "２３１００４", "231 04"] {
            assert!(text.parse::<DistrictCode>().is_err(), "{text:?} was taken for a code");
        }
        let error = "x".repeat(10_000).parse::<DistrictCode>().expect_err("not a code");
        assert!(error.to_string().len() < 100);
    }

    #[test]
    fn json_is_checked_too() {
        assert!(serde_json::from_str::<DistrictCode>("\"231004\"").is_ok());
        assert!(serde_json::from_str::<DistrictCode>("\"x\"").is_err());
    }
}
