//! How petitions belong to those who work on them, as SQL.

use crate::listing::{Relation, Sql};

/// The petitions that a deputy works or worked on.
#[must_use]
pub fn petitions_of_deputies() -> Relation {
    Relation::Link(Sql::new(
        "SELECT DISTINCT deputy_id AS parent, petition_id AS child FROM assignments \
         WHERE deputy_id IS NOT NULL",
    ))
}
