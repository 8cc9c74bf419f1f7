//! The root fields of grids and what goes with them.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use subgraph_server::{
    Result,
    graphql::{RouteBy, route},
};

use crate::{
    listing::root_lists,
    node,
    places::model::{Community, Division, Grid},
    request::RequestContext,
};

/// The root fields of grids.
#[derive(Default)]
pub struct PlaceQuery;

#[Object]
impl PlaceQuery {
    /// Its lists.
    #[graphql(flatten)]
    async fn lists(&self, _ctx: &Context<'_>) -> PlaceRootLists {
        PlaceRootLists
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

/// The lists among them.
struct PlaceRootLists;

root_lists! {
    impl PlaceRootLists {
        /// The divisions of the districts, on pages.
        divisions: Division;
        /// The communities and villages of the districts, on pages.
        communities: Community;
        /// The grids of the districts, on pages.
        grids: Grid;
    }
}
