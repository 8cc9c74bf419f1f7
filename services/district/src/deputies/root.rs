//! The root fields of deputies and what goes with them.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use storage::PageRequest;
use subgraph_server::{
    Result,
    graphql::{DistrictCode, MergeLaw, RouteBy, merge, route},
};

use crate::{
    deputies::{filter::DeputyFilter, model::Deputy, order::DeputyOrder},
    listing::{self, Connection},
    node,
    request::RequestContext,
};

/// The root fields of deputies.
#[derive(Default)]
pub struct DeputyQuery;

#[Object]
impl DeputyQuery {
    /// The deputies of the districts, on pages.
    #[graphql(directive = merge::apply(MergeLaw::Connection, None))]
    #[expect(clippy::too_many_arguments, reason = "these are the arguments of the field")]
    async fn deputies(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only these districts; all when it is left out.", directive = route::apply(RouteBy::Key, None))]
        districts: Option<Vec<DistrictCode>>,
        #[graphql(desc = "What the rows must meet.")] filter: Option<DeputyFilter>,
        #[graphql(desc = "How the list is ordered.", default_with = "DeputyOrder::NameAsc")]
        order_by: DeputyOrder,
        #[graphql(
            desc = "How many rows from the start of the list; 20 when neither this nor `last` is given, at most 100."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only rows after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many rows from the end of the list, at most 100.")] last: Option<i32>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Deputy>> {
        let conditions = filter.unwrap_or_default().conditions();
        let page = PageRequest { first, last, after, before };
        listing::root(ctx, districts, conditions, order_by, page).await
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
