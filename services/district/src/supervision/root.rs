//! The root fields of supervision and its opinions and what goes with them.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use subgraph_server::Result;

use crate::{
    listing::root_lists, node, request::RequestContext, supervision::model::SupervisionActivity,
};

/// The root fields of supervision and its opinions.
#[derive(Default)]
pub struct SupervisionQuery;

#[Object]
impl SupervisionQuery {
    /// Its lists.
    #[graphql(flatten)]
    async fn lists(&self, _ctx: &Context<'_>) -> SupervisionRootLists {
        SupervisionRootLists
    }

    /// The entity of an id.
    #[graphql(entity)]
    async fn find_supervision_activity_by_id(
        &self,
        ctx: &Context<'_>,
        id: ID,
    ) -> Result<Option<Arc<SupervisionActivity>>> {
        node::find(&RequestContext::of(ctx)?.supervision.supervision.by_id, &id).await
    }
}

/// The lists among them.
struct SupervisionRootLists;

root_lists! {
    impl SupervisionRootLists {
        /// The supervisions of the districts, on pages.
        supervision: SupervisionActivity;
    }
}
