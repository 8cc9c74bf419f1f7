//! What lists of activities, register entries and points are narrowed by.

use async_graphql::{ID, InputObject};
use chrono::NaiveDate;
use subgraph_server::graphql::{RouteBy, route};

use super::kinds::ActivityKind;
use crate::{
    listing::{Conditions, ListFilter},
    time::{end_of, start_of},
};

/// What a list of activities is narrowed to. All that is given must hold; a list is met by any of its values.
#[derive(InputObject, Debug, Clone, Default)]
pub struct ActivityFilter {
    /// Those of one of these delegations, by their ids.
    #[graphql(directive = route::apply(RouteBy::Id, None))]
    pub delegation: Option<Vec<ID>>,
    /// Those of one of these kinds.
    pub kind: Option<Vec<ActivityKind>>,
    /// Those on this local day or later.
    pub from: Option<NaiveDate>,
    /// Those on this local day or earlier.
    pub to: Option<NaiveDate>,
}

impl ListFilter for ActivityFilter {
    fn conditions(self) -> Conditions {
        let mut conditions = Conditions::new();
        conditions.one_of_ids("activities.delegation_id", self.delegation);
        conditions.one_of("activities.kind", self.kind);
        conditions.at_least("activities.occurred_at", self.from.map(start_of));
        conditions.below("activities.occurred_at", self.to.map(end_of));
        conditions
    }
}

/// What a list of register entries is narrowed to. All that is given must hold; a list is met by any of its values.
#[derive(InputObject, Debug, Clone, Default)]
pub struct RegisterEntryFilter {
    /// Those about one of these deputies, by their ids.
    #[graphql(directive = route::apply(RouteBy::Id, None))]
    pub deputy: Option<Vec<ID>>,
    /// Those on this local day or later.
    pub from: Option<NaiveDate>,
    /// Those on this local day or earlier.
    pub to: Option<NaiveDate>,
}

impl ListFilter for RegisterEntryFilter {
    fn conditions(self) -> Conditions {
        let mut conditions = Conditions::new();
        conditions.one_of_ids("register_entries.deputy_id", self.deputy);
        conditions.at_least("register_entries.recorded_at", self.from.map(start_of));
        conditions.below("register_entries.recorded_at", self.to.map(end_of));
        conditions
    }
}

/// What a list of points entries is narrowed to. All that is given must hold; a list is met by any of its values.
#[derive(InputObject, Debug, Clone, Default)]
pub struct PointsEntryFilter {
    /// Those on this local day or later.
    pub from: Option<NaiveDate>,
    /// Those on this local day or earlier.
    pub to: Option<NaiveDate>,
}

impl ListFilter for PointsEntryFilter {
    fn conditions(self) -> Conditions {
        let mut conditions = Conditions::new();
        conditions.at_least("points_entries.earned_at", self.from.map(start_of));
        conditions.below("points_entries.earned_at", self.to.map(end_of));
        conditions
    }
}
