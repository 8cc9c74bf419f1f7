//! Which deputy covers which grid on a day, as SQL.

use chrono::NaiveDate;

use crate::listing::{Relation, Sql, in_force};

/// The roles by which a deputy covers a grid.
const COVERS: &str = "grid_chief_assignments.role IN ('BIG_GRID_CHIEF', 'GRID_DEPUTY')";

/// The deputies who cover a grid on a day.
#[must_use]
pub fn deputies_of_grids(on: NaiveDate) -> Relation {
    Relation::Link(pairs("grid_id AS parent, deputy_id AS child", on))
}

/// The grids that a deputy covers on a day.
#[must_use]
pub fn grids_of_deputies(on: NaiveDate) -> Relation {
    Relation::Link(pairs("deputy_id AS parent, grid_id AS child", on))
}

/// A row for each deputy who covers the grid of the outer statement on a day.
#[must_use]
pub fn covering_deputies(on: NaiveDate) -> Sql {
    Sql::new(format!(
        "SELECT 1 FROM grid_chief_assignments \
         WHERE grid_chief_assignments.grid_id = grids.id AND {COVERS} AND "
    ))
    .append(in_force("grid_chief_assignments", on))
}

fn pairs(columns: &str, on: NaiveDate) -> Sql {
    Sql::new(format!(
        "SELECT DISTINCT {columns} FROM grid_chief_assignments \
         WHERE deputy_id IS NOT NULL AND {COVERS} AND "
    ))
    .append(in_force("grid_chief_assignments", on))
}
