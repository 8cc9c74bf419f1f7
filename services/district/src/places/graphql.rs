//! How grids are served.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use chrono::NaiveDate;
use subgraph_server::{
    Result,
    graphql::{LocalizedText, RouteBy, route},
};

use crate::{
    delegations::model::Delegation,
    deputies::model::Deputy,
    district::District,
    listing::{ListOf, Relation, list_fields},
    petitions::model::Petition,
    places::{
        kinds::{GridKind, GridRole},
        model::{Community, Grid, GridChiefAssignment},
    },
    request::RequestContext,
};

/// A part of a community that somebody answers for.
#[Object]
impl Grid {
    /// The id; it starts with the code of the district.
    #[graphql(directive = route::apply(RouteBy::Id, None))]
    pub async fn id(&self) -> ID {
        ID::from(self.id.as_str())
    }

    /// The delegation whose area it is in.
    async fn delegation(&self, ctx: &Context<'_>) -> Result<Arc<Delegation>> {
        RequestContext::of(ctx)?
            .delegations
            .delegations
            .by_id
            .load_referred(&self.delegation_id)
            .await
    }

    /// The community it is part of.
    async fn community(&self, ctx: &Context<'_>) -> Result<Option<Arc<Community>>> {
        let request = RequestContext::of(ctx)?;
        request.places.communities.by_id.load_optional(self.community_id.as_deref()).await
    }

    /// Ordinary grid, or big grid of a deputy.
    async fn kind(&self) -> GridKind {
        self.kind
    }

    /// The big grid it is part of.
    async fn parent(&self, ctx: &Context<'_>) -> Result<Option<Arc<Grid>>> {
        let request = RequestContext::of(ctx)?;
        request.places.grids.by_id.load_optional(self.parent_id.as_deref()).await
    }

    /// The grid whose area it took over.
    async fn successor_of(&self, ctx: &Context<'_>) -> Result<Option<Arc<Grid>>> {
        let request = RequestContext::of(ctx)?;
        request.places.grids.by_id.load_optional(self.successor_of_id.as_deref()).await
    }

    /// The name.
    async fn name(&self) -> LocalizedText {
        LocalizedText::new(&self.name_zh, &self.name_en)
    }

    /// Households in the area.
    async fn households(&self) -> Option<i32> {
        self.households
    }

    /// Residents in the area.
    async fn residents(&self) -> Option<i32> {
        self.residents
    }

    /// The first day on which this holds.
    async fn valid_from(&self) -> NaiveDate {
        self.valid_from
    }

    /// The last day on which this holds; absent while it does.
    async fn valid_to(&self) -> Option<NaiveDate> {
        self.valid_to
    }

    /// The district that it belongs to.
    async fn district(&self) -> Result<District> {
        District::of(&self.id)
    }

    /// Who had charge of it and when, oldest first.
    async fn chief_assignments(&self, ctx: &Context<'_>) -> Result<Vec<Arc<GridChiefAssignment>>> {
        RequestContext::of(ctx)?.places.assignments_of_grid.load(&self.id).await
    }

    /// The deputies who cover it today.
    async fn deputies(&self, ctx: &Context<'_>) -> Result<Vec<Arc<Deputy>>> {
        RequestContext::of(ctx)?.places.deputies_of_grid.load(&self.id).await
    }

    /// Its lists.
    #[graphql(flatten)]
    async fn lists(&self, _ctx: &Context<'_>) -> GridLists<'_> {
        GridLists(self)
    }

    /// Whether the row is generated rather than taken from a source.
    async fn synthetic(&self) -> bool {
        self.synthetic
    }
}

/// Somebody's charge over a grid, for a time. Roles stand side by side.
#[Object]
impl GridChiefAssignment {
    /// What the charge is.
    async fn role(&self) -> GridRole {
        self.role
    }

    /// The deputy in charge; absent for those who are not deputies.
    async fn deputy(&self, ctx: &Context<'_>) -> Result<Option<Arc<Deputy>>> {
        let request = RequestContext::of(ctx)?;
        request.deputies.deputies.by_id.load_optional(self.deputy_id.as_deref()).await
    }

    /// The first day on which this holds.
    async fn valid_from(&self) -> NaiveDate {
        self.valid_from
    }

    /// The last day on which this holds; absent while it does.
    async fn valid_to(&self) -> Option<NaiveDate> {
        self.valid_to
    }

    /// Whether the row is generated rather than taken from a source.
    async fn synthetic(&self) -> bool {
        self.synthetic
    }
}

/// The lists of a grid.
struct GridLists<'a>(&'a Grid);

list_fields! {
    impl GridLists<'_> {
        /// The petitions that were filed in it.
        petitions: Petition = |Self(grid)| ListOf::parent(&grid.id, Relation::Column("grid_id"));
        /// The grids that this big grid is made of.
        parts: Grid = |Self(grid)| ListOf::parent(&grid.id, Relation::Column("parent_id"));
    }
}
