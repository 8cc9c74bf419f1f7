//! What lists of deputies are narrowed by.

use async_graphql::{ID, InputObject};
use subgraph_server::graphql::{RouteBy, route};

use super::kinds::Sector;
use crate::{
    district::kinds::CongressLevel,
    listing::{Conditions, ListFilter, Sql},
};

/// What a list of deputies is narrowed to. All that is given must hold; a list is met by any of its values.
#[derive(InputObject, Debug, Clone, Default)]
pub struct DeputyFilter {
    /// Who is or was in one of these delegations, by their ids.
    #[graphql(directive = route::apply(RouteBy::Id, None))]
    pub delegation: Option<Vec<ID>>,
    /// Who works in one of these sectors.
    pub sector: Option<Vec<Sector>>,
    /// Who has or had a seat at one of these levels.
    pub level: Option<Vec<CongressLevel>>,
}

impl ListFilter for DeputyFilter {
    fn conditions(self) -> Conditions {
        let mut conditions = Conditions::new();
        conditions.one_of("deputies.sector", self.sector);
        if let Some(delegations) = self.delegation {
            let of_deputy = Sql::new(
                "SELECT 1 FROM delegation_memberships \
                 WHERE delegation_memberships.deputy_id = deputies.id \
                 AND delegation_memberships.delegation_id",
            );
            conditions
                .exists(of_deputy.is_in(delegations.into_iter().map(|id| id.0).collect()), true);
        }
        if let Some(levels) = self.level {
            let of_deputy = Sql::new(
                "SELECT 1 FROM mandates JOIN congresses ON congresses.id = mandates.congress_id \
                 WHERE mandates.deputy_id = deputies.id AND congresses.level",
            );
            conditions.exists(of_deputy.is_one_of(levels), true);
        }
        conditions
    }
}
