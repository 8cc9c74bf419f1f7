//! How delegations are served.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use chrono::NaiveDate;
use storage::PageRequest;
use subgraph_server::{
    Result,
    graphql::{LocalizedText, RouteBy, route},
};

use crate::{
    brands::{
        filter::BrandFilter,
        model::{BrandInitiative, ReportedFigure},
        order::BrandOrder,
    },
    delegations::model::{Delegation, WorkingGroup},
    deputies::{self, filter::DeputyFilter, model::Deputy, order::DeputyOrder},
    district::District,
    duty::{
        filter::ActivityFilter,
        model::{Activity, CadenceRule, PointsRule, Register},
        order::ActivityOrder,
    },
    listing::{self, Connection, Relation},
    petitions::{
        filter::{EscalationFilter, PetitionFilter},
        model::{Escalation, Petition},
        order::{EscalationOrder, PetitionOrder},
    },
    places::{
        filter::GridFilter,
        model::{Division, Grid},
        order::GridOrder,
    },
    request::RequestContext,
    stations::{
        filter::{ChannelFilter, StationFilter},
        model::{Channel, Station},
        order::{ChannelOrder, StationOrder},
    },
    supervision::{
        filter::SupervisionActivityFilter, model::SupervisionActivity,
        order::SupervisionActivityOrder,
    },
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

    /// Its deputies on a day.
    #[expect(clippy::too_many_arguments, reason = "these are the arguments of the field")]
    async fn deputies(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The day; today when it is left out.")] on: Option<NaiveDate>,
        #[graphql(desc = "What the rows must meet.")] filter: Option<DeputyFilter>,
        #[graphql(desc = "How the list is ordered.", default_with = "DeputyOrder::NameAsc")]
        order_by: DeputyOrder,
        #[graphql(
            desc = "How many rows from the start of the list; 20 when neither this nor `last` is given, at most 100."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only rows after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many rows from the end of the list, at most 100.")] last: Option<i32>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Deputy>> {
        let on = on.unwrap_or(RequestContext::of(ctx)?.today);
        let conditions = filter.unwrap_or_default().conditions();
        let page = PageRequest { first, last, after, before };
        listing::below(
            ctx,
            &self.id,
            deputies::queries::deputies_of_delegations(on),
            conditions,
            order_by,
            page,
        )
        .await
    }

    /// Where its deputies meet the public.
    #[expect(clippy::too_many_arguments, reason = "these are the arguments of the field")]
    async fn stations(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What the rows must meet.")] filter: Option<StationFilter>,
        #[graphql(desc = "How the list is ordered.", default_with = "StationOrder::NameAsc")]
        order_by: StationOrder,
        #[graphql(
            desc = "How many rows from the start of the list; 20 when neither this nor `last` is given, at most 100."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only rows after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many rows from the end of the list, at most 100.")] last: Option<i32>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Station>> {
        let conditions = filter.unwrap_or_default().conditions();
        let page = PageRequest { first, last, after, before };
        listing::below(ctx, &self.id, Relation::Column("delegation_id"), conditions, order_by, page)
            .await
    }

    /// The ways to its deputies.
    #[expect(clippy::too_many_arguments, reason = "these are the arguments of the field")]
    async fn channels(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What the rows must meet.")] filter: Option<ChannelFilter>,
        #[graphql(desc = "How the list is ordered.", default_with = "ChannelOrder::NameAsc")]
        order_by: ChannelOrder,
        #[graphql(
            desc = "How many rows from the start of the list; 20 when neither this nor `last` is given, at most 100."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only rows after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many rows from the end of the list, at most 100.")] last: Option<i32>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Channel>> {
        let conditions = filter.unwrap_or_default().conditions();
        let page = PageRequest { first, last, after, before };
        listing::below(ctx, &self.id, Relation::Column("delegation_id"), conditions, order_by, page)
            .await
    }

    /// The grids of its area.
    #[expect(clippy::too_many_arguments, reason = "these are the arguments of the field")]
    async fn grids(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What the rows must meet.")] filter: Option<GridFilter>,
        #[graphql(desc = "How the list is ordered.", default_with = "GridOrder::NameAsc")] order_by: GridOrder,
        #[graphql(
            desc = "How many rows from the start of the list; 20 when neither this nor `last` is given, at most 100."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only rows after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many rows from the end of the list, at most 100.")] last: Option<i32>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Grid>> {
        let conditions = filter.unwrap_or_default().conditions();
        let page = PageRequest { first, last, after, before };
        listing::below(ctx, &self.id, Relation::Column("delegation_id"), conditions, order_by, page)
            .await
    }

    /// The petitions from its area.
    #[expect(clippy::too_many_arguments, reason = "these are the arguments of the field")]
    async fn petitions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What the rows must meet.")] filter: Option<PetitionFilter>,
        #[graphql(
            desc = "How the list is ordered.",
            default_with = "PetitionOrder::AcceptedAtDesc"
        )]
        order_by: PetitionOrder,
        #[graphql(
            desc = "How many rows from the start of the list; 20 when neither this nor `last` is given, at most 100."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only rows after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many rows from the end of the list, at most 100.")] last: Option<i32>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Petition>> {
        let conditions = filter.unwrap_or_default().conditions();
        let page = PageRequest { first, last, after, before };
        listing::below(ctx, &self.id, Relation::Column("delegation_id"), conditions, order_by, page)
            .await
    }

    /// What its deputies took to a congress.
    #[expect(clippy::too_many_arguments, reason = "these are the arguments of the field")]
    async fn escalations(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What the rows must meet.")] filter: Option<EscalationFilter>,
        #[graphql(
            desc = "How the list is ordered.",
            default_with = "EscalationOrder::FiledAtDesc"
        )]
        order_by: EscalationOrder,
        #[graphql(
            desc = "How many rows from the start of the list; 20 when neither this nor `last` is given, at most 100."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only rows after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many rows from the end of the list, at most 100.")] last: Option<i32>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Escalation>> {
        let conditions = filter.unwrap_or_default().conditions();
        let page = PageRequest { first, last, after, before };
        listing::below(ctx, &self.id, Relation::Column("delegation_id"), conditions, order_by, page)
            .await
    }

    /// What its deputies did.
    #[expect(clippy::too_many_arguments, reason = "these are the arguments of the field")]
    async fn activities(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What the rows must meet.")] filter: Option<ActivityFilter>,
        #[graphql(
            desc = "How the list is ordered.",
            default_with = "ActivityOrder::OccurredAtDesc"
        )]
        order_by: ActivityOrder,
        #[graphql(
            desc = "How many rows from the start of the list; 20 when neither this nor `last` is given, at most 100."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only rows after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many rows from the end of the list, at most 100.")] last: Option<i32>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Activity>> {
        let conditions = filter.unwrap_or_default().conditions();
        let page = PageRequest { first, last, after, before };
        listing::below(ctx, &self.id, Relation::Column("delegation_id"), conditions, order_by, page)
            .await
    }

    /// How its deputies supervised the authorities.
    #[expect(clippy::too_many_arguments, reason = "these are the arguments of the field")]
    async fn supervision(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What the rows must meet.")] filter: Option<SupervisionActivityFilter>,
        #[graphql(
            desc = "How the list is ordered.",
            default_with = "SupervisionActivityOrder::OccurredOnDesc"
        )]
        order_by: SupervisionActivityOrder,
        #[graphql(
            desc = "How many rows from the start of the list; 20 when neither this nor `last` is given, at most 100."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only rows after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many rows from the end of the list, at most 100.")] last: Option<i32>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
    ) -> Result<Connection<SupervisionActivity>> {
        let conditions = filter.unwrap_or_default().conditions();
        let page = PageRequest { first, last, after, before };
        listing::below(ctx, &self.id, Relation::Column("delegation_id"), conditions, order_by, page)
            .await
    }

    /// What it makes of its work under names of its own.
    #[expect(clippy::too_many_arguments, reason = "these are the arguments of the field")]
    async fn brands(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What the rows must meet.")] filter: Option<BrandFilter>,
        #[graphql(desc = "How the list is ordered.", default_with = "BrandOrder::NameAsc")]
        order_by: BrandOrder,
        #[graphql(
            desc = "How many rows from the start of the list; 20 when neither this nor `last` is given, at most 100."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only rows after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many rows from the end of the list, at most 100.")] last: Option<i32>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
    ) -> Result<Connection<BrandInitiative>> {
        let conditions = filter.unwrap_or_default().conditions();
        let page = PageRequest { first, last, after, before };
        listing::below(ctx, &self.id, Relation::Column("delegation_id"), conditions, order_by, page)
            .await
    }

    /// Whether the row is generated rather than taken from a source.
    async fn synthetic(&self) -> bool {
        self.synthetic
    }
}
