//! How deputies are served.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use chrono::NaiveDate;
use subgraph_server::{
    Result,
    graphql::{LocalizedText, RouteBy, route},
};

use crate::{
    access,
    delegations::model::{Delegation, WorkingGroup},
    deputies::{
        kinds::{DelegationRole, Sector},
        model::{DelegationMembership, Deputy, Mandate},
    },
    district::{District, model::Congress},
    duty::{
        self,
        model::{Activity, CadenceExcuse, PerformanceFile, PointsEntry},
    },
    listing::{ListOf, Relation, list_fields},
    petitions::{
        self,
        model::{Escalation, Petition},
    },
    places::{self, model::Grid},
    request::RequestContext,
    stations::model::QrCode,
    text::localized,
};

/// A person elected to one or more people's congresses.
#[Object]
impl Deputy {
    /// The id; it starts with the code of the district.
    #[graphql(directive = route::apply(RouteBy::Id, None))]
    pub async fn id(&self) -> ID {
        ID::from(self.id.as_str())
    }

    /// The name.
    async fn name(&self) -> LocalizedText {
        LocalizedText::new(&self.name_zh, &self.name_en)
    }

    /// Where the deputy works.
    async fn sector(&self) -> Option<Sector> {
        self.sector
    }

    /// A telephone number that the deputy chose to publish.
    async fn published_contact(&self) -> Option<&str> {
        self.published_contact.as_deref()
    }

    /// When it was published; a contact without this date does not exist.
    async fn contact_published_on(&self) -> Option<NaiveDate> {
        self.contact_published_on
    }

    /// The district that it belongs to.
    async fn district(&self) -> Result<District> {
        District::of(&self.id)
    }

    /// The seats that the deputy has or had, oldest first.
    async fn mandates(&self, ctx: &Context<'_>) -> Result<Vec<Arc<Mandate>>> {
        RequestContext::of(ctx)?.deputies.mandates_of_deputy.load(&self.id).await
    }

    /// The delegations that the deputy is or was in, oldest first.
    async fn memberships(&self, ctx: &Context<'_>) -> Result<Vec<Arc<DelegationMembership>>> {
        RequestContext::of(ctx)?.deputies.memberships_of_deputy.load(&self.id).await
    }

    /// The delegations that the deputy is in today.
    async fn delegations(&self, ctx: &Context<'_>) -> Result<Vec<Arc<Delegation>>> {
        RequestContext::of(ctx)?.deputies.delegations_of_deputy.load(&self.id).await
    }

    /// The working groups that the deputy is in today.
    async fn working_groups(&self, ctx: &Context<'_>) -> Result<Vec<Arc<WorkingGroup>>> {
        RequestContext::of(ctx)?.deputies.groups_of_deputy.load(&self.id).await
    }

    /// The codes that lead to the deputy.
    async fn qr_codes(&self, ctx: &Context<'_>) -> Result<Vec<Arc<QrCode>>> {
        RequestContext::of(ctx)?.deputies.codes_of_deputy.load(&self.id).await
    }

    /// The records of the deputy's performance, oldest first. For the staff of the district.
    async fn performance_files(&self, ctx: &Context<'_>) -> Result<Vec<Arc<PerformanceFile>>> {
        access::performance(ctx)?;
        RequestContext::of(ctx)?.deputies.files_of_deputy.load(&self.id).await
    }

    /// When the deputy was excused from duties, oldest first. For the staff of the district.
    async fn excuses(&self, ctx: &Context<'_>) -> Result<Vec<Arc<CadenceExcuse>>> {
        access::performance(ctx)?;
        RequestContext::of(ctx)?.duty.excuses_of_deputy.load(&self.id).await
    }

    /// Its lists.
    #[graphql(flatten)]
    async fn lists(&self, _ctx: &Context<'_>) -> DeputyLists<'_> {
        DeputyLists(self)
    }

    /// Whether the row is generated rather than taken from a source.
    async fn synthetic(&self) -> bool {
        self.synthetic
    }
}

/// A seat of a deputy in a congress, for a time.
#[Object]
impl Mandate {
    /// The congress; its level is that of the mandate.
    async fn congress(&self, ctx: &Context<'_>) -> Result<Arc<Congress>> {
        RequestContext::of(ctx)?.district.congresses.load_referred(&self.congress_id).await
    }

    /// Where the deputy was elected.
    async fn constituency(&self) -> Option<LocalizedText> {
        localized(self.constituency_zh.as_ref(), self.constituency_en.as_ref())
    }

    /// The first day on which this holds.
    async fn valid_from(&self) -> NaiveDate {
        self.valid_from
    }

    /// The last day on which this holds; absent while it does.
    async fn valid_to(&self) -> Option<NaiveDate> {
        self.valid_to
    }

    /// Whether the row is generated rather than taken from a source.
    async fn synthetic(&self) -> bool {
        self.synthetic
    }
}

/// A deputy's place in a delegation, for a time.
#[Object]
impl DelegationMembership {
    /// The delegation.
    async fn delegation(&self, ctx: &Context<'_>) -> Result<Arc<Delegation>> {
        RequestContext::of(ctx)?
            .delegations
            .delegations
            .by_id
            .load_referred(&self.delegation_id)
            .await
    }

    /// What the deputy does there.
    async fn role(&self) -> DelegationRole {
        self.role
    }

    /// The first day on which this holds.
    async fn valid_from(&self) -> NaiveDate {
        self.valid_from
    }

    /// The last day on which this holds; absent while it does.
    async fn valid_to(&self) -> Option<NaiveDate> {
        self.valid_to
    }

    /// Whether the row is generated rather than taken from a source.
    async fn synthetic(&self) -> bool {
        self.synthetic
    }
}

/// The lists of a deputy.
struct DeputyLists<'a>(&'a Deputy);

list_fields! {
    impl DeputyLists<'_> {
        /// The points that the deputy earned. For the staff of the district.
        points_entries: PointsEntry = |Self(deputy), ctx| { access::performance(ctx)?; ListOf::parent(&deputy.id, Relation::Column("deputy_id")) };
        /// The grids that the deputy covers on a day.
        grids(
            #[graphql(desc = "The day; today when it is left out.")] on: Option<NaiveDate>,
        ): Grid = |Self(deputy), ctx| { let on = on.unwrap_or(RequestContext::of(ctx)?.today); ListOf::parent(&deputy.id, places::queries::grids_of_deputies(on)) };
        /// The petitions that the deputy works or worked on.
        petitions: Petition = |Self(deputy)| ListOf::parent(&deputy.id, petitions::queries::petitions_of_deputies());
        /// What the deputy filed or co-signed.
        escalations: Escalation = |Self(deputy)| ListOf::parent(&deputy.id, Relation::link("escalation_filers", "deputy_id", "escalation_id"));
        /// The activities that the deputy took part in.
        activities: Activity = |Self(deputy)| ListOf::parent(&deputy.id, duty::queries::activities_of_deputies());
    }
}
