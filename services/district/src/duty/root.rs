//! The root fields of activities and what goes with them.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use subgraph_server::Result;

use crate::{
    duty::model::{Activity, RegisterEntry},
    listing::root_lists,
    node,
    request::RequestContext,
};

/// The root fields of activities.
#[derive(Default)]
pub struct DutyQuery;

#[Object]
impl DutyQuery {
    /// Its lists.
    #[graphql(flatten)]
    async fn lists(&self, _ctx: &Context<'_>) -> DutyRootLists {
        DutyRootLists
    }

    /// The entity of an id.
    #[graphql(entity)]
    async fn find_activity_by_id(
        &self,
        ctx: &Context<'_>,
        id: ID,
    ) -> Result<Option<Arc<Activity>>> {
        node::find(&RequestContext::of(ctx)?.duty.activities.by_id, &id).await
    }

    /// The entity of an id.
    #[graphql(entity)]
    async fn find_register_entry_by_id(
        &self,
        ctx: &Context<'_>,
        id: ID,
    ) -> Result<Option<Arc<RegisterEntry>>> {
        node::find(&RequestContext::of(ctx)?.duty.register_entries.by_id, &id).await
    }
}

/// The lists among them.
struct DutyRootLists;

root_lists! {
    impl DutyRootLists {
        /// The activities of the districts, on pages.
        activities: Activity;
    }
}
