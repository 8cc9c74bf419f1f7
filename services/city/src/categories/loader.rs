//! Categories, and what they are divided into, in batches.

use std::collections::HashMap;

use ::dataloader::BatchFn;
use storage::Database;

use super::{model::Category, queries};
use crate::loading::{BatchLoader, Loaded, many_each, one_each};

/// Categories by code.
pub(crate) type CategoryLoader = BatchLoader<String, Option<Category>, CategoryBatch>;

/// Categories by the one that they are part of.
pub(crate) type SubcategoryLoader = BatchLoader<String, Vec<Category>, SubcategoryBatch>;

/// Reads categories.
pub(crate) struct CategoryBatch(pub(crate) Database);

impl BatchFn<String, Loaded<Option<Category>>> for CategoryBatch {
    async fn load(&mut self, codes: &[String]) -> HashMap<String, Loaded<Option<Category>>> {
        one_each(codes, categories(&self.0, codes).await, |category| category.code.clone())
    }
}

async fn categories(database: &Database, codes: &[String]) -> Loaded<Vec<Category>> {
    Ok(queries::by_codes(&mut database.connection().await?, codes).await?)
}

/// Reads what categories are divided into.
pub(crate) struct SubcategoryBatch(pub(crate) Database);

impl BatchFn<String, Loaded<Vec<Category>>> for SubcategoryBatch {
    async fn load(&mut self, parents: &[String]) -> HashMap<String, Loaded<Vec<Category>>> {
        let parent_of = |category: &Category| category.parent_code.clone().unwrap_or_default();
        many_each(parents, subcategories(&self.0, parents).await, parent_of)
    }
}

async fn subcategories(database: &Database, parents: &[String]) -> Loaded<Vec<Category>> {
    Ok(queries::by_parents(&mut database.connection().await?, parents).await?)
}
