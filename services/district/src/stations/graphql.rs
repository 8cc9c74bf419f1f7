//! How stations are served.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use subgraph_server::{
    Result,
    graphql::{LocalizedText, RouteBy, route},
};

use crate::{
    delegations::model::{Delegation, WorkingGroup},
    district::District,
    duty::model::Activity,
    listing::{ListOf, Relation, list_fields},
    petitions::model::Petition,
    places::model::Community,
    request::RequestContext,
    stations::{
        kinds::{StationHostKind, StationLevel, StationType},
        model::{Channel, QrCode, Station},
    },
    text::localized,
};

/// A place where deputies meet the public: home, liaison station, contact point, window.
#[Object]
impl Station {
    /// The id; it starts with the code of the district.
    #[graphql(directive = route::apply(RouteBy::Id, None))]
    pub async fn id(&self) -> ID {
        ID::from(self.id.as_str())
    }

    /// Whose deputies serve there.
    async fn delegation(&self, ctx: &Context<'_>) -> Result<Arc<Delegation>> {
        RequestContext::of(ctx)?
            .delegations
            .delegations
            .by_id
            .load_referred(&self.delegation_id)
            .await
    }

    /// What sort of place it is.
    #[graphql(name = "type")]
    async fn station_type(&self) -> StationType {
        self.station_type
    }

    /// The level it works at; names do not tell.
    async fn level(&self) -> Option<StationLevel> {
        self.level
    }

    /// What sort of body gives it room.
    async fn host_kind(&self) -> Option<StationHostKind> {
        self.host_kind
    }

    /// The community it stands in.
    async fn community(&self, ctx: &Context<'_>) -> Result<Option<Arc<Community>>> {
        let request = RequestContext::of(ctx)?;
        request.places.communities.by_id.load_optional(self.community_id.as_deref()).await
    }

    /// The station it supplements.
    async fn parent(&self, ctx: &Context<'_>) -> Result<Option<Arc<Station>>> {
        let request = RequestContext::of(ctx)?;
        request.stations.stations.by_id.load_optional(self.parent_id.as_deref()).await
    }

    /// The name.
    async fn name(&self) -> LocalizedText {
        LocalizedText::new(&self.name_zh, &self.name_en)
    }

    /// Who gives it room.
    async fn host(&self) -> Option<LocalizedText> {
        localized(self.host_zh.as_ref(), self.host_en.as_ref())
    }

    /// When it is open.
    async fn opening(&self) -> Option<LocalizedText> {
        localized(self.opening_zh.as_ref(), self.opening_en.as_ref())
    }

    /// What is said of it.
    async fn detail(&self) -> Option<LocalizedText> {
        localized(self.detail_zh.as_ref(), self.detail_en.as_ref())
    }

    /// The district that it belongs to.
    async fn district(&self) -> Result<District> {
        District::of(&self.id)
    }

    /// The stations that supplement this one.
    async fn sub_stations(&self, ctx: &Context<'_>) -> Result<Vec<Arc<Station>>> {
        RequestContext::of(ctx)?.stations.sub_stations.load(&self.id).await
    }

    /// The channels that belong to it.
    async fn channels(&self, ctx: &Context<'_>) -> Result<Vec<Arc<Channel>>> {
        RequestContext::of(ctx)?.stations.channels_of_station.load(&self.id).await
    }

    /// The working groups that are posted to it.
    async fn working_groups(&self, ctx: &Context<'_>) -> Result<Vec<Arc<WorkingGroup>>> {
        RequestContext::of(ctx)?.stations.groups_of_station.load(&self.id).await
    }

    /// The codes that lead to it.
    async fn qr_codes(&self, ctx: &Context<'_>) -> Result<Vec<Arc<QrCode>>> {
        RequestContext::of(ctx)?.stations.codes_of_station.load(&self.id).await
    }

    /// Its lists.
    #[graphql(flatten)]
    async fn lists(&self, _ctx: &Context<'_>) -> StationLists<'_> {
        StationLists(self)
    }

    /// Whether the row is generated rather than taken from a source.
    async fn synthetic(&self) -> bool {
        self.synthetic
    }
}

/// The lists of a station.
struct StationLists<'a>(&'a Station);

list_fields! {
    impl StationLists<'_> {
        /// The petitions that it received.
        petitions: Petition = |Self(station)| ListOf::parent(&station.id, Relation::Column("station_id"));
        /// What was held there.
        activities: Activity = |Self(station)| ListOf::parent(&station.id, Relation::Column("station_id"));
    }
}
