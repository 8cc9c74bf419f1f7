//! Agencies in GraphQL.

use async_graphql::{Context, Object};
use storage::Database;
use subgraph_server::{Result, graphql::LocalizedText};

use super::{
    model::{Agency, AgencyKind},
    queries,
};
use crate::{categories::Category, loaders::Loaders, loading::load};

/// A body that handles petitions.
#[Object]
impl Agency {
    /// The code that assignments carry.
    async fn code(&self) -> &str {
        &self.code
    }

    /// The name.
    async fn name(&self) -> LocalizedText {
        LocalizedText::new(&self.name_zh, &self.name_en)
    }

    /// What sort of body it is.
    async fn kind(&self) -> AgencyKind {
        self.kind
    }

    /// The categories of petitions that it handles.
    async fn categories(&self, ctx: &Context<'_>) -> Result<Vec<Category>> {
        let loaders: &Loaders = ctx.data_unchecked();
        let pairs = load(&loaders.agency_categories, self.code.clone()).await?;
        Ok(pairs.into_iter().map(|(_, category)| category).collect())
    }

    /// Whether the agency is invented for demonstration.
    async fn synthetic(&self) -> bool {
        self.synthetic
    }
}

/// The root fields.
#[derive(Default)]
pub struct AgencyQuery;

#[Object]
impl AgencyQuery {
    /// The agencies that handle petitions, in the order of the city's list.
    async fn agencies(&self, ctx: &Context<'_>) -> Result<Vec<Agency>> {
        let database: &Database = ctx.data_unchecked();
        Ok(queries::all(&mut database.connection().await?).await?)
    }

    #[graphql(entity)]
    async fn find_agency_by_code(&self, ctx: &Context<'_>, code: String) -> Result<Option<Agency>> {
        let loaders: &Loaders = ctx.data_unchecked();
        load(&loaders.agencies, code).await
    }
}
