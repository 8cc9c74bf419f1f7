//! The root fields of deputies and what goes with them.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use subgraph_server::{
    Result,
    graphql::{RouteBy, route},
};

use crate::{deputies::model::Deputy, listing::root_lists, node, request::RequestContext};

/// The root fields of deputies.
#[derive(Default)]
pub struct DeputyQuery;

#[Object]
impl DeputyQuery {
    /// Its lists.
    #[graphql(flatten)]
    async fn lists(&self, _ctx: &Context<'_>) -> DeputyRootLists {
        DeputyRootLists
    }

    /// The deputy of an id, or null.
    async fn deputy(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its id.", directive = route::apply(RouteBy::Id, None))] id: ID,
    ) -> Result<Option<Arc<Deputy>>> {
        node::find(&RequestContext::of(ctx)?.deputies.deputies.by_id, &id).await
    }

    /// The entity of an id.
    #[graphql(entity)]
    async fn find_deputy_by_id(&self, ctx: &Context<'_>, id: ID) -> Result<Option<Arc<Deputy>>> {
        node::find(&RequestContext::of(ctx)?.deputies.deputies.by_id, &id).await
    }
}

/// The lists among them.
struct DeputyRootLists;

root_lists! {
    impl DeputyRootLists {
        /// The deputies of the districts, on pages.
        deputies: Deputy;
    }
}
