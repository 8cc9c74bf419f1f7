//! How a petition's events, assignments, replies and ratings are served.

use std::sync::Arc;

use async_graphql::{Context, Object};
use chrono::{DateTime, NaiveDateTime, Utc};
use subgraph_server::{Result, graphql::LocalizedText};

use crate::{
    delegations::model::WorkingGroup,
    deputies::model::Deputy,
    petitions::{
        kinds::{
            ActorRole, AssignmentKind, CategoryCode, HoldReason, Outcome, PetitionEventKind,
            RatingScore, RatingSource, RejectReason, ReplyMode, TransferTarget,
        },
        model::{Assignment, Petition, PetitionEvent, Rating, Reply},
    },
    request::RequestContext,
    text::localized,
};

/// One transition of a petition. Rows are only ever added.
#[Object]
impl PetitionEvent {
    /// The place among the petition's events, from 1.
    async fn sequence(&self) -> i32 {
        self.sequence
    }

    /// The transition.
    async fn kind(&self) -> PetitionEventKind {
        self.kind
    }

    /// When it happened.
    async fn occurred_at(&self) -> DateTime<Utc> {
        self.occurred_at.and_utc()
    }

    /// Who did it, by role.
    async fn actor_role(&self) -> ActorRole {
        self.actor_role
    }

    /// Who did it, when that was a deputy.
    async fn actor_deputy(&self, ctx: &Context<'_>) -> Result<Option<Arc<Deputy>>> {
        let request = RequestContext::of(ctx)?;
        request.deputies.deputies.by_id.load_optional(self.actor_deputy_id.as_deref()).await
    }

    /// The class that an acceptance set.
    async fn category(&self) -> Option<CategoryCode> {
        self.category
    }

    /// The outcome that a conclusion or a reply stated.
    async fn outcome(&self) -> Option<Outcome> {
        self.outcome
    }

    /// Whether a reply was the final one of its round.
    async fn final_reply(&self) -> Option<bool> {
        self.final_reply
    }

    /// The judgement of a rating.
    async fn rating(&self) -> Option<RatingScore> {
        self.rating
    }

    /// Why it was turned down.
    async fn reject_reason(&self) -> Option<RejectReason> {
        self.reject_reason
    }

    /// Why it was put on hold.
    async fn hold_reason(&self) -> Option<HoldReason> {
        self.hold_reason
    }

    /// The petition it was joined to.
    async fn merged_into(&self, ctx: &Context<'_>) -> Result<Option<Arc<Petition>>> {
        let request = RequestContext::of(ctx)?;
        request.petitions.petitions.by_id.load_optional(self.merged_into_id.as_deref()).await
    }

    /// The body it was handed to.
    async fn transferred_to(&self) -> Option<TransferTarget> {
        self.transferred_to
    }

    /// The cause in words.
    async fn cause(&self) -> Option<LocalizedText> {
        localized(self.cause_zh.as_ref(), self.cause_en.as_ref())
    }

    /// Whether the row is generated rather than taken from a source.
    async fn synthetic(&self) -> bool {
        self.synthetic
    }
}

/// Who works on a petition, from when to when. Never deleted.
#[Object]
impl Assignment {
    /// Dispatched to the assignee, or claimed by it.
    async fn kind(&self) -> AssignmentKind {
        self.kind
    }

    /// The group that works on it.
    async fn working_group(&self, ctx: &Context<'_>) -> Result<Option<Arc<WorkingGroup>>> {
        let request = RequestContext::of(ctx)?;
        request
            .delegations
            .working_groups
            .by_id
            .load_optional(self.working_group_id.as_deref())
            .await
    }

    /// The deputy who works on it.
    async fn deputy(&self, ctx: &Context<'_>) -> Result<Option<Arc<Deputy>>> {
        let request = RequestContext::of(ctx)?;
        request.deputies.deputies.by_id.load_optional(self.deputy_id.as_deref()).await
    }

    /// The agency that works on it, by its code in the city's list.
    async fn agency_code(&self) -> Option<&str> {
        self.agency_code.as_deref()
    }

    /// When it was assigned.
    async fn assigned_at(&self) -> DateTime<Utc> {
        self.assigned_at.and_utc()
    }

    /// By when the assignee must be done.
    async fn due_at(&self) -> Option<DateTime<Utc>> {
        self.due_at.as_ref().map(NaiveDateTime::and_utc)
    }

    /// When the assignment ended.
    async fn ended_at(&self) -> Option<DateTime<Utc>> {
        self.ended_at.as_ref().map(NaiveDateTime::and_utc)
    }

    /// Why it ended.
    async fn end_reason(&self) -> Option<LocalizedText> {
        localized(self.end_reason_zh.as_ref(), self.end_reason_en.as_ref())
    }

    /// Whether the row is generated rather than taken from a source.
    async fn synthetic(&self) -> bool {
        self.synthetic
    }
}

/// An answer to the petitioner. Replied is not resolved.
#[Object]
impl Reply {
    /// The round it belongs to.
    async fn round(&self) -> i32 {
        self.round
    }

    /// When it was given.
    async fn replied_at(&self) -> DateTime<Utc> {
        self.replied_at.and_utc()
    }

    /// How it was given.
    async fn mode(&self) -> ReplyMode {
        self.mode
    }

    /// The deputy who gave it.
    async fn deputy(&self, ctx: &Context<'_>) -> Result<Option<Arc<Deputy>>> {
        let request = RequestContext::of(ctx)?;
        request.deputies.deputies.by_id.load_optional(self.deputy_id.as_deref()).await
    }

    /// The outcome that it explains.
    async fn outcome(&self) -> Option<Outcome> {
        self.outcome
    }

    /// Whether it is the final one of its round.
    async fn final_reply(&self) -> bool {
        self.final_reply
    }

    /// What was said, without personal data.
    async fn summary(&self) -> Option<LocalizedText> {
        localized(self.summary_zh.as_ref(), self.summary_en.as_ref())
    }

    /// Whether the row is generated rather than taken from a source.
    async fn synthetic(&self) -> bool {
        self.synthetic
    }
}

/// The petitioner's judgement of one round.
#[Object]
impl Rating {
    /// The round that is judged.
    async fn round(&self) -> i32 {
        self.round
    }

    /// The judgement.
    async fn score(&self) -> RatingScore {
        self.score
    }

    /// Given by the petitioner unasked, or in a call.
    async fn source(&self) -> RatingSource {
        self.source
    }

    /// When it was given.
    async fn rated_at(&self) -> DateTime<Utc> {
        self.rated_at.and_utc()
    }

    /// Whether the row is generated rather than taken from a source.
    async fn synthetic(&self) -> bool {
        self.synthetic
    }
}
