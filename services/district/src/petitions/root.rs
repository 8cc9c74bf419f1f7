//! The root fields of petitions and what goes with them.

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
    petitions::{
        filter::{EscalationFilter, PetitionFilter},
        model::{Escalation, Petition},
        order::{EscalationOrder, PetitionOrder},
    },
    request::RequestContext,
};

/// The root fields of petitions.
#[derive(Default)]
pub struct PetitionQuery;

#[Object]
impl PetitionQuery {
    /// The petitions of the districts, on pages.
    #[graphql(directive = merge::apply(MergeLaw::Connection, None))]
    #[expect(clippy::too_many_arguments, reason = "these are the arguments of the field")]
    async fn petitions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only these districts; all when it is left out.", directive = route::apply(RouteBy::Key, None))]
        districts: Option<Vec<DistrictCode>>,
        #[graphql(desc = "What the rows must meet.")] filter: Option<PetitionFilter>,
        #[graphql(
            desc = "How the list is ordered.",
            default_with = "PetitionOrder::AcceptedAtDesc"
        )]
        order_by: PetitionOrder,
        #[graphql(
            desc = "How many rows from the start of the list; 20 when neither this nor `last` is given, at most 100."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only rows after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many rows from the end of the list, at most 100.")] last: Option<i32>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Petition>> {
        let conditions = filter.unwrap_or_default().conditions();
        let page = PageRequest { first, last, after, before };
        listing::root(ctx, districts, conditions, order_by, page).await
    }

    /// The petition of an id, or null.
    async fn petition(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its id.", directive = route::apply(RouteBy::Id, None))] id: ID,
    ) -> Result<Option<Arc<Petition>>> {
        node::find(&RequestContext::of(ctx)?.petitions.petitions.by_id, &id).await
    }

    /// The escalations of the districts, on pages.
    #[graphql(directive = merge::apply(MergeLaw::Connection, None))]
    #[expect(clippy::too_many_arguments, reason = "these are the arguments of the field")]
    async fn escalations(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only these districts; all when it is left out.", directive = route::apply(RouteBy::Key, None))]
        districts: Option<Vec<DistrictCode>>,
        #[graphql(desc = "What the rows must meet.")] filter: Option<EscalationFilter>,
        #[graphql(
            desc = "How the list is ordered.",
            default_with = "EscalationOrder::FiledAtDesc"
        )]
        order_by: EscalationOrder,
        #[graphql(
            desc = "How many rows from the start of the list; 20 when neither this nor `last` is given, at most 100."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only rows after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many rows from the end of the list, at most 100.")] last: Option<i32>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Escalation>> {
        let conditions = filter.unwrap_or_default().conditions();
        let page = PageRequest { first, last, after, before };
        listing::root(ctx, districts, conditions, order_by, page).await
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
