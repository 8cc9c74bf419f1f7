//! Agencies, and what they handle, in batches.

use std::collections::HashMap;

use ::dataloader::BatchFn;
use storage::Database;

use super::{model::Agency, queries};
use crate::{
    categories::Category,
    loading::{BatchLoader, Loaded, many_each, one_each},
};

/// Agencies by code.
pub(crate) type AgencyLoader = BatchLoader<String, Option<Agency>, AgencyBatch>;

/// The categories that an agency handles, by its code; each pair repeats the code.
pub(crate) type AgencyCategoryLoader =
    BatchLoader<String, Vec<(String, Category)>, AgencyCategoryBatch>;

/// Reads agencies.
pub(crate) struct AgencyBatch(pub(crate) Database);

impl BatchFn<String, Loaded<Option<Agency>>> for AgencyBatch {
    async fn load(&mut self, codes: &[String]) -> HashMap<String, Loaded<Option<Agency>>> {
        one_each(codes, agencies(&self.0, codes).await, |agency| agency.code.clone())
    }
}

async fn agencies(database: &Database, codes: &[String]) -> Loaded<Vec<Agency>> {
    Ok(queries::by_codes(&mut database.connection().await?, codes).await?)
}

/// Reads what agencies handle.
pub(crate) struct AgencyCategoryBatch(pub(crate) Database);

impl BatchFn<String, Loaded<Vec<(String, Category)>>> for AgencyCategoryBatch {
    async fn load(&mut self, codes: &[String]) -> HashMap<String, Loaded<Vec<(String, Category)>>> {
        many_each(codes, categories(&self.0, codes).await, |(agency, _)| agency.clone())
    }
}

async fn categories(database: &Database, codes: &[String]) -> Loaded<Vec<(String, Category)>> {
    Ok(queries::categories_of(&mut database.connection().await?, codes).await?)
}
