//! The rows of the district as a whole. A row is also a record of a dataset file.

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::kinds::{CongressLevel, DistrictFactKind};
use crate::schema::{congresses, district_facts, districts};

/// What a district says about itself; code, type and peer group are the city's.
#[derive(
    Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, Deserialize,
)]
#[diesel(table_name = districts, treat_none_as_default_value = false)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DistrictProfile {
    /// The GB/T 2260 code, which every id of the district starts with.
    pub code: String,
    /// The name in Chinese.
    pub name_zh: String,
    /// The name in English.
    pub name_en: String,
    /// What orders by name: pinyin in ASCII, compared as bytes.
    pub name_sort: String,
    /// The name of the district's people's congress, in Chinese.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub congress_zh: Option<String>,
    /// The name of the district's people's congress, in English.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub congress_en: Option<String>,
    /// The name of its standing committee, in Chinese.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub committee_zh: Option<String>,
    /// The name of its standing committee, in English.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub committee_en: Option<String>,
    /// The chair of the standing committee, in Chinese.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chair_zh: Option<String>,
    /// The chair of the standing committee, in English.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chair_en: Option<String>,
    /// Whether the row is generated rather than taken from a source.
    pub synthetic: bool,
}

/// A statement about the district's work as a whole: a meeting, a principle, a policy.
#[derive(
    Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, Deserialize,
)]
#[diesel(table_name = district_facts, treat_none_as_default_value = false)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DistrictFact {
    /// `<district>:district-fact:<tail>`.
    pub id: String,
    /// The district.
    pub district_code: String,
    /// What sort of statement it is.
    pub kind: DistrictFactKind,
    /// The place among its neighbours, from 1.
    pub position: i32,
    /// The heading, in Chinese.
    pub title_zh: String,
    /// The heading, in English.
    pub title_en: String,
    /// What is said, in Chinese.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail_zh: Option<String>,
    /// What is said, in English.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail_en: Option<String>,
    /// When, in the words of the source, in Chinese.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub occurred_zh: Option<String>,
    /// When, in the words of the source, in English.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub occurred_en: Option<String>,
    /// Who says so, in Chinese.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_zh: Option<String>,
    /// Who says so, in English.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_en: Option<String>,
    /// Whether the row is generated rather than taken from a source.
    pub synthetic: bool,
}

/// A people's congress that deputies of the district sit in or file to.
#[derive(
    Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, Deserialize,
)]
#[diesel(table_name = congresses, treat_none_as_default_value = false)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Congress {
    /// `<district>:congress:<tail>`.
    pub id: String,
    /// The level of the congress.
    pub level: CongressLevel,
    /// The name in Chinese.
    pub name_zh: String,
    /// The name in English.
    pub name_en: String,
    /// What orders by name: pinyin in ASCII, compared as bytes.
    pub name_sort: String,
    /// The number of its term.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub term: Option<i32>,
    /// The first day on which this holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<NaiveDate>,
    /// The last day on which this holds; absent while it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<NaiveDate>,
    /// Whether the row is generated rather than taken from a source.
    pub synthetic: bool,
}
