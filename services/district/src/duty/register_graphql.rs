//! How registers are served.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use chrono::{DateTime, Utc};
use subgraph_server::{
    Result,
    graphql::{LocalizedText, RouteBy, route},
};

use crate::{
    deputies::model::Deputy,
    district::District,
    duty::{
        kinds::RegisterKind,
        model::{Activity, Register, RegisterEntry},
    },
    listing::{ListOf, Relation, list_fields},
    petitions::model::Petition,
    request::RequestContext,
    text::localized,
};

/// A book that a delegation keeps about its deputies' work.
#[Object]
impl Register {
    /// Which of the five, or the file.
    async fn kind(&self) -> RegisterKind {
        self.kind
    }

    /// The name.
    async fn name(&self) -> LocalizedText {
        LocalizedText::new(&self.name_zh, &self.name_en)
    }

    /// Its lists.
    #[graphql(flatten)]
    async fn lists(&self, _ctx: &Context<'_>) -> RegisterLists<'_> {
        RegisterLists(self)
    }

    /// Whether the row is generated rather than taken from a source.
    async fn synthetic(&self) -> bool {
        self.synthetic
    }
}

/// A line in a register. Lines are only added; a mistake is corrected by another line.
#[Object]
impl RegisterEntry {
    /// The id; it starts with the code of the district.
    #[graphql(directive = route::apply(RouteBy::Id, None))]
    pub async fn id(&self) -> ID {
        ID::from(self.id.as_str())
    }

    /// The register.
    async fn register(&self, ctx: &Context<'_>) -> Result<Arc<Register>> {
        RequestContext::of(ctx)?.duty.registers.load_referred(&self.register_id).await
    }

    /// When it was written.
    async fn recorded_at(&self) -> DateTime<Utc> {
        self.recorded_at.and_utc()
    }

    /// The deputy it is about.
    async fn deputy(&self, ctx: &Context<'_>) -> Result<Option<Arc<Deputy>>> {
        let request = RequestContext::of(ctx)?;
        request.deputies.deputies.by_id.load_optional(self.deputy_id.as_deref()).await
    }

    /// The act it records, when that was an activity.
    async fn activity(&self, ctx: &Context<'_>) -> Result<Option<Arc<Activity>>> {
        let request = RequestContext::of(ctx)?;
        request.duty.activities.by_id.load_optional(self.activity_id.as_deref()).await
    }

    /// The act it records, when that was about a petition.
    async fn petition(&self, ctx: &Context<'_>) -> Result<Option<Arc<Petition>>> {
        let request = RequestContext::of(ctx)?;
        request.petitions.petitions.by_id.load_optional(self.petition_id.as_deref()).await
    }

    /// The line that it corrects.
    async fn corrects(&self, ctx: &Context<'_>) -> Result<Option<Arc<RegisterEntry>>> {
        let request = RequestContext::of(ctx)?;
        request.duty.register_entries.by_id.load_optional(self.corrects_id.as_deref()).await
    }

    /// What it says.
    async fn summary(&self) -> Option<LocalizedText> {
        localized(self.summary_zh.as_ref(), self.summary_en.as_ref())
    }

    /// The district that it belongs to.
    async fn district(&self) -> Result<District> {
        District::of(&self.id)
    }

    /// Whether the row is generated rather than taken from a source.
    async fn synthetic(&self) -> bool {
        self.synthetic
    }
}

/// The lists of a register.
struct RegisterLists<'a>(&'a Register);

list_fields! {
    impl RegisterLists<'_> {
        /// Its lines.
        entries: RegisterEntry = |Self(register)| ListOf::parent(&register.id, Relation::Column("register_id"));
    }
}
