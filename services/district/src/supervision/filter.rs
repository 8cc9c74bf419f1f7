//! What lists of supervisions are narrowed by.

use async_graphql::{ID, InputObject};
use chrono::NaiveDate;
use subgraph_server::graphql::{RouteBy, route};

use super::kinds::SupervisionForm;
use crate::listing::{Conditions, ListFilter, Sql};

/// What a list of supervisions is narrowed to. All that is given must hold; a list is met by any of its values.
#[derive(InputObject, Debug, Clone, Default)]
pub struct SupervisionActivityFilter {
    /// Those of one of these delegations, by their ids.
    #[graphql(directive = route::apply(RouteBy::Id, None))]
    pub delegation: Option<Vec<ID>>,
    /// Those done in one of these forms.
    pub form: Option<Vec<SupervisionForm>>,
    /// Those on this local day or later.
    pub from: Option<NaiveDate>,
    /// Those on this local day or earlier.
    pub to: Option<NaiveDate>,
}

impl ListFilter for SupervisionActivityFilter {
    fn conditions(self) -> Conditions {
        let mut conditions = Conditions::new();
        conditions.one_of_ids("supervision_activities.delegation_id", self.delegation);
        conditions.one_of("supervision_activities.form", self.form);
        conditions.at_least("supervision_activities.occurred_on", self.from);
        if let Some(to) = self.to {
            conditions.push(Sql::new("supervision_activities.occurred_on <= ").value(to));
        }
        conditions
    }
}
