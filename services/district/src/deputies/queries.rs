//! How deputies belong to delegations and working groups on a day, as SQL.

use chrono::NaiveDate;

use crate::listing::{Relation, Sql, in_force};

/// The deputies who are in a delegation on a day.
#[must_use]
pub fn deputies_of_delegations(on: NaiveDate) -> Relation {
    Relation::Link(
        Sql::new(
            "SELECT DISTINCT delegation_id AS parent, deputy_id AS child FROM delegation_memberships WHERE ",
        )
        .append(in_force("delegation_memberships", on)),
    )
}

/// The delegations that a deputy is in on a day.
#[must_use]
pub fn delegations_of_deputies(on: NaiveDate) -> Relation {
    Relation::Link(
        Sql::new(
            "SELECT DISTINCT deputy_id AS parent, delegation_id AS child FROM delegation_memberships WHERE ",
        )
        .append(in_force("delegation_memberships", on)),
    )
}

/// The working groups that a deputy is in on a day.
#[must_use]
pub fn groups_of_deputies(on: NaiveDate) -> Relation {
    Relation::Link(
        Sql::new(
            "SELECT DISTINCT deputy_id AS parent, working_group_id AS child FROM working_group_members WHERE ",
        )
        .append(in_force("working_group_members", on)),
    )
}
