//! How brands, their mechanisms, highlights and reported figures are served.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use chrono::NaiveDate;
use subgraph_server::{
    Result,
    graphql::{LocalizedText, RouteBy, route},
};

use crate::{
    brands::{
        kinds::{BrandKind, BrandStatus, HighlightKind, MechanismKind, Qualifier},
        model::{BrandInitiative, Highlight, Mechanism, ReportedFigure},
    },
    delegations::model::{Delegation, WorkingGroup},
    district::District,
    request::RequestContext,
    stations::model::{Channel, Station},
    text::{Language, localized},
};

/// What a delegation makes of its work under a name of its own.
#[Object(name = "Brand")]
impl BrandInitiative {
    /// The id; it starts with the code of the district.
    #[graphql(directive = route::apply(RouteBy::Id, None))]
    pub async fn id(&self) -> ID {
        ID::from(self.id.as_str())
    }

    /// Whose brand it is.
    async fn delegation(&self, ctx: &Context<'_>) -> Result<Arc<Delegation>> {
        RequestContext::of(ctx)?
            .delegations
            .delegations
            .by_id
            .load_referred(&self.delegation_id)
            .await
    }

    /// The name.
    async fn name(&self) -> LocalizedText {
        LocalizedText::new(&self.name_zh, &self.name_en)
    }

    /// The slogan.
    async fn slogan(&self) -> Option<LocalizedText> {
        localized(self.slogan_zh.as_ref(), self.slogan_en.as_ref())
    }

    /// What the brand is, above all.
    async fn kind(&self) -> Option<BrandKind> {
        self.kind
    }

    /// The problem that it answers.
    async fn problem(&self) -> Option<LocalizedText> {
        localized(self.problem_zh.as_ref(), self.problem_en.as_ref())
    }

    /// What is said of it.
    async fn detail(&self) -> Option<LocalizedText> {
        localized(self.detail_zh.as_ref(), self.detail_en.as_ref())
    }

    /// When it began, if that is known.
    async fn started_on(&self) -> Option<NaiveDate> {
        self.started_on
    }

    /// Where it stands.
    async fn status(&self) -> BrandStatus {
        self.status
    }

    /// Whether it is the delegation's lead brand.
    async fn lead(&self) -> bool {
        self.lead
    }

    /// Who says so.
    async fn source(&self) -> Option<LocalizedText> {
        localized(self.source_zh.as_ref(), self.source_en.as_ref())
    }

    /// The district that it belongs to.
    async fn district(&self) -> Result<District> {
        District::of(&self.id)
    }

    /// The ways of working that it brings, in order; those that are parts of another stand in its
    /// `parts`.
    async fn mechanisms(&self, ctx: &Context<'_>) -> Result<Vec<Arc<Mechanism>>> {
        let mut all = RequestContext::of(ctx)?.brands.mechanisms_of_brand.load(&self.id).await?;
        all.retain(|mechanism| mechanism.parent_id.is_none());
        Ok(all)
    }

    /// The channels that belong to it.
    async fn channels(&self, ctx: &Context<'_>) -> Result<Vec<Arc<Channel>>> {
        RequestContext::of(ctx)?.brands.channels_of_brand.load(&self.id).await
    }

    /// The stations that belong to it.
    async fn stations(&self, ctx: &Context<'_>) -> Result<Vec<Arc<Station>>> {
        RequestContext::of(ctx)?.brands.stations_of_brand.load(&self.id).await
    }

    /// The working groups that belong to it.
    async fn working_groups(&self, ctx: &Context<'_>) -> Result<Vec<Arc<WorkingGroup>>> {
        RequestContext::of(ctx)?.brands.groups_of_brand.load(&self.id).await
    }

    /// What it is proud of, in order.
    async fn highlights(&self, ctx: &Context<'_>) -> Result<Vec<Arc<Highlight>>> {
        RequestContext::of(ctx)?.brands.highlights_of_brand.load(&self.id).await
    }

    /// What somebody said in numbers; never what is computed.
    async fn reported_figures(&self, ctx: &Context<'_>) -> Result<Vec<Arc<ReportedFigure>>> {
        RequestContext::of(ctx)?.brands.figures_of_brand.load(&self.id).await
    }

    /// Whether the row is generated rather than taken from a source.
    async fn synthetic(&self) -> bool {
        self.synthetic
    }
}

/// A way of working that a brand brings, under the name it is known by.
#[Object]
impl Mechanism {
    /// What sort of way it is.
    async fn kind(&self) -> MechanismKind {
        self.kind
    }

    /// The name.
    async fn name(&self) -> LocalizedText {
        LocalizedText::new(&self.name_zh, &self.name_en)
    }

    /// What it means.
    async fn meaning(&self) -> Option<LocalizedText> {
        localized(self.meaning_zh.as_ref(), self.meaning_en.as_ref())
    }

    /// The place among its neighbours, from 1.
    async fn position(&self) -> i32 {
        self.position
    }

    /// The mechanisms that it is made of.
    async fn parts(&self, ctx: &Context<'_>) -> Result<Vec<Arc<Mechanism>>> {
        RequestContext::of(ctx)?.brands.parts_of_mechanism.load(&self.id).await
    }

    /// Whether the row is generated rather than taken from a source.
    async fn synthetic(&self) -> bool {
        self.synthetic
    }
}

/// Something that a brand is proud of: a case, a method, a result, a venue.
#[Object]
impl Highlight {
    /// What sort of thing it is.
    async fn kind(&self) -> HighlightKind {
        self.kind
    }

    /// The heading.
    async fn title(&self) -> LocalizedText {
        LocalizedText::new(&self.title_zh, &self.title_en)
    }

    /// What shows it.
    async fn evidence(&self) -> Option<LocalizedText> {
        localized(self.evidence_zh.as_ref(), self.evidence_en.as_ref())
    }

    /// Whether it is the brand's lead highlight.
    async fn lead(&self) -> bool {
        self.lead
    }

    /// Whether the row is generated rather than taken from a source.
    async fn synthetic(&self) -> bool {
        self.synthetic
    }
}

/// A number that somebody said. It is never mixed with what is computed.
#[Object]
impl ReportedFigure {
    /// The number.
    async fn value(&self) -> f64 {
        self.value
    }

    /// How exact the words are.
    async fn qualifier(&self) -> Qualifier {
        self.qualifier
    }

    /// The first day of that time, when the source gives it.
    async fn window_from(&self) -> Option<NaiveDate> {
        self.window_from
    }

    /// The last day of that time, when the source gives it.
    async fn window_to(&self) -> Option<NaiveDate> {
        self.window_to
    }

    /// Who said it.
    async fn source(&self) -> LocalizedText {
        LocalizedText::new(&self.source_zh, &self.source_en)
    }

    /// When it was said, if that is known.
    async fn quoted_on(&self) -> Option<NaiveDate> {
        self.quoted_on
    }

    /// What is counted.
    async fn metric_label(
        &self,
        #[graphql(desc = "The language of the text.", default)] language: Language,
    ) -> &str {
        language.pick(&self.metric_label_zh, &self.metric_label_en)
    }

    /// The unit of the number.
    async fn unit(
        &self,
        #[graphql(desc = "The language of the text.", default)] language: Language,
    ) -> &str {
        language.pick(&self.unit_zh, &self.unit_en)
    }

    /// The time that the number covers, in the words of the source.
    async fn window_text(
        &self,
        #[graphql(desc = "The language of the text.", default)] language: Language,
    ) -> &str {
        language.pick(&self.window_zh, &self.window_en)
    }

    /// Whether the row is generated rather than taken from a source.
    async fn synthetic(&self) -> bool {
        self.synthetic
    }
}
