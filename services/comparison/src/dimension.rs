//! By what a comparison is broken down into rows.

use async_graphql::Enum;
use serde::{Deserialize, Serialize};

use crate::enum_text::enum_text;

/// What one row of a comparison stands for.
#[derive(
    Enum, Serialize, Deserialize, Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Dimension {
    /// A row for each district; the key is the district code.
    District,
    /// A row for each delegation of the districts in scope; the key is the delegation's id.
    Delegation,
    /// A row for each category of petitions over all districts in scope; the key is its code.
    Category,
}

enum_text!(Dimension);
