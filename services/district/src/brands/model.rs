//! The rows of brands and what is reported about them. A row is also a record of a dataset file.

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::kinds::{BrandKind, BrandStatus, HighlightKind, MechanismKind, Qualifier};
use crate::schema::{
    brand_channels, brand_initiatives, brand_stations, brand_working_groups, highlights,
    mechanisms, reported_figures,
};

/// What a delegation makes of its work under a name of its own.
#[derive(
    Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, Deserialize,
)]
#[diesel(table_name = brand_initiatives, treat_none_as_default_value = false)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BrandInitiative {
    /// `<district>:brand:<tail>`.
    pub id: String,
    /// Whose brand it is.
    pub delegation_id: String,
    /// The name in Chinese.
    pub name_zh: String,
    /// The name in English.
    pub name_en: String,
    /// What orders by name: pinyin in ASCII, compared as bytes.
    pub name_sort: String,
    /// The slogan, in Chinese.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slogan_zh: Option<String>,
    /// The slogan, in English.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slogan_en: Option<String>,
    /// What the brand is, above all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<BrandKind>,
    /// The problem that it answers, in Chinese.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem_zh: Option<String>,
    /// The problem that it answers, in English.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem_en: Option<String>,
    /// What is said of it, in Chinese.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail_zh: Option<String>,
    /// What is said of it, in English.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail_en: Option<String>,
    /// When it began, if that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub started_on: Option<NaiveDate>,
    /// Where it stands.
    pub status: BrandStatus,
    /// Whether it is the delegation's lead brand.
    pub lead: bool,
    /// Who says so, in Chinese.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_zh: Option<String>,
    /// Who says so, in English.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_en: Option<String>,
    /// Whether the row is generated rather than taken from a source.
    pub synthetic: bool,
}

/// A way of working that a brand brings, under the name it is known by.
#[derive(
    Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, Deserialize,
)]
#[diesel(table_name = mechanisms, treat_none_as_default_value = false)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Mechanism {
    /// `<district>:mechanism:<tail>`.
    pub id: String,
    /// The brand.
    pub brand_id: String,
    /// The mechanism that it is a part of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent_id: Option<String>,
    /// What sort of way it is.
    pub kind: MechanismKind,
    /// The name in Chinese.
    pub name_zh: String,
    /// The name in English.
    pub name_en: String,
    /// What it means, in Chinese.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meaning_zh: Option<String>,
    /// What it means, in English.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meaning_en: Option<String>,
    /// The place among its neighbours, from 1.
    pub position: i32,
    /// Whether the row is generated rather than taken from a source.
    pub synthetic: bool,
}

/// Something that a brand is proud of: a case, a method, a result, a venue.
#[derive(
    Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, Deserialize,
)]
#[diesel(table_name = highlights, treat_none_as_default_value = false)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Highlight {
    /// `<district>:highlight:<tail>`.
    pub id: String,
    /// The brand.
    pub brand_id: String,
    /// What sort of thing it is.
    pub kind: HighlightKind,
    /// The heading, in Chinese.
    pub title_zh: String,
    /// The heading, in English.
    pub title_en: String,
    /// What shows it, in Chinese.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence_zh: Option<String>,
    /// What shows it, in English.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence_en: Option<String>,
    /// Whether it is the brand's lead highlight.
    pub lead: bool,
    /// The place among its neighbours, from 1.
    pub position: i32,
    /// Whether the row is generated rather than taken from a source.
    pub synthetic: bool,
}

/// A number that somebody said. It is never mixed with what is computed.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable, Serialize, Deserialize)]
#[diesel(table_name = reported_figures, treat_none_as_default_value = false)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReportedFigure {
    /// `<district>:reported-figure:<tail>`.
    pub id: String,
    /// The brand it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub brand_id: Option<String>,
    /// The delegation it is about; absent when it is about the district.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delegation_id: Option<String>,
    /// What is counted, in Chinese.
    pub metric_label_zh: String,
    /// What is counted, in English.
    pub metric_label_en: String,
    /// The number.
    pub value: f64,
    /// How exact the words are.
    pub qualifier: Qualifier,
    /// The unit, in Chinese.
    pub unit_zh: String,
    /// The unit, in English.
    pub unit_en: String,
    /// The time it covers, in the words of the source, in Chinese.
    pub window_zh: String,
    /// The time it covers, in the words of the source, in English.
    pub window_en: String,
    /// The first day of that time, when the source gives it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub window_from: Option<NaiveDate>,
    /// The last day of that time, when the source gives it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub window_to: Option<NaiveDate>,
    /// Who said it, in Chinese.
    pub source_zh: String,
    /// Who said it, in English.
    pub source_en: String,
    /// When it was said, if that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quoted_on: Option<NaiveDate>,
    /// The place among its neighbours, from 1.
    pub position: i32,
    /// Whether the row is generated rather than taken from a source.
    pub synthetic: bool,
}

/// A channel that belongs to a brand.
#[derive(
    Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, Deserialize,
)]
#[diesel(table_name = brand_channels)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BrandChannel {
    /// The brand.
    pub brand_id: String,
    /// The channel.
    pub channel_id: String,
}

/// A station that belongs to a brand.
#[derive(
    Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, Deserialize,
)]
#[diesel(table_name = brand_stations)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BrandStation {
    /// The brand.
    pub brand_id: String,
    /// The station.
    pub station_id: String,
}

/// A working group that belongs to a brand.
#[derive(
    Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, Deserialize,
)]
#[diesel(table_name = brand_working_groups)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BrandWorkingGroup {
    /// The brand.
    pub brand_id: String,
    /// The working group.
    pub working_group_id: String,
}
