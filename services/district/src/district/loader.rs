//! What one request looks up of districts and what hangs on them, in batches.

use storage::Database;

use crate::{
    district::model::{Congress, DistrictFact, DistrictProfile},
    listing::{ById, Children, Relation},
};

/// The lookups of one request.
pub struct DistrictLoaders {
    /// Congresses by id.
    pub congresses: ById<Congress>,
    /// Profiles by id.
    pub profiles: ById<DistrictProfile>,
    /// Facts of district.
    pub facts_of_district: Children<DistrictFact>,
}

impl DistrictLoaders {
    /// Lookups in a database.
    #[must_use]
    pub fn new(database: &Database) -> Self {
        Self {
            congresses: ById::new(database),
            profiles: ById::new(database),
            facts_of_district: Children::new(
                database,
                Relation::Column("district_code"),
                "district_facts.position, district_facts.id",
            ),
        }
    }
}
