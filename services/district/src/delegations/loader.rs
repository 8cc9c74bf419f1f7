//! What one request looks up of delegations and what hangs on them, in batches.

use chrono::NaiveDate;
use storage::Database;

use super::queries;
use crate::{
    delegations::model::{Delegation, WorkingGroup, WorkingGroupTopic},
    deputies::model::Deputy,
    listing::{Children, Lists, Relation},
};

/// The lookups of one request.
pub struct DelegationLoaders {
    /// Delegations.
    pub delegations: Lists<Delegation>,
    /// Working groups.
    pub working_groups: Lists<WorkingGroup>,
    /// Groups of delegation.
    pub groups_of_delegation: Children<WorkingGroup>,
    /// Members of group.
    pub members_of_group: Children<Deputy>,
    /// Topics of group.
    pub topics_of_group: Children<WorkingGroupTopic>,
}

impl DelegationLoaders {
    /// Lookups in a database; memberships and charges are those of `today`.
    #[must_use]
    pub fn new(database: &Database, today: NaiveDate) -> Self {
        Self {
            delegations: Lists::new(database),
            working_groups: Lists::new(database),
            groups_of_delegation: Children::new(
                database,
                Relation::Column("delegation_id"),
                "working_groups.name_sort, working_groups.id",
            ),
            members_of_group: Children::new(
                database,
                queries::members_of_groups(today),
                "deputies.name_sort, deputies.id",
            ),
            topics_of_group: Children::new(
                database,
                Relation::Column("working_group_id"),
                "working_group_topics.category",
            ),
        }
    }
}
