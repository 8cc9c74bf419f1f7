//! How deputies belong to working groups on a day, as SQL.

use chrono::NaiveDate;

use crate::listing::{Relation, Sql, in_force};

/// The deputies who are in a working group on a day.
#[must_use]
pub fn members_of_groups(on: NaiveDate) -> Relation {
    Relation::Link(
        Sql::new(
            "SELECT DISTINCT working_group_id AS parent, deputy_id AS child FROM working_group_members WHERE ",
        )
        .append(in_force("working_group_members", on)),
    )
}
