//! The rows of deputies, their mandates and memberships. A row is also a record of a dataset file.

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::kinds::{DelegationRole, Sector};
use crate::schema::{delegation_memberships, deputies, mandates};

/// A person elected to one or more people's congresses.
#[derive(
    Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, Deserialize,
)]
#[diesel(table_name = deputies, treat_none_as_default_value = false)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Deputy {
    /// `<district>:deputy:<tail>`.
    pub id: String,
    /// The name in Chinese.
    pub name_zh: String,
    /// The name in English.
    pub name_en: String,
    /// What orders by name: pinyin in ASCII, compared as bytes.
    pub name_sort: String,
    /// Where the deputy works.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sector: Option<Sector>,
    /// A telephone number that the deputy chose to publish.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published_contact: Option<String>,
    /// When it was published; a contact without this date does not exist.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact_published_on: Option<NaiveDate>,
    /// Whether the row is generated rather than taken from a source.
    pub synthetic: bool,
}

/// A seat of a deputy in a congress, for a time.
#[derive(
    Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, Deserialize,
)]
#[diesel(table_name = mandates, treat_none_as_default_value = false)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Mandate {
    /// `<district>:mandate:<tail>`.
    pub id: String,
    /// Who holds it.
    pub deputy_id: String,
    /// The congress; its level is that of the mandate.
    pub congress_id: String,
    /// Where the deputy was elected, in Chinese.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub constituency_zh: Option<String>,
    /// Where the deputy was elected, in English.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub constituency_en: Option<String>,
    /// The first day on which this holds.
    pub valid_from: NaiveDate,
    /// The last day on which this holds; absent while it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<NaiveDate>,
    /// Whether the row is generated rather than taken from a source.
    pub synthetic: bool,
}

/// A deputy's place in a delegation, for a time.
#[derive(
    Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, Deserialize,
)]
#[diesel(table_name = delegation_memberships, treat_none_as_default_value = false)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DelegationMembership {
    /// `<district>:membership:<tail>`.
    pub id: String,
    /// The member.
    pub deputy_id: String,
    /// The delegation.
    pub delegation_id: String,
    /// What the deputy does there.
    pub role: DelegationRole,
    /// The first day on which this holds.
    pub valid_from: NaiveDate,
    /// The last day on which this holds; absent while it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<NaiveDate>,
    /// Whether the row is generated rather than taken from a source.
    pub synthetic: bool,
}
