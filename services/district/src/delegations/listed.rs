//! The row types of this domain as lists see them.

use super::filter::{DelegationFilter, WorkingGroupFilter};
use super::model::{Delegation, WorkingGroup, WorkingGroupMember, WorkingGroupTopic};
use super::order::{DelegationOrder, WorkingGroupOrder};
use crate::listing::{listed, rows};

rows! {
    Delegation, delegations by id;
    WorkingGroup, working_groups by id;
    WorkingGroupTopic, working_group_topics;
    WorkingGroupMember, working_group_members by id;
}

listed! {
    Delegation: DelegationFilter, DelegationOrder, delegations.delegations;
    WorkingGroup: WorkingGroupFilter, WorkingGroupOrder, delegations.working_groups;
}
