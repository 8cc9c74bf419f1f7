//! The rows of supervision of the authorities. A row is also a record of a dataset file.

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::kinds::SupervisionForm;
use crate::schema::{supervision_activities, supervision_opinions, supervision_participants};

/// One look of deputies at one item of work of the authorities.
#[derive(
    Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, Deserialize,
)]
#[diesel(table_name = supervision_activities, treat_none_as_default_value = false)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SupervisionActivity {
    /// `<district>:supervision:<tail>`.
    pub id: String,
    /// Whose supervision it is.
    pub delegation_id: String,
    /// How it was done.
    pub form: SupervisionForm,
    /// The item of work, in Chinese.
    pub subject_zh: String,
    /// The item of work, in English.
    pub subject_en: String,
    /// The agency whose work it is, by its code in the city's list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agency_code: Option<String>,
    /// When it took place.
    pub occurred_on: NaiveDate,
    /// Whether the row is generated rather than taken from a source.
    pub synthetic: bool,
}

/// A deputy who took part in a supervision.
#[derive(
    Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, Deserialize,
)]
#[diesel(table_name = supervision_participants)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SupervisionParticipant {
    /// The supervision.
    pub supervision_activity_id: String,
    /// The deputy.
    pub deputy_id: String,
}

/// An opinion that deputies gave after a supervision.
#[derive(
    Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, Deserialize,
)]
#[diesel(table_name = supervision_opinions, treat_none_as_default_value = false)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SupervisionOpinion {
    /// `<district>:supervision-opinion:<tail>`.
    pub id: String,
    /// The supervision it came of.
    pub supervision_activity_id: String,
    /// The place among its neighbours, from 1.
    pub position: i32,
    /// The opinion, in Chinese.
    pub detail_zh: String,
    /// The opinion, in English.
    pub detail_en: String,
    /// When it was given.
    pub given_on: NaiveDate,
    /// When the authority answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answered_on: Option<NaiveDate>,
    /// Whether the row is generated rather than taken from a source.
    pub synthetic: bool,
}
