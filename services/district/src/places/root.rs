//! The root fields of grids and what goes with them.

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
    places::{
        filter::{CommunityFilter, DivisionFilter, GridFilter},
        model::{Community, Division, Grid},
        order::{CommunityOrder, DivisionOrder, GridOrder},
    },
    request::RequestContext,
};

/// The root fields of grids.
#[derive(Default)]
pub struct PlaceQuery;

#[Object]
impl PlaceQuery {
    /// The divisions of the districts, on pages.
    #[graphql(directive = merge::apply(MergeLaw::Connection, None))]
    #[expect(clippy::too_many_arguments, reason = "these are the arguments of the field")]
    async fn divisions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only these districts; all when it is left out.", directive = route::apply(RouteBy::Key, None))]
        districts: Option<Vec<DistrictCode>>,
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
        listing::root(ctx, districts, conditions, order_by, page).await
    }

    /// The communities and villages of the districts, on pages.
    #[graphql(directive = merge::apply(MergeLaw::Connection, None))]
    #[expect(clippy::too_many_arguments, reason = "these are the arguments of the field")]
    async fn communities(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only these districts; all when it is left out.", directive = route::apply(RouteBy::Key, None))]
        districts: Option<Vec<DistrictCode>>,
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
        listing::root(ctx, districts, conditions, order_by, page).await
    }

    /// The grids of the districts, on pages.
    #[graphql(directive = merge::apply(MergeLaw::Connection, None))]
    #[expect(clippy::too_many_arguments, reason = "these are the arguments of the field")]
    async fn grids(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only these districts; all when it is left out.", directive = route::apply(RouteBy::Key, None))]
        districts: Option<Vec<DistrictCode>>,
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
        listing::root(ctx, districts, conditions, order_by, page).await
    }

    /// The grid of an id, or null.
    async fn grid(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its id.", directive = route::apply(RouteBy::Id, None))] id: ID,
    ) -> Result<Option<Arc<Grid>>> {
        node::find(&RequestContext::of(ctx)?.places.grids.by_id, &id).await
    }

    /// The entity of an id.
    #[graphql(entity)]
    async fn find_division_by_id(
        &self,
        ctx: &Context<'_>,
        id: ID,
    ) -> Result<Option<Arc<Division>>> {
        node::find(&RequestContext::of(ctx)?.places.divisions.by_id, &id).await
    }

    /// The entity of an id.
    #[graphql(entity)]
    async fn find_community_by_id(
        &self,
        ctx: &Context<'_>,
        id: ID,
    ) -> Result<Option<Arc<Community>>> {
        node::find(&RequestContext::of(ctx)?.places.communities.by_id, &id).await
    }

    /// The entity of an id.
    #[graphql(entity)]
    async fn find_grid_by_id(&self, ctx: &Context<'_>, id: ID) -> Result<Option<Arc<Grid>>> {
        node::find(&RequestContext::of(ctx)?.places.grids.by_id, &id).await
    }
}
