//! How activities belong to the deputies who took part, as SQL.

use crate::listing::{Relation, Sql};

/// The activities that a deputy took part in.
#[must_use]
pub fn activities_of_deputies() -> Relation {
    Relation::Link(Sql::new(
        "SELECT deputy_id AS parent, activity_id AS child FROM attendances \
         WHERE status = 'PRESENT'",
    ))
}
