//! The city in GraphQL.

use async_graphql::{Context, Object};
use storage::Database;
use subgraph_server::{Result, graphql::LocalizedText};

use super::{model::City, queries};
use crate::districts::{self, District};

/// The city whose districts these are.
#[Object]
impl City {
    /// The code by GB/T 2260.
    async fn code(&self) -> &str {
        &self.code
    }

    /// The name.
    async fn name(&self) -> LocalizedText {
        LocalizedText::new(&self.name_zh, &self.name_en)
    }

    /// All districts, in the order in which the city lists them.
    async fn districts(&self, ctx: &Context<'_>) -> Result<Vec<District>> {
        districts::all(ctx.data_unchecked()).await
    }
}

/// The root field.
#[derive(Default)]
pub struct CityQuery;

#[Object]
impl CityQuery {
    /// The city whose districts these are.
    async fn city(&self, ctx: &Context<'_>) -> Result<Option<City>> {
        let database: &Database = ctx.data_unchecked();
        Ok(queries::the_city(&mut database.connection().await?).await?)
    }
}
