//! Which districts are compared with which. The gateway knows the group of a district as the
//! partition label `peerGroup`, the city as a column of its districts.

use async_graphql::Enum;
use serde::{Deserialize, Serialize};

use crate::enum_text::enum_text;

/// Districts of one kind, which it is fair to compare with each other.
#[derive(
    Enum, Serialize, Deserialize, Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum PeerGroup {
    /// The urban districts of the city.
    UrbanDistrict,
    /// Cities at county level.
    CountyLevelCity,
    /// Counties.
    County,
}

enum_text!(PeerGroup);
