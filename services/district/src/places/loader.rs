//! What one request looks up of grids and what hangs on them, in batches.

use chrono::NaiveDate;
use storage::Database;

use super::queries;
use crate::{
    delegations::model::Delegation,
    deputies::model::Deputy,
    listing::{Children, Lists, Relation},
    places::model::{Community, Division, Grid, GridChiefAssignment},
    stations::model::Station,
};

/// The lookups of one request.
pub struct PlaceLoaders {
    /// Divisions.
    pub divisions: Lists<Division>,
    /// Communities and villages.
    pub communities: Lists<Community>,
    /// Grids.
    pub grids: Lists<Grid>,
    /// Communities of division.
    pub communities_of_division: Children<Community>,
    /// Delegations of division.
    pub delegations_of_division: Children<Delegation>,
    /// Stations of community.
    pub stations_of_community: Children<Station>,
    /// Assignments of grid.
    pub assignments_of_grid: Children<GridChiefAssignment>,
    /// Deputies of grid.
    pub deputies_of_grid: Children<Deputy>,
}

impl PlaceLoaders {
    /// Lookups in a database; memberships and charges are those of `today`.
    #[must_use]
    pub fn new(database: &Database, today: NaiveDate) -> Self {
        Self {
            divisions: Lists::new(database),
            communities: Lists::new(database),
            grids: Lists::new(database),
            communities_of_division: Children::new(
                database,
                Relation::Column("division_id"),
                "communities.name_sort, communities.id",
            ),
            delegations_of_division: Children::new(
                database,
                Relation::Column("division_id"),
                "delegations.name_sort, delegations.id",
            ),
            stations_of_community: Children::new(
                database,
                Relation::Column("community_id"),
                "stations.name_sort, stations.id",
            ),
            assignments_of_grid: Children::new(
                database,
                Relation::Column("grid_id"),
                "grid_chief_assignments.valid_from, grid_chief_assignments.id",
            ),
            deputies_of_grid: Children::new(
                database,
                queries::deputies_of_grids(today),
                "deputies.name_sort, deputies.id",
            ),
        }
    }
}
