//! The rows of divisions, communities, grids and who answers for them. A row is also a record of a dataset file.

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::kinds::{CommunityKind, DivisionKind, GridKind, GridRole};
use crate::schema::{communities, divisions, grid_chief_assignments, grids};

/// A township-level division: subdistrict, town or township.
#[derive(
    Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, Deserialize,
)]
#[diesel(table_name = divisions)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Division {
    /// `<district>:division:<tail>`.
    pub id: String,
    /// The nine-digit statistical code.
    pub code: String,
    /// What sort of division it is.
    pub kind: DivisionKind,
    /// The name in Chinese.
    pub name_zh: String,
    /// The name in English.
    pub name_en: String,
    /// What orders by name: pinyin in ASCII, compared as bytes.
    pub name_sort: String,
    /// Whether the row is generated rather than taken from a source.
    pub synthetic: bool,
}

/// A residential community or a village.
#[derive(
    Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, Deserialize,
)]
#[diesel(table_name = communities, treat_none_as_default_value = false)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Community {
    /// `<district>:community:<tail>`.
    pub id: String,
    /// The twelve-digit statistical code, when it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Whether the id stands for a code that is not known yet.
    pub provisional: bool,
    /// The division around it.
    pub division_id: String,
    /// Whether it is a community or a village.
    pub kind: CommunityKind,
    /// The name in Chinese.
    pub name_zh: String,
    /// The name in English.
    pub name_en: String,
    /// What orders by name: pinyin in ASCII, compared as bytes.
    pub name_sort: String,
    /// Whether the row is generated rather than taken from a source.
    pub synthetic: bool,
}

/// A part of a community that somebody answers for.
#[derive(
    Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, Deserialize,
)]
#[diesel(table_name = grids, treat_none_as_default_value = false)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Grid {
    /// `<district>:grid:<tail>`.
    pub id: String,
    /// The delegation whose area it is in.
    pub delegation_id: String,
    /// The community it is part of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub community_id: Option<String>,
    /// Ordinary grid, or big grid of a deputy.
    pub kind: GridKind,
    /// The big grid it is part of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent_id: Option<String>,
    /// The grid whose area it took over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub successor_of_id: Option<String>,
    /// The name in Chinese.
    pub name_zh: String,
    /// The name in English.
    pub name_en: String,
    /// What orders by name: pinyin in ASCII, compared as bytes.
    pub name_sort: String,
    /// Households in the area.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub households: Option<i32>,
    /// Residents in the area.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub residents: Option<i32>,
    /// The first day on which this holds.
    pub valid_from: NaiveDate,
    /// The last day on which this holds; absent while it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<NaiveDate>,
    /// Whether the row is generated rather than taken from a source.
    pub synthetic: bool,
}

/// Somebody's charge over a grid, for a time. Roles stand side by side.
#[derive(
    Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, Deserialize,
)]
#[diesel(table_name = grid_chief_assignments, treat_none_as_default_value = false)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GridChiefAssignment {
    /// `<district>:grid-assignment:<tail>`.
    pub id: String,
    /// The grid.
    pub grid_id: String,
    /// What the charge is.
    pub role: GridRole,
    /// The deputy in charge; absent for those who are not deputies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deputy_id: Option<String>,
    /// The first day on which this holds.
    pub valid_from: NaiveDate,
    /// The last day on which this holds; absent while it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<NaiveDate>,
    /// Whether the row is generated rather than taken from a source.
    pub synthetic: bool,
}
