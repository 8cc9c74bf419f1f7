//! Districts and their former codes, in batches.

use std::collections::HashMap;

use ::dataloader::BatchFn;
use storage::Database;
use subgraph_server::{Failure, graphql::DistrictCode};

use super::{
    model::{District, FormerCodeRow},
    queries,
};
use crate::loading::{BatchLoader, Loaded, many_each, one_each};

/// Districts by code.
pub(crate) type DistrictLoader = BatchLoader<DistrictCode, Option<District>, DistrictBatch>;

/// Former codes, by the code that the district has now.
pub(crate) type FormerCodeLoader = BatchLoader<String, Vec<FormerCodeRow>, FormerCodeBatch>;

/// Reads districts.
pub(crate) struct DistrictBatch(pub(crate) Database);

impl BatchFn<DistrictCode, Loaded<Option<District>>> for DistrictBatch {
    async fn load(
        &mut self,
        codes: &[DistrictCode],
    ) -> HashMap<DistrictCode, Loaded<Option<District>>> {
        one_each(codes, districts(&self.0, codes).await, |district| district.code.clone())
    }
}

async fn districts(database: &Database, codes: &[DistrictCode]) -> Loaded<Vec<District>> {
    let codes: Vec<_> = codes.iter().map(ToString::to_string).collect();
    let rows = queries::by_codes(&mut database.connection().await?, &codes).await?;
    rows.into_iter().map(|row| District::try_from(row).map_err(Failure::from)).collect()
}

/// Reads former codes.
pub(crate) struct FormerCodeBatch(pub(crate) Database);

impl BatchFn<String, Loaded<Vec<FormerCodeRow>>> for FormerCodeBatch {
    async fn load(&mut self, codes: &[String]) -> HashMap<String, Loaded<Vec<FormerCodeRow>>> {
        many_each(codes, former_codes(&self.0, codes).await, |row| row.district_code.clone())
    }
}

async fn former_codes(database: &Database, codes: &[String]) -> Loaded<Vec<FormerCodeRow>> {
    Ok(queries::former_codes(&mut database.connection().await?, codes).await?)
}
