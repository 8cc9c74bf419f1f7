//! The row types of this domain as lists see them.

use super::filter::{CommunityFilter, DivisionFilter, GridFilter};
use super::model::{Community, Division, Grid, GridChiefAssignment};
use super::order::{CommunityOrder, DivisionOrder, GridOrder};
use crate::listing::{listed, rows};

rows! {
    Division, divisions by id;
    Community, communities by id;
    Grid, grids by id;
    GridChiefAssignment, grid_chief_assignments by id;
}

listed! {
    Division: DivisionFilter, DivisionOrder, places.divisions;
    Community: CommunityFilter, CommunityOrder, places.communities;
    Grid: GridFilter, GridOrder, places.grids;
}
