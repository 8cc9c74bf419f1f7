//! The root fields of stations and what goes with them.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use storage::PageRequest;
use subgraph_server::{
    Result,
    graphql::{DistrictCode, MergeLaw, RouteBy, merge, route},
};

use crate::{
    listing::{self, Connection},
    node,
    request::RequestContext,
    stations::{
        filter::{ChannelFilter, QrCodeFilter, StationFilter},
        model::{Channel, QrCode, Station},
        order::{ChannelOrder, QrCodeOrder, StationOrder},
    },
};

/// The root fields of stations.
#[derive(Default)]
pub struct StationQuery;

#[Object]
impl StationQuery {
    /// The stations of the districts, on pages.
    #[graphql(directive = merge::apply(MergeLaw::Connection, None))]
    #[expect(clippy::too_many_arguments, reason = "these are the arguments of the field")]
    async fn stations(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only these districts; all when it is left out.", directive = route::apply(RouteBy::Key, None))]
        districts: Option<Vec<DistrictCode>>,
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
        listing::root(ctx, districts, conditions, order_by, page).await
    }

    /// The channels of the districts, on pages.
    #[graphql(directive = merge::apply(MergeLaw::Connection, None))]
    #[expect(clippy::too_many_arguments, reason = "these are the arguments of the field")]
    async fn channels(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only these districts; all when it is left out.", directive = route::apply(RouteBy::Key, None))]
        districts: Option<Vec<DistrictCode>>,
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
        listing::root(ctx, districts, conditions, order_by, page).await
    }

    /// The QR codes of the districts, on pages.
    #[graphql(directive = merge::apply(MergeLaw::Connection, None))]
    #[expect(clippy::too_many_arguments, reason = "these are the arguments of the field")]
    async fn qr_codes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only these districts; all when it is left out.", directive = route::apply(RouteBy::Key, None))]
        districts: Option<Vec<DistrictCode>>,
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
        listing::root(ctx, districts, conditions, order_by, page).await
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
