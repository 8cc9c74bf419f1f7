//! How divisions and communities are served.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use subgraph_server::{
    Result,
    graphql::{LocalizedText, RouteBy, route},
};

use crate::{
    delegations::model::Delegation,
    district::District,
    listing::{ListOf, Relation, list_fields},
    places::{
        kinds::{CommunityKind, DivisionKind},
        model::{Community, Division, Grid},
    },
    request::RequestContext,
    stations::model::Station,
};

/// A township-level division: subdistrict, town or township.
#[Object]
impl Division {
    /// The id; it starts with the code of the district.
    #[graphql(directive = route::apply(RouteBy::Id, None))]
    pub async fn id(&self) -> ID {
        ID::from(self.id.as_str())
    }

    /// The nine-digit statistical code.
    async fn code(&self) -> &str {
        &self.code
    }

    /// What sort of division it is.
    async fn kind(&self) -> DivisionKind {
        self.kind
    }

    /// The name.
    async fn name(&self) -> LocalizedText {
        LocalizedText::new(&self.name_zh, &self.name_en)
    }

    /// The district that it belongs to.
    async fn district(&self) -> Result<District> {
        District::of(&self.id)
    }

    /// Its communities and villages.
    async fn communities(&self, ctx: &Context<'_>) -> Result<Vec<Arc<Community>>> {
        RequestContext::of(ctx)?.places.communities_of_division.load(&self.id).await
    }

    /// The delegations of its deputies.
    async fn delegations(&self, ctx: &Context<'_>) -> Result<Vec<Arc<Delegation>>> {
        RequestContext::of(ctx)?.places.delegations_of_division.load(&self.id).await
    }

    /// Whether the row is generated rather than taken from a source.
    async fn synthetic(&self) -> bool {
        self.synthetic
    }
}

/// A residential community or a village.
#[Object]
impl Community {
    /// The id; it starts with the code of the district.
    #[graphql(directive = route::apply(RouteBy::Id, None))]
    pub async fn id(&self) -> ID {
        ID::from(self.id.as_str())
    }

    /// The twelve-digit statistical code, when it is known.
    async fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// Whether the id stands for a code that is not known yet.
    async fn provisional(&self) -> bool {
        self.provisional
    }

    /// The division around it.
    async fn division(&self, ctx: &Context<'_>) -> Result<Arc<Division>> {
        RequestContext::of(ctx)?.places.divisions.by_id.load_referred(&self.division_id).await
    }

    /// Whether it is a community or a village.
    async fn kind(&self) -> CommunityKind {
        self.kind
    }

    /// The name.
    async fn name(&self) -> LocalizedText {
        LocalizedText::new(&self.name_zh, &self.name_en)
    }

    /// The district that it belongs to.
    async fn district(&self) -> Result<District> {
        District::of(&self.id)
    }

    /// The stations in it.
    async fn stations(&self, ctx: &Context<'_>) -> Result<Vec<Arc<Station>>> {
        RequestContext::of(ctx)?.places.stations_of_community.load(&self.id).await
    }

    /// Its lists.
    #[graphql(flatten)]
    async fn lists(&self, _ctx: &Context<'_>) -> CommunityLists<'_> {
        CommunityLists(self)
    }

    /// Whether the row is generated rather than taken from a source.
    async fn synthetic(&self) -> bool {
        self.synthetic
    }
}

/// The lists of a community.
struct CommunityLists<'a>(&'a Community);

list_fields! {
    impl CommunityLists<'_> {
        /// Its grids.
        grids: Grid = |Self(community)| ListOf::parent(&community.id, Relation::Column("community_id"));
    }
}
