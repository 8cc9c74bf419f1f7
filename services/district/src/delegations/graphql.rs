//! How delegations are served.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use chrono::NaiveDate;
use subgraph_server::{
    Result,
    graphql::{LocalizedText, RouteBy, route},
};

use crate::{
    brands::model::{BrandInitiative, ReportedFigure},
    delegations::model::{Delegation, WorkingGroup},
    deputies::{self, model::Deputy},
    district::District,
    duty::model::{Activity, CadenceRule, PointsRule, Register},
    listing::{ListOf, Relation, list_fields},
    petitions::model::{Escalation, Petition},
    places::model::{Division, Grid},
    request::RequestContext,
    stations::model::{Channel, Station},
    supervision::model::SupervisionActivity,
    text::localized,
};

/// The deputies from one township-level area.
#[Object]
impl Delegation {
    /// The id; it starts with the code of the district.
    #[graphql(directive = route::apply(RouteBy::Id, None))]
    pub async fn id(&self) -> ID {
        ID::from(self.id.as_str())
    }

    /// The division whose deputies form it.
    async fn division(&self, ctx: &Context<'_>) -> Result<Arc<Division>> {
        RequestContext::of(ctx)?.places.divisions.by_id.load_referred(&self.division_id).await
    }

    /// The name.
    async fn name(&self) -> LocalizedText {
        LocalizedText::new(&self.name_zh, &self.name_en)
    }

    /// How it sums up its own work.
    async fn headline(&self) -> Option<LocalizedText> {
        localized(self.headline_zh.as_ref(), self.headline_en.as_ref())
    }

    /// What it set out to do.
    async fn summary(&self) -> Option<LocalizedText> {
        localized(self.summary_zh.as_ref(), self.summary_en.as_ref())
    }

    /// The district that it belongs to.
    async fn district(&self) -> Result<District> {
        District::of(&self.id)
    }

    /// Its working groups.
    async fn working_groups(&self, ctx: &Context<'_>) -> Result<Vec<Arc<WorkingGroup>>> {
        RequestContext::of(ctx)?.delegations.groups_of_delegation.load(&self.id).await
    }

    /// The books that it keeps.
    async fn registers(&self, ctx: &Context<'_>) -> Result<Vec<Arc<Register>>> {
        RequestContext::of(ctx)?.duty.registers_of_delegation.load(&self.id).await
    }

    /// How often its duties fall due.
    async fn cadence_rules(&self, ctx: &Context<'_>) -> Result<Vec<Arc<CadenceRule>>> {
        RequestContext::of(ctx)?.duty.cadence_rules_of_delegation.load(&self.id).await
    }

    /// How its deputies earn points; every version.
    async fn points_rules(&self, ctx: &Context<'_>) -> Result<Vec<Arc<PointsRule>>> {
        RequestContext::of(ctx)?.duty.points_rules_of_delegation.load(&self.id).await
    }

    /// The numbers that somebody reported about it.
    async fn reported_figures(&self, ctx: &Context<'_>) -> Result<Vec<Arc<ReportedFigure>>> {
        RequestContext::of(ctx)?.brands.figures_of_delegation.load(&self.id).await
    }

    /// Its lists.
    #[graphql(flatten)]
    async fn lists(&self, _ctx: &Context<'_>) -> DelegationLists<'_> {
        DelegationLists(self)
    }

    /// Whether the row is generated rather than taken from a source.
    async fn synthetic(&self) -> bool {
        self.synthetic
    }
}

/// The lists of a delegation.
struct DelegationLists<'a>(&'a Delegation);

list_fields! {
    impl DelegationLists<'_> {
        /// Its deputies on a day.
        deputies(
            #[graphql(desc = "The day; today when it is left out.")] on: Option<NaiveDate>,
        ): Deputy = |Self(delegation), ctx| { let on = on.unwrap_or(RequestContext::of(ctx)?.today); ListOf::parent(&delegation.id, deputies::queries::deputies_of_delegations(on)) };
        /// Where its deputies meet the public.
        stations: Station = |Self(delegation)| ListOf::parent(&delegation.id, Relation::Column("delegation_id"));
        /// The ways to its deputies.
        channels: Channel = |Self(delegation)| ListOf::parent(&delegation.id, Relation::Column("delegation_id"));
        /// The grids of its area.
        grids: Grid = |Self(delegation)| ListOf::parent(&delegation.id, Relation::Column("delegation_id"));
        /// The petitions from its area.
        petitions: Petition = |Self(delegation)| ListOf::parent(&delegation.id, Relation::Column("delegation_id"));
        /// What its deputies took to a congress.
        escalations: Escalation = |Self(delegation)| ListOf::parent(&delegation.id, Relation::Column("delegation_id"));
        /// What its deputies did.
        activities: Activity = |Self(delegation)| ListOf::parent(&delegation.id, Relation::Column("delegation_id"));
        /// How its deputies supervised the authorities.
        supervision: SupervisionActivity = |Self(delegation)| ListOf::parent(&delegation.id, Relation::Column("delegation_id"));
        /// What it makes of its work under names of its own.
        brands: BrandInitiative = |Self(delegation)| ListOf::parent(&delegation.id, Relation::Column("delegation_id"));
    }
}
