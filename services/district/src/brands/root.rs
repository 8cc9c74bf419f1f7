//! The root fields of brands, their mechanisms, highlights and reported figures and what goes with them.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use subgraph_server::{
    Result,
    graphql::{RouteBy, route},
};

use crate::{brands::model::BrandInitiative, listing::root_lists, node, request::RequestContext};

/// The root fields of brands, their mechanisms, highlights and reported figures.
#[derive(Default)]
pub struct BrandQuery;

#[Object]
impl BrandQuery {
    /// Its lists.
    #[graphql(flatten)]
    async fn lists(&self, _ctx: &Context<'_>) -> BrandRootLists {
        BrandRootLists
    }

    /// The brand of an id, or null.
    async fn brand(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its id.", directive = route::apply(RouteBy::Id, None))] id: ID,
    ) -> Result<Option<Arc<BrandInitiative>>> {
        node::find(&RequestContext::of(ctx)?.brands.brands.by_id, &id).await
    }

    /// The entity of an id.
    #[graphql(entity)]
    async fn find_brand_by_id(
        &self,
        ctx: &Context<'_>,
        id: ID,
    ) -> Result<Option<Arc<BrandInitiative>>> {
        node::find(&RequestContext::of(ctx)?.brands.brands.by_id, &id).await
    }
}

/// The lists among them.
struct BrandRootLists;

root_lists! {
    impl BrandRootLists {
        /// The brands of the districts, on pages.
        brands: BrandInitiative;
    }
}
