//! What the events of a petition add up to: status, outcome and times. How one event changes it is
//! in [`super::lifecycle`]; due dates are no part of it, they follow from configuration.

use chrono::NaiveDateTime;

use super::{
    kinds::{CategoryCode, Outcome, PetitionStatus, RatingScore, RejectReason, TransferTarget},
    model::Petition,
};

/// The state of a petition after some events, as its row repeats it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Projection {
    /// Where it stands.
    pub status: PetitionStatus,
    /// Its class, once an acceptance has set it.
    pub category: Option<CategoryCode>,
    /// What came of it in this round.
    pub outcome: Option<Outcome>,
    /// 1, and one more for every reopening.
    pub round: i32,
    /// When it was handed in.
    pub submitted_at: NaiveDateTime,
    /// When it was taken on.
    pub accepted_at: Option<NaiveDateTime>,
    /// When work began in this round.
    pub started_at: Option<NaiveDateTime>,
    /// When work ended in this round.
    pub concluded_at: Option<NaiveDateTime>,
    /// When it was solved in this round.
    pub resolved_at: Option<NaiveDateTime>,
    /// When the petitioner first heard something.
    pub first_replied_at: Option<NaiveDateTime>,
    /// When the outcome of this round was explained.
    pub final_replied_at: Option<NaiveDateTime>,
    /// How the petitioner judged this round.
    pub rating: Option<RatingScore>,
    /// When it was judged.
    pub rated_at: Option<NaiveDateTime>,
    /// When it was closed.
    pub closed_at: Option<NaiveDateTime>,
    /// When it was turned down.
    pub rejected_at: Option<NaiveDateTime>,
    /// Why it was turned down.
    pub reject_reason: Option<RejectReason>,
    /// When the petitioner withdrew it.
    pub withdrawn_at: Option<NaiveDateTime>,
    /// When it was joined to another.
    pub merged_at: Option<NaiveDateTime>,
    /// The petition it was joined to.
    pub merged_into_id: Option<String>,
    /// When it was handed to another body.
    pub transferred_at: Option<NaiveDateTime>,
    /// The body it was handed to.
    pub transferred_to: Option<TransferTarget>,
    /// The sequence number of the last event.
    pub version: i64,
}

impl Projection {
    /// The state of a petition that was just handed in.
    pub(super) fn submitted(at: NaiveDateTime) -> Self {
        Self {
            status: PetitionStatus::Submitted,
            category: None,
            outcome: None,
            round: 1,
            submitted_at: at,
            accepted_at: None,
            started_at: None,
            concluded_at: None,
            resolved_at: None,
            first_replied_at: None,
            final_replied_at: None,
            rating: None,
            rated_at: None,
            closed_at: None,
            rejected_at: None,
            reject_reason: None,
            withdrawn_at: None,
            merged_at: None,
            merged_into_id: None,
            transferred_at: None,
            transferred_to: None,
            version: 1,
        }
    }

    /// Opens the next round: the petition is unresolved again, and work on it goes on.
    pub(super) fn next_round(&mut self, at: NaiveDateTime) {
        self.status = PetitionStatus::InProgress;
        self.round += 1;
        self.started_at = Some(at);
        self.outcome = None;
        self.concluded_at = None;
        self.resolved_at = None;
        self.final_replied_at = None;
        self.rating = None;
        self.rated_at = None;
        self.closed_at = None;
    }

    /// Repeats the state in a row.
    pub fn write_to(&self, row: &mut Petition) {
        row.status = self.status;
        row.category = self.category.unwrap_or(row.category);
        row.outcome = self.outcome;
        row.round = self.round;
        row.submitted_at = self.submitted_at;
        row.accepted_at = self.accepted_at;
        row.started_at = self.started_at;
        row.concluded_at = self.concluded_at;
        row.resolved_at = self.resolved_at;
        row.first_replied_at = self.first_replied_at;
        row.final_replied_at = self.final_replied_at;
        row.rating = self.rating;
        row.rated_at = self.rated_at;
        row.closed_at = self.closed_at;
        row.rejected_at = self.rejected_at;
        row.reject_reason = self.reject_reason;
        row.withdrawn_at = self.withdrawn_at;
        row.merged_at = self.merged_at;
        row.merged_into_id.clone_from(&self.merged_into_id);
        row.transferred_at = self.transferred_at;
        row.transferred_to = self.transferred_to;
        row.version = self.version;
    }

    /// The fields, by their names in a dataset, in which a row says something else.
    #[must_use]
    pub fn differences(&self, row: &Petition) -> Vec<&'static str> {
        let equal = [
            ("status", self.status == row.status),
            ("category", self.category.is_none_or(|category| category == row.category)),
            ("outcome", self.outcome == row.outcome),
            ("round", self.round == row.round),
            ("submittedAt", self.submitted_at == row.submitted_at),
            ("acceptedAt", self.accepted_at == row.accepted_at),
            ("startedAt", self.started_at == row.started_at),
            ("concludedAt", self.concluded_at == row.concluded_at),
            ("resolvedAt", self.resolved_at == row.resolved_at),
            ("firstRepliedAt", self.first_replied_at == row.first_replied_at),
            ("finalRepliedAt", self.final_replied_at == row.final_replied_at),
            ("rating", self.rating == row.rating),
            ("ratedAt", self.rated_at == row.rated_at),
            ("closedAt", self.closed_at == row.closed_at),
            ("rejectedAt", self.rejected_at == row.rejected_at),
            ("rejectReason", self.reject_reason == row.reject_reason),
            ("withdrawnAt", self.withdrawn_at == row.withdrawn_at),
            ("mergedAt", self.merged_at == row.merged_at),
            ("mergedIntoId", self.merged_into_id == row.merged_into_id),
            ("transferredAt", self.transferred_at == row.transferred_at),
            ("transferredTo", self.transferred_to == row.transferred_to),
            ("version", self.version == row.version),
        ];
        equal.into_iter().filter(|(_, equal)| !equal).map(|(field, _)| field).collect()
    }
}
