//! The root fields of delegations and what goes with them.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use subgraph_server::{
    Result,
    graphql::{RouteBy, route},
};

use crate::{
    delegations::model::{Delegation, WorkingGroup},
    listing::root_lists,
    node,
    request::RequestContext,
};

/// The root fields of delegations.
#[derive(Default)]
pub struct DelegationQuery;

#[Object]
impl DelegationQuery {
    /// Its lists.
    #[graphql(flatten)]
    async fn lists(&self, _ctx: &Context<'_>) -> DelegationRootLists {
        DelegationRootLists
    }

    /// The delegation of an id, or null.
    async fn delegation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its id.", directive = route::apply(RouteBy::Id, None))] id: ID,
    ) -> Result<Option<Arc<Delegation>>> {
        node::find(&RequestContext::of(ctx)?.delegations.delegations.by_id, &id).await
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

/// The lists among them.
struct DelegationRootLists;

root_lists! {
    impl DelegationRootLists {
        /// The delegations of the districts, on pages.
        delegations: Delegation;
        /// The working groups of the districts, on pages.
        working_groups: WorkingGroup;
    }
}
