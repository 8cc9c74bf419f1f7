//! How escalations are served.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use chrono::{DateTime, NaiveDateTime, Utc};
use subgraph_server::{
    Result,
    graphql::{LocalizedText, RouteBy, route},
};

use crate::{
    delegations::model::Delegation,
    deputies::model::Deputy,
    district::{District, model::Congress},
    petitions::{
        kinds::{EscalationInstrument, RatingScore, SuggestionReplyClass},
        model::{Escalation, Petition},
    },
    request::RequestContext,
};

/// A suggestion or motion to a congress that takes up petitions.
#[Object]
impl Escalation {
    /// The id; it starts with the code of the district.
    #[graphql(directive = route::apply(RouteBy::Id, None))]
    pub async fn id(&self) -> ID {
        ID::from(self.id.as_str())
    }

    /// The delegation it comes from.
    async fn delegation(&self, ctx: &Context<'_>) -> Result<Arc<Delegation>> {
        RequestContext::of(ctx)?
            .delegations
            .delegations
            .by_id
            .load_referred(&self.delegation_id)
            .await
    }

    /// The congress it was filed to.
    async fn congress(&self, ctx: &Context<'_>) -> Result<Arc<Congress>> {
        RequestContext::of(ctx)?.district.congresses.load_referred(&self.congress_id).await
    }

    /// Suggestion or motion; they differ in law.
    async fn instrument(&self) -> EscalationInstrument {
        self.instrument
    }

    /// The matter.
    async fn title(&self) -> LocalizedText {
        LocalizedText::new(&self.title_zh, &self.title_en)
    }

    /// When it was filed.
    async fn filed_at(&self) -> DateTime<Utc> {
        self.filed_at.and_utc()
    }

    /// By when an answer is due.
    async fn due_at(&self) -> Option<DateTime<Utc>> {
        self.due_at.as_ref().map(NaiveDateTime::and_utc)
    }

    /// The agency that handles it, by its code in the city's list.
    async fn agency_code(&self) -> Option<&str> {
        self.agency_code.as_deref()
    }

    /// When it was answered.
    async fn answered_at(&self) -> Option<DateTime<Utc>> {
        self.answered_at.as_ref().map(NaiveDateTime::and_utc)
    }

    /// The class of the answer.
    async fn reply_class(&self) -> Option<SuggestionReplyClass> {
        self.reply_class
    }

    /// How the deputies judged the answer.
    async fn deputy_satisfaction(&self) -> Option<RatingScore> {
        self.deputy_satisfaction
    }

    /// One more with every change.
    async fn version(&self) -> i64 {
        self.version
    }

    /// The district that it belongs to.
    async fn district(&self) -> Result<District> {
        District::of(&self.id)
    }

    /// The petitions that it takes up.
    async fn petitions(&self, ctx: &Context<'_>) -> Result<Vec<Arc<Petition>>> {
        RequestContext::of(ctx)?.petitions.petitions_of_escalation.load(&self.id).await
    }

    /// The deputies who filed or co-signed it.
    async fn filed_by(&self, ctx: &Context<'_>) -> Result<Vec<Arc<Deputy>>> {
        RequestContext::of(ctx)?.petitions.filers_of_escalation.load(&self.id).await
    }

    /// Whether the row is generated rather than taken from a source.
    async fn synthetic(&self) -> bool {
        self.synthetic
    }
}
