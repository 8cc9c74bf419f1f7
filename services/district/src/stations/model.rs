//! The rows of stations, channels and codes. A row is also a record of a dataset file.

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::kinds::{ChannelKind, ChannelStatus, StationHostKind, StationLevel, StationType};
use crate::schema::{channels, qr_codes, stations};

/// A place where deputies meet the public: home, liaison station, contact point, window.
#[derive(
    Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, Deserialize,
)]
#[diesel(table_name = stations, treat_none_as_default_value = false)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Station {
    /// `<district>:station:<tail>`.
    pub id: String,
    /// Whose deputies serve there.
    pub delegation_id: String,
    /// What sort of place it is.
    pub station_type: StationType,
    /// The level it works at; names do not tell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<StationLevel>,
    /// What sort of body gives it room.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host_kind: Option<StationHostKind>,
    /// The community it stands in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub community_id: Option<String>,
    /// The station it supplements.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent_id: Option<String>,
    /// The name in Chinese.
    pub name_zh: String,
    /// The name in English.
    pub name_en: String,
    /// What orders by name: pinyin in ASCII, compared as bytes.
    pub name_sort: String,
    /// Who gives it room, in Chinese.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host_zh: Option<String>,
    /// Who gives it room, in English.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host_en: Option<String>,
    /// When it is open, in Chinese.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opening_zh: Option<String>,
    /// When it is open, in English.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opening_en: Option<String>,
    /// What is said of it, in Chinese.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail_zh: Option<String>,
    /// What is said of it, in English.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail_en: Option<String>,
    /// Whether the row is generated rather than taken from a source.
    pub synthetic: bool,
}

/// A way by which the public reaches deputies.
#[derive(
    Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, Deserialize,
)]
#[diesel(table_name = channels, treat_none_as_default_value = false)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Channel {
    /// `<district>:channel:<tail>`.
    pub id: String,
    /// Whose channel it is.
    pub delegation_id: String,
    /// What sort of way it is.
    pub kind: ChannelKind,
    /// Whether it can be used.
    pub status: ChannelStatus,
    /// The name in Chinese.
    pub name_zh: String,
    /// The name in English.
    pub name_en: String,
    /// What orders by name: pinyin in ASCII, compared as bytes.
    pub name_sort: String,
    /// What is said of it, in Chinese.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail_zh: Option<String>,
    /// What is said of it, in English.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail_en: Option<String>,
    /// Who looks after it, in Chinese.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub keeper_zh: Option<String>,
    /// Who looks after it, in English.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub keeper_en: Option<String>,
    /// The station it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub station_id: Option<String>,
    /// The deputy it leads to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deputy_id: Option<String>,
    /// The grid it leads to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grid_id: Option<String>,
    /// When it opened, if that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opened_on: Option<NaiveDate>,
    /// When it closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed_on: Option<NaiveDate>,
    /// Whether the row is generated rather than taken from a source.
    pub synthetic: bool,
}

/// A printed code that leads to one deputy, station or grid.
#[derive(
    Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, Deserialize,
)]
#[diesel(table_name = qr_codes, treat_none_as_default_value = false)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct QrCode {
    /// `<district>:qr-code:<tail>`.
    pub id: String,
    /// What is printed; it tells nothing by itself.
    pub token: String,
    /// The channel it feeds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel_id: Option<String>,
    /// The deputy it leads to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deputy_id: Option<String>,
    /// The station it leads to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub station_id: Option<String>,
    /// The grid it leads to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grid_id: Option<String>,
    /// Whether scanning it works.
    pub active: bool,
    /// When it was first put up.
    pub activated_on: NaiveDate,
    /// When its token was last replaced.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rotated_on: Option<NaiveDate>,
    /// How often it was scanned; scans are not people.
    pub scans: i64,
    /// Whether the row is generated rather than taken from a source.
    pub synthetic: bool,
}
