//! Population figures of districts, in batches.

use std::collections::HashMap;

use ::dataloader::BatchFn;
use storage::Database;

use super::{model::PopulationFigure, queries};
use crate::loading::{BatchLoader, Loaded, many_each};

/// Figures by the code of the district.
pub(crate) type PopulationLoader = BatchLoader<String, Vec<PopulationFigure>, PopulationBatch>;

/// Reads figures.
pub(crate) struct PopulationBatch(pub(crate) Database);

impl BatchFn<String, Loaded<Vec<PopulationFigure>>> for PopulationBatch {
    async fn load(&mut self, codes: &[String]) -> HashMap<String, Loaded<Vec<PopulationFigure>>> {
        many_each(codes, figures(&self.0, codes).await, |figure| figure.district_code.clone())
    }
}

async fn figures(database: &Database, codes: &[String]) -> Loaded<Vec<PopulationFigure>> {
    Ok(queries::of_districts(&mut database.connection().await?, codes).await?)
}
