//! Writes the reference data that come with the program into the database. It is done whenever the
//! database is migrated, and repeating it changes nothing: rows are written by their codes.

use anyhow::Context as _;
use serde::Deserialize;
use storage::{Connection, Database, StorageError};

use crate::{
    agencies::{self, Agency, AgencyCategory},
    categories::{self, Category},
    cities::{self, City},
    districts::{self, DistrictRow, FormerCodeRow},
    population::{self, PopulationFigure},
};

/// The files of `reference/`, joined: each names its tables, so that their order does not matter.
const FILES: &str = concat!(
    include_str!("../reference/districts.toml"),
    include_str!("../reference/population.toml"),
    include_str!("../reference/categories.toml"),
    include_str!("../reference/agencies.toml"),
);

/// Everything that the city owns.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ReferenceData {
    cities: Vec<City>,
    districts: Vec<DistrictRow>,
    former_district_codes: Vec<FormerCodeRow>,
    population_figures: Vec<PopulationFigure>,
    categories: Vec<Category>,
    agencies: Vec<Agency>,
    agency_categories: Vec<AgencyCategory>,
}

/// Writes the reference data, all or nothing.
///
/// # Errors
/// When the data cannot be read, or the database cannot be written.
pub async fn apply(database: &Database) -> anyhow::Result<()> {
    let data = read().context("cannot read the reference data")?;
    let mut db = database.connection().await?;
    db.transaction(async |db| write(db, &data).await)
        .await
        .context("cannot write the reference data")
}

fn read() -> Result<ReferenceData, toml::de::Error> {
    toml::from_str(FILES)
}

/// Rows come after those that they refer to; categories of the first level stand before their
/// parts in the file.
async fn write(db: &mut Connection, data: &ReferenceData) -> Result<(), StorageError> {
    for city in &data.cities {
        cities::upsert(db, city).await?;
    }
    for district in &data.districts {
        districts::upsert(db, district).await?;
    }
    for former in &data.former_district_codes {
        districts::upsert_former_code(db, former).await?;
    }
    for figure in &data.population_figures {
        population::upsert(db, figure).await?;
    }
    for category in &data.categories {
        categories::upsert(db, category).await?;
    }
    for agency in &data.agencies {
        agencies::upsert(db, agency).await?;
    }
    for handled in &data.agency_categories {
        agencies::upsert_category(db, handled).await?;
    }
    Ok(())
}
