//! The rows of activities, registers, points and cadence. A row is also a record of a dataset file.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::kinds::{
    ActivityKind, Appraisal, AttendanceStatus, CadenceAct, CadenceUnit, ExcuseReason, Period,
    PointsAct, RegisterKind,
};
use crate::schema::{
    activities, attendances, cadence_excuses, cadence_rules, performance_files, points_entries,
    points_rules, register_entries, registers,
};

/// Something that deputies did on a day: a talk, a reception, a visit.
#[derive(
    Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, Deserialize,
)]
#[diesel(table_name = activities, treat_none_as_default_value = false)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Activity {
    /// `<district>:activity:<tail>`.
    pub id: String,
    /// Whose activity it is.
    pub delegation_id: String,
    /// What was done.
    pub kind: ActivityKind,
    /// What it was called, in Chinese.
    pub title_zh: String,
    /// What it was called, in English.
    pub title_en: String,
    /// When it began.
    pub occurred_at: NaiveDateTime,
    /// Where it was, in Chinese.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place_zh: Option<String>,
    /// Where it was, in English.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place_en: Option<String>,
    /// The station it was held at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub station_id: Option<String>,
    /// The group that held it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub working_group_id: Option<String>,
    /// How many of the public came.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visitors: Option<i32>,
    /// Whether the row is generated rather than taken from a source.
    pub synthetic: bool,
}

/// Whether a deputy took part in an activity.
#[derive(
    Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, Deserialize,
)]
#[diesel(table_name = attendances)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Attendance {
    /// `<district>:attendance:<tail>`.
    pub id: String,
    /// The activity.
    pub activity_id: String,
    /// The deputy.
    pub deputy_id: String,
    /// Present, excused or absent.
    pub status: AttendanceStatus,
    /// Whether the row is generated rather than taken from a source.
    pub synthetic: bool,
}

/// A book that a delegation keeps about its deputies' work.
#[derive(
    Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, Deserialize,
)]
#[diesel(table_name = registers)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Register {
    /// `<district>:register:<tail>`.
    pub id: String,
    /// Whose book it is.
    pub delegation_id: String,
    /// Which of the five, or the file.
    pub kind: RegisterKind,
    /// The place among its neighbours, from 1.
    pub position: i32,
    /// The name in Chinese.
    pub name_zh: String,
    /// The name in English.
    pub name_en: String,
    /// Whether the row is generated rather than taken from a source.
    pub synthetic: bool,
}

/// A line in a register. Lines are only added; a mistake is corrected by another line.
#[derive(
    Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, Deserialize,
)]
#[diesel(table_name = register_entries, treat_none_as_default_value = false)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RegisterEntry {
    /// `<district>:register-entry:<tail>`.
    pub id: String,
    /// The register.
    pub register_id: String,
    /// When it was written.
    pub recorded_at: NaiveDateTime,
    /// The deputy it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deputy_id: Option<String>,
    /// The act it records, when that was an activity.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub activity_id: Option<String>,
    /// The act it records, when that was about a petition.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub petition_id: Option<String>,
    /// The line that it corrects.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub corrects_id: Option<String>,
    /// What it says, in Chinese.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary_zh: Option<String>,
    /// What it says, in English.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary_en: Option<String>,
    /// Whether the row is generated rather than taken from a source.
    pub synthetic: bool,
}

/// A deputy's record of one period, with the appraisal.
#[derive(
    Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, Deserialize,
)]
#[diesel(table_name = performance_files, treat_none_as_default_value = false)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PerformanceFile {
    /// `<district>:performance-file:<tail>`.
    pub id: String,
    /// The deputy.
    pub deputy_id: String,
    /// The first day of the period.
    pub period_from: NaiveDate,
    /// The last day of the period.
    pub period_to: NaiveDate,
    /// How the period was judged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub appraisal: Option<Appraisal>,
    /// What the file says, in Chinese.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary_zh: Option<String>,
    /// What the file says, in English.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary_en: Option<String>,
    /// Whether the row is generated rather than taken from a source.
    pub synthetic: bool,
}

/// How many points an act earns in a delegation. A change is a new version.
#[derive(
    Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, Deserialize,
)]
#[diesel(table_name = points_rules, treat_none_as_default_value = false)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PointsRule {
    /// `<district>:points-rule:<tail>`.
    pub id: String,
    /// Whose rule it is.
    pub delegation_id: String,
    /// The version of the rule.
    pub rule_version: i32,
    /// The act that earns points.
    pub act: PointsAct,
    /// Points for each act.
    pub points: i32,
    /// The most points in a period.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cap: Option<i32>,
    /// The period of the cap.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cap_period: Option<Period>,
    /// The name in Chinese.
    pub name_zh: String,
    /// The name in English.
    pub name_en: String,
    /// The first day on which this holds.
    pub valid_from: NaiveDate,
    /// The last day on which this holds; absent while it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<NaiveDate>,
    /// Whether the row is generated rather than taken from a source.
    pub synthetic: bool,
}

/// Points that a deputy earned. Rows are only added; the balance is their sum.
#[derive(
    Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, Deserialize,
)]
#[diesel(table_name = points_entries, treat_none_as_default_value = false)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PointsEntry {
    /// `<district>:points-entry:<tail>`.
    pub id: String,
    /// Who earned them.
    pub deputy_id: String,
    /// By which version of which rule.
    pub points_rule_id: String,
    /// How many; a reversal is negative.
    pub points: i32,
    /// When.
    pub earned_at: NaiveDateTime,
    /// The act, when it was an activity.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub activity_id: Option<String>,
    /// The act, when it was about a petition.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub petition_id: Option<String>,
    /// The entry that this takes back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reversal_of_id: Option<String>,
    /// Whether the row is generated rather than taken from a source.
    pub synthetic: bool,
}

/// How often a duty falls due, and for whom.
#[derive(
    Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, Deserialize,
)]
#[diesel(table_name = cadence_rules, treat_none_as_default_value = false)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CadenceRule {
    /// `<district>:cadence-rule:<tail>`.
    pub id: String,
    /// Whose rule it is.
    pub delegation_id: String,
    /// The duty.
    pub act: CadenceAct,
    /// The period in which it falls due.
    pub every: Period,
    /// How often in each period.
    pub times: i32,
    /// For whom it falls due; absent when the rule does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<CadenceUnit>,
    /// The day on which it falls due.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub day_of_month: Option<i32>,
    /// The name in Chinese.
    pub name_zh: String,
    /// The name in English.
    pub name_en: String,
    /// The first day on which this holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<NaiveDate>,
    /// The last day on which this holds; absent while it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<NaiveDate>,
    /// The place among its neighbours, from 1.
    pub position: i32,
    /// Whether the row is generated rather than taken from a source.
    pub synthetic: bool,
}

/// A time in which a deputy is excused from duties.
#[derive(
    Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, Deserialize,
)]
#[diesel(table_name = cadence_excuses, treat_none_as_default_value = false)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CadenceExcuse {
    /// `<district>:cadence-excuse:<tail>`.
    pub id: String,
    /// Who is excused.
    pub deputy_id: String,
    /// Why.
    pub reason: ExcuseReason,
    /// The first day on which this holds.
    pub valid_from: NaiveDate,
    /// The last day on which this holds; absent while it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<NaiveDate>,
    /// Whether the row is generated rather than taken from a source.
    pub synthetic: bool,
}
