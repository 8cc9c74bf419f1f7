//! What lists of divisions, communities and grids are narrowed by.

use async_graphql::{ID, InputObject};
use chrono::NaiveDate;
use subgraph_server::graphql::{RouteBy, route};

use super::{
    kinds::{CommunityKind, DivisionKind, GridKind},
    queries,
};
use crate::listing::{Conditions, ListFilter, in_force};

/// What a list of divisions is narrowed to. All that is given must hold; a list is met by any of its values.
#[derive(InputObject, Debug, Clone, Default)]
pub struct DivisionFilter {
    /// Those of one of these kinds.
    pub kind: Option<Vec<DivisionKind>>,
}

impl ListFilter for DivisionFilter {
    fn conditions(self) -> Conditions {
        let mut conditions = Conditions::new();
        conditions.one_of("divisions.kind", self.kind);
        conditions
    }
}

/// What a list of communities and villages is narrowed to. All that is given must hold; a list is met by any of its values.
#[derive(InputObject, Debug, Clone, Default)]
pub struct CommunityFilter {
    /// Those in one of these divisions, by their ids.
    #[graphql(directive = route::apply(RouteBy::Id, None))]
    pub division: Option<Vec<ID>>,
    /// Those of one of these kinds.
    pub kind: Option<Vec<CommunityKind>>,
}

impl ListFilter for CommunityFilter {
    fn conditions(self) -> Conditions {
        let mut conditions = Conditions::new();
        conditions.one_of_ids("communities.division_id", self.division);
        conditions.one_of("communities.kind", self.kind);
        conditions
    }
}

/// What a list of grids is narrowed to. All that is given must hold; a list is met by any of its values.
#[derive(InputObject, Debug, Clone, Default)]
pub struct GridFilter {
    /// Those in one of these delegations' areas, by their ids.
    #[graphql(directive = route::apply(RouteBy::Id, None))]
    pub delegation: Option<Vec<ID>>,
    /// Those in one of these communities, by their ids.
    #[graphql(directive = route::apply(RouteBy::Id, None))]
    pub community: Option<Vec<ID>>,
    /// Those of one of these kinds.
    pub kind: Option<Vec<GridKind>>,
    /// Those that existed on this day.
    pub in_force_on: Option<NaiveDate>,
    /// With `covered`: the day that is looked at; today when it is left out. Alone it asks for those that a deputy covered on that day.
    pub covered_on: Option<NaiveDate>,
    /// Those that a deputy covers, or those that none does.
    pub covered: Option<bool>,
}

impl ListFilter for GridFilter {
    fn conditions(self) -> Conditions {
        let mut conditions = Conditions::new();
        conditions.one_of_ids("grids.delegation_id", self.delegation);
        conditions.one_of_ids("grids.community_id", self.community);
        conditions.one_of("grids.kind", self.kind);
        if let Some(on) = self.in_force_on {
            conditions.push(in_force("grids", on));
        }
        if self.covered.is_some() || self.covered_on.is_some() {
            let on = self.covered_on.unwrap_or_else(crate::time::today);
            conditions.exists(queries::covering_deputies(on), self.covered.unwrap_or(true));
        }
        conditions
    }
}
