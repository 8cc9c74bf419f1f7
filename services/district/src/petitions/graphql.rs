//! How petitions are served.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use chrono::{DateTime, NaiveDateTime, Utc};
use subgraph_server::{
    Result,
    graphql::{LocalizedText, RouteBy, route},
};

use crate::{
    delegations::model::Delegation,
    district::District,
    petitions::{
        kinds::{
            CategoryCode, Complexity, Outcome, PetitionStatus, RatingScore, RejectReason,
            TransferTarget, Urgency,
        },
        model::{Assignment, Escalation, Petition, PetitionEvent, Rating, Reply},
    },
    places::model::Grid,
    request::RequestContext,
    stations::model::{Channel, QrCode, Station},
    text::localized,
};

/// A demand of the public. Status, outcome and times are projections of its events.
#[Object]
impl Petition {
    /// The id; it starts with the code of the district.
    #[graphql(directive = route::apply(RouteBy::Id, None))]
    pub async fn id(&self) -> ID {
        ID::from(self.id.as_str())
    }

    /// The delegation whose area it comes from.
    async fn delegation(&self, ctx: &Context<'_>) -> Result<Arc<Delegation>> {
        RequestContext::of(ctx)?
            .delegations
            .delegations
            .by_id
            .load_referred(&self.delegation_id)
            .await
    }

    /// The grid it was filed in.
    async fn grid(&self, ctx: &Context<'_>) -> Result<Option<Arc<Grid>>> {
        let request = RequestContext::of(ctx)?;
        request.places.grids.by_id.load_optional(self.grid_id.as_deref()).await
    }

    /// The channel it came by first.
    async fn channel(&self, ctx: &Context<'_>) -> Result<Option<Arc<Channel>>> {
        let request = RequestContext::of(ctx)?;
        request.stations.channels.by_id.load_optional(self.channel_id.as_deref()).await
    }

    /// The code that was scanned.
    async fn qr_code(&self, ctx: &Context<'_>) -> Result<Option<Arc<QrCode>>> {
        let request = RequestContext::of(ctx)?;
        request.stations.qr_codes.by_id.load_optional(self.qr_code_id.as_deref()).await
    }

    /// The station that received it.
    async fn station(&self, ctx: &Context<'_>) -> Result<Option<Arc<Station>>> {
        let request = RequestContext::of(ctx)?;
        request.stations.stations.by_id.load_optional(self.station_id.as_deref()).await
    }

    /// Its class in the city's list.
    async fn category(&self) -> CategoryCode {
        self.category
    }

    /// Its class in the delegation's own words.
    async fn local_category(&self) -> Option<LocalizedText> {
        localized(self.local_category_zh.as_ref(), self.local_category_en.as_ref())
    }

    /// The version of the mapping from the local class.
    async fn mapping_version(&self) -> Option<i32> {
        self.mapping_version
    }

    /// An edited summary without personal data.
    async fn summary(&self) -> Option<LocalizedText> {
        localized(self.summary_zh.as_ref(), self.summary_en.as_ref())
    }

    /// How soon it must be dealt with.
    async fn urgency(&self) -> Urgency {
        self.urgency
    }

    /// Whether a group can solve it alone.
    async fn complexity(&self) -> Complexity {
        self.complexity
    }

    /// Where it stands.
    async fn status(&self) -> PetitionStatus {
        self.status
    }

    /// What came of it, once it is concluded.
    async fn outcome(&self) -> Option<Outcome> {
        self.outcome
    }

    /// 1, and one more for every reopening.
    async fn round(&self) -> i32 {
        self.round
    }

    /// When it was handed in.
    async fn submitted_at(&self) -> DateTime<Utc> {
        self.submitted_at.and_utc()
    }

    /// When it was taken on.
    async fn accepted_at(&self) -> Option<DateTime<Utc>> {
        self.accepted_at.as_ref().map(NaiveDateTime::and_utc)
    }

    /// When work began, in this round.
    async fn started_at(&self) -> Option<DateTime<Utc>> {
        self.started_at.as_ref().map(NaiveDateTime::and_utc)
    }

    /// When work ended, in this round.
    async fn concluded_at(&self) -> Option<DateTime<Utc>> {
        self.concluded_at.as_ref().map(NaiveDateTime::and_utc)
    }

    /// When it was solved, in this round.
    async fn resolved_at(&self) -> Option<DateTime<Utc>> {
        self.resolved_at.as_ref().map(NaiveDateTime::and_utc)
    }

    /// When the petitioner first heard something.
    async fn first_replied_at(&self) -> Option<DateTime<Utc>> {
        self.first_replied_at.as_ref().map(NaiveDateTime::and_utc)
    }

    /// When the outcome was explained, in this round.
    async fn final_replied_at(&self) -> Option<DateTime<Utc>> {
        self.final_replied_at.as_ref().map(NaiveDateTime::and_utc)
    }

    /// How the petitioner judged this round.
    async fn rating(&self) -> Option<RatingScore> {
        self.rating
    }

    /// When it was judged.
    async fn rated_at(&self) -> Option<DateTime<Utc>> {
        self.rated_at.as_ref().map(NaiveDateTime::and_utc)
    }

    /// When it was closed.
    async fn closed_at(&self) -> Option<DateTime<Utc>> {
        self.closed_at.as_ref().map(NaiveDateTime::and_utc)
    }

    /// When it was turned down.
    async fn rejected_at(&self) -> Option<DateTime<Utc>> {
        self.rejected_at.as_ref().map(NaiveDateTime::and_utc)
    }

    /// Why it was turned down.
    async fn reject_reason(&self) -> Option<RejectReason> {
        self.reject_reason
    }

    /// When the petitioner withdrew it.
    async fn withdrawn_at(&self) -> Option<DateTime<Utc>> {
        self.withdrawn_at.as_ref().map(NaiveDateTime::and_utc)
    }

    /// When it was joined to another.
    async fn merged_at(&self) -> Option<DateTime<Utc>> {
        self.merged_at.as_ref().map(NaiveDateTime::and_utc)
    }

    /// The petition it was joined to.
    async fn merged_into(&self, ctx: &Context<'_>) -> Result<Option<Arc<Petition>>> {
        let request = RequestContext::of(ctx)?;
        request.petitions.petitions.by_id.load_optional(self.merged_into_id.as_deref()).await
    }

    /// When it was handed to another body.
    async fn transferred_at(&self) -> Option<DateTime<Utc>> {
        self.transferred_at.as_ref().map(NaiveDateTime::and_utc)
    }

    /// The body it was handed to.
    async fn transferred_to(&self) -> Option<TransferTarget> {
        self.transferred_to
    }

    /// By when the petitioner must hear something.
    async fn reply_due_at(&self) -> Option<DateTime<Utc>> {
        self.reply_due_at.as_ref().map(NaiveDateTime::and_utc)
    }

    /// By when it must be concluded.
    async fn due_at(&self) -> Option<DateTime<Utc>> {
        self.due_at.as_ref().map(NaiveDateTime::and_utc)
    }

    /// The sequence number of the last event that is projected here.
    async fn version(&self) -> i64 {
        self.version
    }

    /// The district that it belongs to.
    async fn district(&self) -> Result<District> {
        District::of(&self.id)
    }

    /// What happened to it, in order.
    async fn events(&self, ctx: &Context<'_>) -> Result<Vec<Arc<PetitionEvent>>> {
        RequestContext::of(ctx)?.petitions.events_of_petition.load(&self.id).await
    }

    /// Who works or worked on it, oldest first.
    async fn assignments(&self, ctx: &Context<'_>) -> Result<Vec<Arc<Assignment>>> {
        RequestContext::of(ctx)?.petitions.assignments_of_petition.load(&self.id).await
    }

    /// What the petitioner was told, oldest first.
    async fn replies(&self, ctx: &Context<'_>) -> Result<Vec<Arc<Reply>>> {
        RequestContext::of(ctx)?.petitions.replies_of_petition.load(&self.id).await
    }

    /// How each round was judged.
    async fn ratings(&self, ctx: &Context<'_>) -> Result<Vec<Arc<Rating>>> {
        RequestContext::of(ctx)?.petitions.ratings_of_petition.load(&self.id).await
    }

    /// What took it to a congress.
    async fn escalations(&self, ctx: &Context<'_>) -> Result<Vec<Arc<Escalation>>> {
        RequestContext::of(ctx)?.petitions.escalations_of_petition.load(&self.id).await
    }

    /// Whether the row is generated rather than taken from a source.
    async fn synthetic(&self) -> bool {
        self.synthetic
    }
}
