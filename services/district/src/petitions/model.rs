//! The rows of petitions, their events and escalations. A row is also a record of a dataset file.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::kinds::{
    ActorRole, AssignmentKind, CategoryCode, Complexity, EscalationInstrument, HoldReason, Outcome,
    PetitionEventKind, PetitionStatus, RatingScore, RatingSource, RejectReason, ReplyMode,
    SuggestionReplyClass, TransferTarget, Urgency,
};
use crate::schema::{
    assignments, escalation_filers, escalation_petitions, escalations, petition_events, petitions,
    ratings, replies,
};

/// A demand of the public. Status, outcome and times are projections of its events.
#[derive(
    Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, Deserialize,
)]
#[diesel(table_name = petitions, treat_none_as_default_value = false)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Petition {
    /// `<district>:petition:<tail>`.
    pub id: String,
    /// The number that the petitioner was given.
    pub reference: String,
    /// The delegation whose area it comes from.
    pub delegation_id: String,
    /// The grid it was filed in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grid_id: Option<String>,
    /// The channel it came by first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel_id: Option<String>,
    /// The code that was scanned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub qr_code_id: Option<String>,
    /// The station that received it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub station_id: Option<String>,
    /// Its class in the city's list.
    pub category: CategoryCode,
    /// Its class in the delegation's own words, in Chinese.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub local_category_zh: Option<String>,
    /// Its class in the delegation's own words, in English.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub local_category_en: Option<String>,
    /// The version of the mapping from the local class.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mapping_version: Option<i32>,
    /// An edited summary without personal data, in Chinese.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary_zh: Option<String>,
    /// An edited summary without personal data, in English.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary_en: Option<String>,
    /// How soon it must be dealt with.
    pub urgency: Urgency,
    /// Whether a group can solve it alone.
    pub complexity: Complexity,
    /// Where it stands.
    pub status: PetitionStatus,
    /// What came of it, once it is concluded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// 1, and one more for every reopening.
    pub round: i32,
    /// When it was handed in.
    pub submitted_at: NaiveDateTime,
    /// When it was taken on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accepted_at: Option<NaiveDateTime>,
    /// When work began, in this round.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub started_at: Option<NaiveDateTime>,
    /// When work ended, in this round.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub concluded_at: Option<NaiveDateTime>,
    /// When it was solved, in this round.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resolved_at: Option<NaiveDateTime>,
    /// When the petitioner first heard something.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_replied_at: Option<NaiveDateTime>,
    /// When the outcome was explained, in this round.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub final_replied_at: Option<NaiveDateTime>,
    /// How the petitioner judged this round.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rating: Option<RatingScore>,
    /// When it was judged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rated_at: Option<NaiveDateTime>,
    /// When it was closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<NaiveDateTime>,
    /// When it was turned down.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rejected_at: Option<NaiveDateTime>,
    /// Why it was turned down.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reject_reason: Option<RejectReason>,
    /// When the petitioner withdrew it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub withdrawn_at: Option<NaiveDateTime>,
    /// When it was joined to another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merged_at: Option<NaiveDateTime>,
    /// The petition it was joined to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merged_into_id: Option<String>,
    /// When it was handed to another body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transferred_at: Option<NaiveDateTime>,
    /// The body it was handed to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transferred_to: Option<TransferTarget>,
    /// By when the petitioner must hear something.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply_due_at: Option<NaiveDateTime>,
    /// By when it must be concluded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_at: Option<NaiveDateTime>,
    /// The sequence number of the last event that is projected here.
    pub version: i64,
    /// Whether the row is generated rather than taken from a source.
    pub synthetic: bool,
}

/// One transition of a petition. Rows are only ever added.
#[derive(
    Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, Deserialize,
)]
#[diesel(table_name = petition_events, treat_none_as_default_value = false)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PetitionEvent {
    /// `<district>:petition-event:<tail>`.
    pub id: String,
    /// The petition.
    pub petition_id: String,
    /// The place among the petition's events, from 1.
    pub sequence: i32,
    /// The transition.
    pub kind: PetitionEventKind,
    /// When it happened.
    pub occurred_at: NaiveDateTime,
    /// Who did it, by role.
    pub actor_role: ActorRole,
    /// Who did it, when that was a deputy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actor_deputy_id: Option<String>,
    /// The class that an acceptance set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<CategoryCode>,
    /// The outcome that a conclusion or a reply stated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// Whether a reply was the final one of its round.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub final_reply: Option<bool>,
    /// The judgement of a rating.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rating: Option<RatingScore>,
    /// Why it was turned down.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reject_reason: Option<RejectReason>,
    /// Why it was put on hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hold_reason: Option<HoldReason>,
    /// The petition it was joined to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merged_into_id: Option<String>,
    /// The body it was handed to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transferred_to: Option<TransferTarget>,
    /// The cause in words, in Chinese.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause_zh: Option<String>,
    /// The cause in words, in English.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause_en: Option<String>,
    /// Whether the row is generated rather than taken from a source.
    pub synthetic: bool,
}

/// Who works on a petition, from when to when. Never deleted.
#[derive(
    Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, Deserialize,
)]
#[diesel(table_name = assignments, treat_none_as_default_value = false)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Assignment {
    /// `<district>:assignment:<tail>`.
    pub id: String,
    /// The petition.
    pub petition_id: String,
    /// Dispatched to the assignee, or claimed by it.
    pub kind: AssignmentKind,
    /// The group that works on it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub working_group_id: Option<String>,
    /// The deputy who works on it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deputy_id: Option<String>,
    /// The agency that works on it, by its code in the city's list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agency_code: Option<String>,
    /// When it was assigned.
    pub assigned_at: NaiveDateTime,
    /// By when the assignee must be done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_at: Option<NaiveDateTime>,
    /// When the assignment ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<NaiveDateTime>,
    /// Why it ended, in Chinese.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_reason_zh: Option<String>,
    /// Why it ended, in English.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_reason_en: Option<String>,
    /// Whether the row is generated rather than taken from a source.
    pub synthetic: bool,
}

/// An answer to the petitioner. Replied is not resolved.
#[derive(
    Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, Deserialize,
)]
#[diesel(table_name = replies, treat_none_as_default_value = false)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Reply {
    /// `<district>:reply:<tail>`.
    pub id: String,
    /// The petition.
    pub petition_id: String,
    /// The round it belongs to.
    pub round: i32,
    /// When it was given.
    pub replied_at: NaiveDateTime,
    /// How it was given.
    pub mode: ReplyMode,
    /// The deputy who gave it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deputy_id: Option<String>,
    /// The outcome that it explains.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// Whether it is the final one of its round.
    pub final_reply: bool,
    /// What was said, without personal data, in Chinese.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary_zh: Option<String>,
    /// What was said, without personal data, in English.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary_en: Option<String>,
    /// Whether the row is generated rather than taken from a source.
    pub synthetic: bool,
}

/// The petitioner's judgement of one round.
#[derive(
    Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, Deserialize,
)]
#[diesel(table_name = ratings)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Rating {
    /// `<district>:rating:<tail>`.
    pub id: String,
    /// The petition.
    pub petition_id: String,
    /// The round that is judged.
    pub round: i32,
    /// The judgement.
    pub score: RatingScore,
    /// Given by the petitioner unasked, or in a call.
    pub source: RatingSource,
    /// When it was given.
    pub rated_at: NaiveDateTime,
    /// Whether the row is generated rather than taken from a source.
    pub synthetic: bool,
}

/// A suggestion or motion to a congress that takes up petitions.
#[derive(
    Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, Deserialize,
)]
#[diesel(table_name = escalations, treat_none_as_default_value = false)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Escalation {
    /// `<district>:escalation:<tail>`.
    pub id: String,
    /// The delegation it comes from.
    pub delegation_id: String,
    /// The congress it was filed to.
    pub congress_id: String,
    /// Suggestion or motion; they differ in law.
    pub instrument: EscalationInstrument,
    /// The matter, in Chinese.
    pub title_zh: String,
    /// The matter, in English.
    pub title_en: String,
    /// When it was filed.
    pub filed_at: NaiveDateTime,
    /// By when an answer is due.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_at: Option<NaiveDateTime>,
    /// The agency that handles it, by its code in the city's list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agency_code: Option<String>,
    /// When it was answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answered_at: Option<NaiveDateTime>,
    /// The class of the answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply_class: Option<SuggestionReplyClass>,
    /// How the deputies judged the answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deputy_satisfaction: Option<RatingScore>,
    /// One more with every change.
    pub version: i64,
    /// Whether the row is generated rather than taken from a source.
    pub synthetic: bool,
}

/// A petition that an escalation takes up.
#[derive(
    Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, Deserialize,
)]
#[diesel(table_name = escalation_petitions)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EscalationPetition {
    /// The escalation.
    pub escalation_id: String,
    /// The petition.
    pub petition_id: String,
}

/// A deputy who filed or co-signed an escalation.
#[derive(
    Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, Deserialize,
)]
#[diesel(table_name = escalation_filers)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EscalationFiler {
    /// The escalation.
    pub escalation_id: String,
    /// The deputy.
    pub deputy_id: String,
}

impl Petition {
    /// What orders by acceptance: a petition that is not accepted stands where it was handed in.
    #[must_use]
    pub fn accepted_order(&self) -> NaiveDateTime {
        self.accepted_at.unwrap_or(self.submitted_at)
    }

    /// What orders by urgency of the date: a petition that is never due stands last.
    #[must_use]
    pub fn due_order(&self) -> NaiveDateTime {
        self.due_at.unwrap_or(NEVER)
    }
}

/// The end of time, as the table's generated column has it.
const NEVER: NaiveDateTime = match NaiveDate::from_ymd_opt(9999, 12, 31) {
    Some(day) => day.and_time(NaiveTime::MIN),
    None => NaiveDateTime::MAX,
};
