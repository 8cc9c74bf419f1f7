//! What a district service adds to the district of the city's graph: its profile and its lists.

use std::sync::Arc;

use async_graphql::{Context, Object};
use contract::GlobalId;
use storage::PageRequest;
use subgraph_server::{
    Result,
    graphql::{DistrictCode, LocalizedText, RouteBy, route},
};

use super::model::{DistrictFact, DistrictProfile};
use crate::{
    brands::{filter::BrandFilter, model::BrandInitiative, order::BrandOrder},
    delegations::{
        filter::{DelegationFilter, WorkingGroupFilter},
        model::{Delegation, WorkingGroup},
        order::{DelegationOrder, WorkingGroupOrder},
    },
    deputies::{filter::DeputyFilter, model::Deputy, order::DeputyOrder},
    duty::{filter::ActivityFilter, model::Activity, order::ActivityOrder},
    listing::{self, Connection, ListError},
    petitions::{
        filter::{EscalationFilter, PetitionFilter},
        model::{Escalation, Petition},
        order::{EscalationOrder, PetitionOrder},
    },
    places::{
        filter::{CommunityFilter, DivisionFilter, GridFilter},
        model::{Community, Division, Grid},
        order::{CommunityOrder, DivisionOrder, GridOrder},
    },
    request::RequestContext,
    stations::{
        filter::{ChannelFilter, QrCodeFilter, StationFilter},
        model::{Channel, QrCode, Station},
        order::{ChannelOrder, QrCodeOrder, StationOrder},
    },
    supervision::{
        filter::SupervisionActivityFilter, model::SupervisionActivity,
        order::SupervisionActivityOrder,
    },
    text::localized,
};

/// A district, county or county-level city. What it is called and how it is grouped is the city's
/// to say; what happens in it is its own.
pub struct District {
    code: DistrictCode,
}

impl District {
    /// The district that an id belongs to.
    ///
    /// # Errors
    /// A defect, when the id is malformed.
    pub fn of(id: &str) -> Result<Self> {
        let code = GlobalId::parse(id).ok().and_then(|id| id.partition.parse().ok());
        code.map(|code| Self { code }).ok_or_else(|| ListError::Dangling(id.to_owned()).into())
    }

    /// The district of a code, if this service holds it.
    #[must_use]
    pub fn held(code: DistrictCode, request: &RequestContext) -> Option<Self> {
        request.districts.holds(&code).then_some(Self { code })
    }

    async fn profile(&self, ctx: &Context<'_>) -> Result<Option<Arc<DistrictProfile>>> {
        RequestContext::of(ctx)?.district.profiles.load(self.code.as_str()).await
    }
}

/// A district, county or county-level city. What it is called and how it is grouped is the city's
/// to say; what happens in it is its own.
#[Object]
impl District {
    /// The code by GB/T 2260.
    #[graphql(directive = route::apply(RouteBy::Key, None))]
    async fn code(&self) -> &DistrictCode {
        &self.code
    }

    /// The name of its people's congress.
    async fn congress_name(&self, ctx: &Context<'_>) -> Result<Option<LocalizedText>> {
        let profile = self.profile(ctx).await?;
        Ok(profile.and_then(|it| localized(it.congress_zh.as_ref(), it.congress_en.as_ref())))
    }

    /// The name of the standing committee of its congress.
    async fn committee_name(&self, ctx: &Context<'_>) -> Result<Option<LocalizedText>> {
        let profile = self.profile(ctx).await?;
        Ok(profile.and_then(|it| localized(it.committee_zh.as_ref(), it.committee_en.as_ref())))
    }

    /// The chair of that standing committee.
    async fn committee_chair(&self, ctx: &Context<'_>) -> Result<Option<LocalizedText>> {
        let profile = self.profile(ctx).await?;
        Ok(profile.and_then(|it| localized(it.chair_zh.as_ref(), it.chair_en.as_ref())))
    }

    /// What is said about its work as a whole, in order.
    async fn facts(&self, ctx: &Context<'_>) -> Result<Vec<Arc<DistrictFact>>> {
        RequestContext::of(ctx)?.district.facts_of_district.load(self.code.as_str()).await
    }

    /// Its deputies.
    #[expect(clippy::too_many_arguments, reason = "these are the arguments of the field")]
    async fn deputies(
        &self,
        ctx: &Context<'_>,
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
        let conditions = filter.unwrap_or_default().conditions();
        let page = PageRequest { first, last, after, before };
        let districts = Some(vec![self.code.clone()]);
        listing::root(ctx, districts, conditions, order_by, page).await
    }

    /// Its delegations.
    #[expect(clippy::too_many_arguments, reason = "these are the arguments of the field")]
    async fn delegations(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What the rows must meet.")] filter: Option<DelegationFilter>,
        #[graphql(desc = "How the list is ordered.", default_with = "DelegationOrder::NameAsc")]
        order_by: DelegationOrder,
        #[graphql(
            desc = "How many rows from the start of the list; 20 when neither this nor `last` is given, at most 100."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only rows after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many rows from the end of the list, at most 100.")] last: Option<i32>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Delegation>> {
        let conditions = filter.unwrap_or_default().conditions();
        let page = PageRequest { first, last, after, before };
        let districts = Some(vec![self.code.clone()]);
        listing::root(ctx, districts, conditions, order_by, page).await
    }

    /// Its working groups.
    #[expect(clippy::too_many_arguments, reason = "these are the arguments of the field")]
    async fn working_groups(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What the rows must meet.")] filter: Option<WorkingGroupFilter>,
        #[graphql(desc = "How the list is ordered.", default_with = "WorkingGroupOrder::NameAsc")]
        order_by: WorkingGroupOrder,
        #[graphql(
            desc = "How many rows from the start of the list; 20 when neither this nor `last` is given, at most 100."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only rows after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many rows from the end of the list, at most 100.")] last: Option<i32>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
    ) -> Result<Connection<WorkingGroup>> {
        let conditions = filter.unwrap_or_default().conditions();
        let page = PageRequest { first, last, after, before };
        let districts = Some(vec![self.code.clone()]);
        listing::root(ctx, districts, conditions, order_by, page).await
    }

    /// Its stations.
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
        let districts = Some(vec![self.code.clone()]);
        listing::root(ctx, districts, conditions, order_by, page).await
    }

    /// Its channels.
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
        let districts = Some(vec![self.code.clone()]);
        listing::root(ctx, districts, conditions, order_by, page).await
    }

    /// Its QR codes.
    #[expect(clippy::too_many_arguments, reason = "these are the arguments of the field")]
    async fn qr_codes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What the rows must meet.")] filter: Option<QrCodeFilter>,
        #[graphql(
            desc = "How the list is ordered.",
            default_with = "QrCodeOrder::ActivatedOnDesc"
        )]
        order_by: QrCodeOrder,
        #[graphql(
            desc = "How many rows from the start of the list; 20 when neither this nor `last` is given, at most 100."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only rows after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many rows from the end of the list, at most 100.")] last: Option<i32>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
    ) -> Result<Connection<QrCode>> {
        let conditions = filter.unwrap_or_default().conditions();
        let page = PageRequest { first, last, after, before };
        let districts = Some(vec![self.code.clone()]);
        listing::root(ctx, districts, conditions, order_by, page).await
    }

    /// Its divisions.
    #[expect(clippy::too_many_arguments, reason = "these are the arguments of the field")]
    async fn divisions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What the rows must meet.")] filter: Option<DivisionFilter>,
        #[graphql(desc = "How the list is ordered.", default_with = "DivisionOrder::NameAsc")]
        order_by: DivisionOrder,
        #[graphql(
            desc = "How many rows from the start of the list; 20 when neither this nor `last` is given, at most 100."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only rows after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many rows from the end of the list, at most 100.")] last: Option<i32>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Division>> {
        let conditions = filter.unwrap_or_default().conditions();
        let page = PageRequest { first, last, after, before };
        let districts = Some(vec![self.code.clone()]);
        listing::root(ctx, districts, conditions, order_by, page).await
    }

    /// Its communities and villages.
    #[expect(clippy::too_many_arguments, reason = "these are the arguments of the field")]
    async fn communities(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What the rows must meet.")] filter: Option<CommunityFilter>,
        #[graphql(desc = "How the list is ordered.", default_with = "CommunityOrder::NameAsc")]
        order_by: CommunityOrder,
        #[graphql(
            desc = "How many rows from the start of the list; 20 when neither this nor `last` is given, at most 100."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only rows after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many rows from the end of the list, at most 100.")] last: Option<i32>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Community>> {
        let conditions = filter.unwrap_or_default().conditions();
        let page = PageRequest { first, last, after, before };
        let districts = Some(vec![self.code.clone()]);
        listing::root(ctx, districts, conditions, order_by, page).await
    }

    /// Its grids.
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
        let districts = Some(vec![self.code.clone()]);
        listing::root(ctx, districts, conditions, order_by, page).await
    }

    /// Its petitions.
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
        let districts = Some(vec![self.code.clone()]);
        listing::root(ctx, districts, conditions, order_by, page).await
    }

    /// Its escalations.
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
        let districts = Some(vec![self.code.clone()]);
        listing::root(ctx, districts, conditions, order_by, page).await
    }

    /// Its activities.
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
        let districts = Some(vec![self.code.clone()]);
        listing::root(ctx, districts, conditions, order_by, page).await
    }

    /// Its supervisions.
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
        let districts = Some(vec![self.code.clone()]);
        listing::root(ctx, districts, conditions, order_by, page).await
    }

    /// Its brands.
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
        let districts = Some(vec![self.code.clone()]);
        listing::root(ctx, districts, conditions, order_by, page).await
    }
}

/// The entity of districts.
#[derive(Default)]
pub struct DistrictQuery;

#[Object]
impl DistrictQuery {
    /// The entity of a code.
    #[graphql(entity)]
    async fn find_district_by_code(
        &self,
        ctx: &Context<'_>,
        code: DistrictCode,
    ) -> Result<Option<District>> {
        Ok(District::held(code, RequestContext::of(ctx)?))
    }
}
