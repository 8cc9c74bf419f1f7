//! What a district service adds to the district of the city's graph: its profile and its lists.

use std::sync::Arc;

use async_graphql::{Context, Object};
use contract::GlobalId;
use subgraph_server::{
    Result,
    graphql::{DistrictCode, LocalizedText, RouteBy, route},
};

use super::model::{DistrictFact, DistrictProfile};
use crate::{
    brands::model::BrandInitiative,
    delegations::model::{Delegation, WorkingGroup},
    deputies::model::Deputy,
    duty::model::Activity,
    listing::{ListError, ListOf, list_fields},
    petitions::model::{Escalation, Petition},
    places::model::{Community, Division, Grid},
    request::RequestContext,
    stations::model::{Channel, QrCode, Station},
    supervision::model::SupervisionActivity,
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

    /// Its lists.
    #[graphql(flatten)]
    async fn lists(&self, _ctx: &Context<'_>) -> DistrictLists<'_> {
        DistrictLists(self)
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

/// The lists of a district.
struct DistrictLists<'a>(&'a District);

list_fields! {
    impl DistrictLists<'_> {
        /// Its deputies.
        deputies: Deputy = |Self(district)| ListOf::district(&district.code);
        /// Its delegations.
        delegations: Delegation = |Self(district)| ListOf::district(&district.code);
        /// Its working groups.
        working_groups: WorkingGroup = |Self(district)| ListOf::district(&district.code);
        /// Its stations.
        stations: Station = |Self(district)| ListOf::district(&district.code);
        /// Its channels.
        channels: Channel = |Self(district)| ListOf::district(&district.code);
        /// Its QR codes.
        qr_codes: QrCode = |Self(district)| ListOf::district(&district.code);
        /// Its divisions.
        divisions: Division = |Self(district)| ListOf::district(&district.code);
        /// Its communities and villages.
        communities: Community = |Self(district)| ListOf::district(&district.code);
        /// Its grids.
        grids: Grid = |Self(district)| ListOf::district(&district.code);
        /// Its petitions.
        petitions: Petition = |Self(district)| ListOf::district(&district.code);
        /// Its escalations.
        escalations: Escalation = |Self(district)| ListOf::district(&district.code);
        /// Its activities.
        activities: Activity = |Self(district)| ListOf::district(&district.code);
        /// Its supervisions.
        supervision: SupervisionActivity = |Self(district)| ListOf::district(&district.code);
        /// Its brands.
        brands: BrandInitiative = |Self(district)| ListOf::district(&district.code);
    }
}
