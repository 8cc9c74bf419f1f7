//! The root fields of delegations and what goes with them.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use storage::PageRequest;
use subgraph_server::{
    Result,
    graphql::{DistrictCode, MergeLaw, RouteBy, merge, route},
};

use crate::{
    delegations::{
        filter::{DelegationFilter, WorkingGroupFilter},
        model::{Delegation, WorkingGroup},
        order::{DelegationOrder, WorkingGroupOrder},
    },
    listing::{self, Connection},
    node,
    request::RequestContext,
};

/// The root fields of delegations.
#[derive(Default)]
pub struct DelegationQuery;

#[Object]
impl DelegationQuery {
    /// The delegations of the districts, on pages.
    #[graphql(directive = merge::apply(MergeLaw::Connection, None))]
    #[expect(clippy::too_many_arguments, reason = "these are the arguments of the field")]
    async fn delegations(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only these districts; all when it is left out.", directive = route::apply(RouteBy::Key, None))]
        districts: Option<Vec<DistrictCode>>,
        #[graphql(desc = "What the rows must meet.")] filter: Option<DelegationFilter>,
        #[graphql(desc = "How the list is ordered.", default_with = "DelegationOrder::NameAsc")]
        order_by: DelegationOrder,
        #[graphql(
            desc = "How many rows from the start of the list; 20 when neither this nor `last` is given, at most 100."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only rows after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many rows from the end of the list, at most 100.")] last: Option<i32>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Delegation>> {
        let conditions = filter.unwrap_or_default().conditions();
        let page = PageRequest { first, last, after, before };
        listing::root(ctx, districts, conditions, order_by, page).await
    }

    /// The delegation of an id, or null.
    async fn delegation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its id.", directive = route::apply(RouteBy::Id, None))] id: ID,
    ) -> Result<Option<Arc<Delegation>>> {
        node::find(&RequestContext::of(ctx)?.delegations.delegations.by_id, &id).await
    }

    /// The working groups of the districts, on pages.
    #[graphql(directive = merge::apply(MergeLaw::Connection, None))]
    #[expect(clippy::too_many_arguments, reason = "these are the arguments of the field")]
    async fn working_groups(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only these districts; all when it is left out.", directive = route::apply(RouteBy::Key, None))]
        districts: Option<Vec<DistrictCode>>,
        #[graphql(desc = "What the rows must meet.")] filter: Option<WorkingGroupFilter>,
        #[graphql(desc = "How the list is ordered.", default_with = "WorkingGroupOrder::NameAsc")]
        order_by: WorkingGroupOrder,
        #[graphql(
            desc = "How many rows from the start of the list; 20 when neither this nor `last` is given, at most 100."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only rows after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many rows from the end of the list, at most 100.")] last: Option<i32>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
    ) -> Result<Connection<WorkingGroup>> {
        let conditions = filter.unwrap_or_default().conditions();
        let page = PageRequest { first, last, after, before };
        listing::root(ctx, districts, conditions, order_by, page).await
    }

    /// The entity of an id.
    #[graphql(entity)]
    async fn find_delegation_by_id(
        &self,
        ctx: &Context<'_>,
        id: ID,
    ) -> Result<Option<Arc<Delegation>>> {
        node::find(&RequestContext::of(ctx)?.delegations.delegations.by_id, &id).await
    }

    /// The entity of an id.
    #[graphql(entity)]
    async fn find_working_group_by_id(
        &self,
        ctx: &Context<'_>,
        id: ID,
    ) -> Result<Option<Arc<WorkingGroup>>> {
        node::find(&RequestContext::of(ctx)?.delegations.working_groups.by_id, &id).await
    }
}
