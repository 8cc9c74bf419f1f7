//! How channels and codes are served.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use chrono::NaiveDate;
use subgraph_server::{
    Result,
    graphql::{LocalizedText, RouteBy, route},
};

use crate::{
    delegations::model::Delegation,
    deputies::model::Deputy,
    district::District,
    listing::{ListOf, Relation, list_fields},
    petitions::model::Petition,
    places::model::Grid,
    request::RequestContext,
    stations::{
        kinds::{ChannelKind, ChannelStatus},
        model::{Channel, QrCode, Station},
        target::QrTarget,
    },
    text::localized,
};

/// A way by which the public reaches deputies.
#[Object]
impl Channel {
    /// The id; it starts with the code of the district.
    #[graphql(directive = route::apply(RouteBy::Id, None))]
    pub async fn id(&self) -> ID {
        ID::from(self.id.as_str())
    }

    /// Whose channel it is.
    async fn delegation(&self, ctx: &Context<'_>) -> Result<Arc<Delegation>> {
        RequestContext::of(ctx)?
            .delegations
            .delegations
            .by_id
            .load_referred(&self.delegation_id)
            .await
    }

    /// What sort of way it is.
    async fn kind(&self) -> ChannelKind {
        self.kind
    }

    /// Whether it can be used.
    async fn status(&self) -> ChannelStatus {
        self.status
    }

    /// The name.
    async fn name(&self) -> LocalizedText {
        LocalizedText::new(&self.name_zh, &self.name_en)
    }

    /// What is said of it.
    async fn detail(&self) -> Option<LocalizedText> {
        localized(self.detail_zh.as_ref(), self.detail_en.as_ref())
    }

    /// Who looks after it.
    async fn keeper(&self) -> Option<LocalizedText> {
        localized(self.keeper_zh.as_ref(), self.keeper_en.as_ref())
    }

    /// The station it belongs to.
    async fn station(&self, ctx: &Context<'_>) -> Result<Option<Arc<Station>>> {
        let request = RequestContext::of(ctx)?;
        request.stations.stations.by_id.load_optional(self.station_id.as_deref()).await
    }

    /// The deputy it leads to.
    async fn deputy(&self, ctx: &Context<'_>) -> Result<Option<Arc<Deputy>>> {
        let request = RequestContext::of(ctx)?;
        request.deputies.deputies.by_id.load_optional(self.deputy_id.as_deref()).await
    }

    /// The grid it leads to.
    async fn grid(&self, ctx: &Context<'_>) -> Result<Option<Arc<Grid>>> {
        let request = RequestContext::of(ctx)?;
        request.places.grids.by_id.load_optional(self.grid_id.as_deref()).await
    }

    /// When it opened, if that is known.
    async fn opened_on(&self) -> Option<NaiveDate> {
        self.opened_on
    }

    /// When it closed.
    async fn closed_on(&self) -> Option<NaiveDate> {
        self.closed_on
    }

    /// The district that it belongs to.
    async fn district(&self) -> Result<District> {
        District::of(&self.id)
    }

    /// Its lists.
    #[graphql(flatten)]
    async fn lists(&self, _ctx: &Context<'_>) -> ChannelLists<'_> {
        ChannelLists(self)
    }

    /// Whether the row is generated rather than taken from a source.
    async fn synthetic(&self) -> bool {
        self.synthetic
    }
}

/// A printed code that leads to one deputy, station or grid.
#[Object]
impl QrCode {
    /// The id; it starts with the code of the district.
    #[graphql(directive = route::apply(RouteBy::Id, None))]
    pub async fn id(&self) -> ID {
        ID::from(self.id.as_str())
    }

    /// The channel it feeds.
    async fn channel(&self, ctx: &Context<'_>) -> Result<Option<Arc<Channel>>> {
        let request = RequestContext::of(ctx)?;
        request.stations.channels.by_id.load_optional(self.channel_id.as_deref()).await
    }

    /// Whether scanning it works.
    async fn active(&self) -> bool {
        self.active
    }

    /// When it was first put up.
    async fn activated_on(&self) -> NaiveDate {
        self.activated_on
    }

    /// When its token was last replaced.
    async fn rotated_on(&self) -> Option<NaiveDate> {
        self.rotated_on
    }

    /// How often it was scanned; scans are not people.
    async fn scans(&self) -> i64 {
        self.scans
    }

    /// The district that it belongs to.
    async fn district(&self) -> Result<District> {
        District::of(&self.id)
    }

    /// What the code leads to.
    async fn target(&self, ctx: &Context<'_>) -> Result<QrTarget> {
        QrTarget::of(self, RequestContext::of(ctx)?).await
    }

    /// Its lists.
    #[graphql(flatten)]
    async fn lists(&self, _ctx: &Context<'_>) -> QrCodeLists<'_> {
        QrCodeLists(self)
    }

    /// Whether the row is generated rather than taken from a source.
    async fn synthetic(&self) -> bool {
        self.synthetic
    }
}

/// The lists of a channel.
struct ChannelLists<'a>(&'a Channel);

list_fields! {
    impl ChannelLists<'_> {
        /// The petitions that came by it first.
        petitions: Petition = |Self(channel)| ListOf::parent(&channel.id, Relation::Column("channel_id"));
    }
}

/// The lists of a qrcode.
struct QrCodeLists<'a>(&'a QrCode);

list_fields! {
    impl QrCodeLists<'_> {
        /// The petitions that it led to.
        petitions: Petition = |Self(code)| ListOf::parent(&code.id, Relation::Column("qr_code_id"));
    }
}
