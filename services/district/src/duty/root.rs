//! The root fields of activities and what goes with them.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use storage::PageRequest;
use subgraph_server::{
    Result,
    graphql::{DistrictCode, MergeLaw, RouteBy, merge, route},
};

use crate::{
    duty::{
        filter::ActivityFilter,
        model::{Activity, RegisterEntry},
        order::ActivityOrder,
    },
    listing::{self, Connection},
    node,
    request::RequestContext,
};

/// The root fields of activities.
#[derive(Default)]
pub struct DutyQuery;

#[Object]
impl DutyQuery {
    /// The activities of the districts, on pages.
    #[graphql(directive = merge::apply(MergeLaw::Connection, None))]
    #[expect(clippy::too_many_arguments, reason = "these are the arguments of the field")]
    async fn activities(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only these districts; all when it is left out.", directive = route::apply(RouteBy::Key, None))]
        districts: Option<Vec<DistrictCode>>,
        #[graphql(desc = "What the rows must meet.")] filter: Option<ActivityFilter>,
        #[graphql(
            desc = "How the list is ordered.",
            default_with = "ActivityOrder::OccurredAtDesc"
        )]
        order_by: ActivityOrder,
        #[graphql(
            desc = "How many rows from the start of the list; 20 when neither this nor `last` is given, at most 100."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only rows after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many rows from the end of the list, at most 100.")] last: Option<i32>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Activity>> {
        let conditions = filter.unwrap_or_default().conditions();
        let page = PageRequest { first, last, after, before };
        listing::root(ctx, districts, conditions, order_by, page).await
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
