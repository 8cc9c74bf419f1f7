//! The loaders of one request. They are made anew for each, so that nothing that was read outlives
//! the request that read it.

use ::dataloader::cached::Loader;
use storage::Database;

use crate::{
    agencies::{AgencyBatch, AgencyCategoryBatch, AgencyCategoryLoader, AgencyLoader},
    categories::{CategoryBatch, CategoryLoader, SubcategoryBatch, SubcategoryLoader},
    districts::{DistrictBatch, DistrictLoader, FormerCodeBatch, FormerCodeLoader},
    population::{PopulationBatch, PopulationLoader},
};

/// Everything that is loaded in batches.
pub struct Loaders {
    pub(crate) agencies: AgencyLoader,
    pub(crate) agency_categories: AgencyCategoryLoader,
    pub(crate) categories: CategoryLoader,
    pub(crate) districts: DistrictLoader,
    pub(crate) former_codes: FormerCodeLoader,
    pub(crate) population: PopulationLoader,
    pub(crate) subcategories: SubcategoryLoader,
}

impl Loaders {
    /// The loaders of a request.
    #[must_use]
    pub fn new(database: &Database) -> Self {
        Self {
            agencies: Loader::new(AgencyBatch(database.clone())),
            agency_categories: Loader::new(AgencyCategoryBatch(database.clone())),
            categories: Loader::new(CategoryBatch(database.clone())),
            districts: Loader::new(DistrictBatch(database.clone())),
            former_codes: Loader::new(FormerCodeBatch(database.clone())),
            population: Loader::new(PopulationBatch(database.clone())),
            subcategories: Loader::new(SubcategoryBatch(database.clone())),
        }
    }
}
