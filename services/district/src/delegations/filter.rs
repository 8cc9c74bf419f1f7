//! What lists of delegations and working groups are narrowed by.

use async_graphql::{ID, InputObject};
use subgraph_server::graphql::{RouteBy, route};

use crate::{
    listing::{Conditions, ListFilter, Sql},
    petitions::kinds::CategoryCode,
    places::kinds::DivisionKind,
};

/// What a list of delegations is narrowed to. All that is given must hold; a list is met by any of its values.
#[derive(InputObject, Debug, Clone, Default)]
pub struct DelegationFilter {
    /// Those of divisions of one of these kinds.
    pub division_kind: Option<Vec<DivisionKind>>,
}

impl ListFilter for DelegationFilter {
    fn conditions(self) -> Conditions {
        let mut conditions = Conditions::new();
        if let Some(kinds) = self.division_kind {
            let of_delegation = Sql::new(
                "SELECT 1 FROM divisions WHERE divisions.id = delegations.division_id AND divisions.kind",
            );
            conditions.exists(of_delegation.is_one_of(kinds), true);
        }
        conditions
    }
}

/// What a list of working groups is narrowed to. All that is given must hold; a list is met by any of its values.
#[derive(InputObject, Debug, Clone, Default)]
pub struct WorkingGroupFilter {
    /// Those of one of these delegations, by their ids.
    #[graphql(directive = route::apply(RouteBy::Id, None))]
    pub delegation: Option<Vec<ID>>,
    /// Those that take on one of these classes of petition.
    pub topic: Option<Vec<CategoryCode>>,
}

impl ListFilter for WorkingGroupFilter {
    fn conditions(self) -> Conditions {
        let mut conditions = Conditions::new();
        conditions.one_of_ids("working_groups.delegation_id", self.delegation);
        if let Some(topics) = self.topic {
            let of_group = Sql::new(
                "SELECT 1 FROM working_group_topics \
                 WHERE working_group_topics.working_group_id = working_groups.id \
                 AND working_group_topics.category",
            );
            conditions.exists(of_group.is_one_of(topics), true);
        }
        conditions
    }
}
