//! Districts as they are stored and as the service knows them.

use async_graphql::Enum;
use comparison::PeerGroup;
use contract::{Coded, ErrorCode};
use diesel::prelude::*;
use serde::Deserialize;
use storage::text_enum;
use subgraph_server::graphql::DistrictCode;
use thiserror::Error;

use crate::tables::{districts, former_district_codes};

text_enum! {
    /// What a county-level division is by law.
    #[derive(Enum)]
    pub enum DistrictType {
        /// An urban district.
        District = "DISTRICT",
        /// A city at county level.
        CountyLevelCity = "COUNTY_LEVEL_CITY",
        /// A county.
        County = "COUNTY",
    }
}

/// A row of a district.
#[derive(
    Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset, Deserialize,
)]
#[diesel(table_name = districts, primary_key(code))]
#[serde(deny_unknown_fields)]
pub struct DistrictRow {
    /// The GB/T 2260 code.
    pub code: String,
    /// The city that it belongs to.
    pub city_code: String,
    /// The place in the city's order, from 1.
    pub position: i32,
    /// The name in Chinese.
    pub name_zh: String,
    /// The name in English.
    pub name_en: String,
    /// The name in pinyin, with tone marks.
    pub pinyin: String,
    /// What it is by law.
    pub kind: DistrictType,
    /// Which districts it is compared with.
    pub peer_group: String,
}

/// A row of a code that a district had before.
#[derive(
    Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset, Deserialize,
)]
#[diesel(table_name = former_district_codes, primary_key(code))]
#[serde(deny_unknown_fields)]
pub struct FormerCodeRow {
    /// The former code.
    pub code: String,
    /// The code that the district has now.
    pub district_code: String,
}

/// A district of the city.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct District {
    /// The GB/T 2260 code.
    pub code: DistrictCode,
    /// The name in Chinese.
    pub name_zh: String,
    /// The name in English.
    pub name_en: String,
    /// The name in pinyin, with tone marks.
    pub pinyin: String,
    /// What it is by law.
    pub kind: DistrictType,
    /// Which districts it is compared with.
    pub peer_group: PeerGroup,
}

/// What can be wrong with a district.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DistrictError {
    /// A code that no district of the city has.
    #[error("the city has no district {code}; it has {}", known.join(", "))]
    Unknown {
        /// The code.
        code: DistrictCode,
        /// The codes that there are.
        known: Vec<String>,
    },
    /// A row that the program cannot read; reference data and program do not fit.
    #[error("the row of district {0} holds a value that is not known here")]
    Unreadable(String),
}

impl Coded for DistrictError {
    fn code(&self) -> ErrorCode {
        match self {
            Self::Unknown { .. } => ErrorCode::ArgumentInvalid,
            Self::Unreadable(_) => ErrorCode::Internal,
        }
    }
}

impl TryFrom<DistrictRow> for District {
    type Error = DistrictError;

    fn try_from(row: DistrictRow) -> Result<Self, DistrictError> {
        let unreadable = || DistrictError::Unreadable(row.code.clone());
        Ok(Self {
            code: row.code.parse().map_err(|_| unreadable())?,
            peer_group: row.peer_group.parse().map_err(|_| unreadable())?,
            name_zh: row.name_zh,
            name_en: row.name_en,
            pinyin: row.pinyin,
            kind: row.kind,
        })
    }
}
