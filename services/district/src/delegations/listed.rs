//! The row types of this domain as lists see them.

use super::model::{Delegation, WorkingGroup, WorkingGroupMember, WorkingGroupTopic};
use super::order::{DelegationOrder, WorkingGroupOrder};
use crate::listing::{Listed, Lists, rows};
use crate::request::RequestContext;

rows! {
    Delegation, delegations by id;
    WorkingGroup, working_groups by id;
    WorkingGroupTopic, working_group_topics;
    WorkingGroupMember, working_group_members by id;
}

impl Listed for Delegation {
    const CONNECTION: &'static str = "DelegationConnection";
    const EDGE: &'static str = "DelegationEdge";
    type Order = DelegationOrder;

    fn lists(request: &RequestContext) -> &Lists<Self> {
        &request.delegations.delegations
    }
}

impl Listed for WorkingGroup {
    const CONNECTION: &'static str = "WorkingGroupConnection";
    const EDGE: &'static str = "WorkingGroupEdge";
    type Order = WorkingGroupOrder;

    fn lists(request: &RequestContext) -> &Lists<Self> {
        &request.delegations.working_groups
    }
}
