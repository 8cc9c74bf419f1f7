//! The root fields of stations and what goes with them.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use subgraph_server::Result;

use crate::{
    listing::root_lists,
    node,
    request::RequestContext,
    stations::model::{Channel, QrCode, Station},
};

/// The root fields of stations.
#[derive(Default)]
pub struct StationQuery;

#[Object]
impl StationQuery {
    /// Its lists.
    #[graphql(flatten)]
    async fn lists(&self, _ctx: &Context<'_>) -> StationRootLists {
        StationRootLists
    }

    /// The entity of an id.
    #[graphql(entity)]
    async fn find_station_by_id(&self, ctx: &Context<'_>, id: ID) -> Result<Option<Arc<Station>>> {
        node::find(&RequestContext::of(ctx)?.stations.stations.by_id, &id).await
    }

    /// The entity of an id.
    #[graphql(entity)]
    async fn find_channel_by_id(&self, ctx: &Context<'_>, id: ID) -> Result<Option<Arc<Channel>>> {
        node::find(&RequestContext::of(ctx)?.stations.channels.by_id, &id).await
    }

    /// The entity of an id.
    #[graphql(entity)]
    async fn find_qr_code_by_id(&self, ctx: &Context<'_>, id: ID) -> Result<Option<Arc<QrCode>>> {
        node::find(&RequestContext::of(ctx)?.stations.qr_codes.by_id, &id).await
    }
}

/// The lists among them.
struct StationRootLists;

root_lists! {
    impl StationRootLists {
        /// The stations of the districts, on pages.
        stations: Station;
        /// The channels of the districts, on pages.
        channels: Channel;
        /// The QR codes of the districts, on pages.
        qr_codes: QrCode;
    }
}
