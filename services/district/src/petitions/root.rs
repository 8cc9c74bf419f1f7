//! The root fields of petitions and what goes with them.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use subgraph_server::{
    Result,
    graphql::{RouteBy, route},
};

use crate::{
    listing::root_lists,
    node,
    petitions::model::{Escalation, Petition},
    request::RequestContext,
};

/// The root fields of petitions.
#[derive(Default)]
pub struct PetitionQuery;

#[Object]
impl PetitionQuery {
    /// Its lists.
    #[graphql(flatten)]
    async fn lists(&self, _ctx: &Context<'_>) -> PetitionRootLists {
        PetitionRootLists
    }

    /// The petition of an id, or null.
    async fn petition(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its id.", directive = route::apply(RouteBy::Id, None))] id: ID,
    ) -> Result<Option<Arc<Petition>>> {
        node::find(&RequestContext::of(ctx)?.petitions.petitions.by_id, &id).await
    }

    /// The entity of an id.
    #[graphql(entity)]
    async fn find_petition_by_id(
        &self,
        ctx: &Context<'_>,
        id: ID,
    ) -> Result<Option<Arc<Petition>>> {
        node::find(&RequestContext::of(ctx)?.petitions.petitions.by_id, &id).await
    }

    /// The entity of an id.
    #[graphql(entity)]
    async fn find_escalation_by_id(
        &self,
        ctx: &Context<'_>,
        id: ID,
    ) -> Result<Option<Arc<Escalation>>> {
        node::find(&RequestContext::of(ctx)?.petitions.escalations.by_id, &id).await
    }
}

/// The lists among them.
struct PetitionRootLists;

root_lists! {
    impl PetitionRootLists {
        /// The petitions of the districts, on pages.
        petitions: Petition;
        /// The escalations of the districts, on pages.
        escalations: Escalation;
    }
}
