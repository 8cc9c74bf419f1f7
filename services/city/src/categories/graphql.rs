//! Categories in GraphQL.

use async_graphql::{Context, Object};
use storage::Database;
use subgraph_server::{Result, graphql::LocalizedText};

use super::{model::Category, queries};
use crate::{loaders::Loaders, loading::load};

/// What petitions are about. Categories of the second level are part of one of the first.
#[Object]
impl Category {
    /// The code that petitions carry.
    async fn code(&self) -> &str {
        &self.code
    }

    /// The name.
    async fn name(&self) -> LocalizedText {
        LocalizedText::new(&self.name_zh, &self.name_en)
    }

    /// 1 for the first level, 2 for the second.
    async fn level(&self) -> i32 {
        self.depth()
    }

    /// The category that this one is part of; null on the first level.
    async fn parent(&self, ctx: &Context<'_>) -> Result<Option<Category>> {
        let Some(parent) = &self.parent_code else { return Ok(None) };
        let loaders: &Loaders = ctx.data_unchecked();
        load(&loaders.categories, parent.clone()).await
    }

    /// The categories that are part of this one.
    async fn children(&self, ctx: &Context<'_>) -> Result<Vec<Category>> {
        let loaders: &Loaders = ctx.data_unchecked();
        load(&loaders.subcategories, self.code.clone()).await
    }

    /// Raised when the meaning of the category changes.
    async fn version(&self) -> i32 {
        self.version
    }
}

/// The root fields.
#[derive(Default)]
pub struct CategoryQuery;

#[Object]
impl CategoryQuery {
    /// The categories of petitions, in the order of the city's list.
    async fn categories(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only this level: 1 or 2.")] level: Option<i32>,
    ) -> Result<Vec<Category>> {
        let mut categories = all(ctx.data_unchecked()).await?;
        categories.retain(|category| level.is_none_or(|level| category.depth() == level));
        Ok(categories)
    }

    #[graphql(entity)]
    async fn find_category_by_code(
        &self,
        ctx: &Context<'_>,
        code: String,
    ) -> Result<Option<Category>> {
        let loaders: &Loaders = ctx.data_unchecked();
        load(&loaders.categories, code).await
    }
}

/// Every category, of both levels.
pub(crate) async fn all(database: &Database) -> Result<Vec<Category>> {
    Ok(queries::all(&mut database.connection().await?).await?)
}
