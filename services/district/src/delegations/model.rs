//! The rows of delegations and their working groups. A row is also a record of a dataset file.

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use crate::petitions::kinds::CategoryCode;
use crate::schema::{delegations, working_group_members, working_group_topics, working_groups};

/// The deputies from one township-level area.
#[derive(
    Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, Deserialize,
)]
#[diesel(table_name = delegations, treat_none_as_default_value = false)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Delegation {
    /// `<district>:delegation:<tail>`.
    pub id: String,
    /// The division whose deputies form it.
    pub division_id: String,
    /// The name in Chinese.
    pub name_zh: String,
    /// The name in English.
    pub name_en: String,
    /// What orders by name: pinyin in ASCII, compared as bytes.
    pub name_sort: String,
    /// How it sums up its own work, in Chinese.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub headline_zh: Option<String>,
    /// How it sums up its own work, in English.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub headline_en: Option<String>,
    /// What it set out to do, in Chinese.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary_zh: Option<String>,
    /// What it set out to do, in English.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary_en: Option<String>,
    /// Whether the row is generated rather than taken from a source.
    pub synthetic: bool,
}

/// Some deputies of a delegation who share a field, a place or both.
#[derive(
    Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, Deserialize,
)]
#[diesel(table_name = working_groups, treat_none_as_default_value = false)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WorkingGroup {
    /// `<district>:working-group:<tail>`.
    pub id: String,
    /// The delegation it is part of.
    pub delegation_id: String,
    /// The community it serves, when it is formed by place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub community_id: Option<String>,
    /// The station it is posted to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub station_id: Option<String>,
    /// The name in Chinese.
    pub name_zh: String,
    /// The name in English.
    pub name_en: String,
    /// What orders by name: pinyin in ASCII, compared as bytes.
    pub name_sort: String,
    /// What it takes on, in Chinese.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail_zh: Option<String>,
    /// What it takes on, in English.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail_en: Option<String>,
    /// Whether the row is generated rather than taken from a source.
    pub synthetic: bool,
}

/// A class of petition that a working group takes on.
#[derive(
    Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, Deserialize,
)]
#[diesel(table_name = working_group_topics)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WorkingGroupTopic {
    /// The group.
    pub working_group_id: String,
    /// The class.
    pub category: CategoryCode,
}

/// A deputy's place in a working group, for a time.
#[derive(
    Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, Deserialize,
)]
#[diesel(table_name = working_group_members, treat_none_as_default_value = false)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WorkingGroupMember {
    /// `<district>:group-member:<tail>`.
    pub id: String,
    /// The group.
    pub working_group_id: String,
    /// The member.
    pub deputy_id: String,
    /// The first day on which this holds.
    pub valid_from: NaiveDate,
    /// The last day on which this holds; absent while it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<NaiveDate>,
    /// Whether the row is generated rather than taken from a source.
    pub synthetic: bool,
}
