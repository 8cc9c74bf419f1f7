//! Rules of divisions, communities, delegations, working groups and grids.

use super::{Check, Fields};
use crate::{
    dataset::record::RecordKind,
    delegations::model::{Delegation, WorkingGroup, WorkingGroupMember, WorkingGroupTopic},
    places::{
        kinds::GridRole,
        model::{Community, Division, Grid, GridChiefAssignment},
    },
};

impl Check for Division {
    fn check(&self, fields: &mut Fields<'_>) {
        fields.id(&self.id);
        fields.statistical_code(&self.code, 9);
        fields.unique("code", &self.code);
        fields.names("name", &self.name_zh, &self.name_en);
        fields.name_sort(&self.name_sort);
    }
}

impl Check for Community {
    fn check(&self, fields: &mut Fields<'_>) {
        fields.id(&self.id);
        fields.refers("divisionId", &self.division_id, RecordKind::Division);
        if let Some(code) = &self.code {
            fields.statistical_code(code, 12);
        }
        let fits = self.provisional == self.code.is_none();
        fields.require("provisional", fits, "an id is provisional while the code is not known");
        fields.names("name", &self.name_zh, &self.name_en);
        fields.name_sort(&self.name_sort);
    }
}

impl Check for Delegation {
    fn check(&self, fields: &mut Fields<'_>) {
        fields.id(&self.id);
        fields.refers("divisionId", &self.division_id, RecordKind::Division);
        fields.names("name", &self.name_zh, &self.name_en);
        fields.name_sort(&self.name_sort);
        fields.may_name("headline", self.headline_zh.as_ref(), self.headline_en.as_ref());
        fields.may_name("summary", self.summary_zh.as_ref(), self.summary_en.as_ref());
    }
}

impl Check for WorkingGroup {
    fn check(&self, fields: &mut Fields<'_>) {
        fields.id(&self.id);
        fields.refers("delegationId", &self.delegation_id, RecordKind::Delegation);
        fields.may_refer("communityId", self.community_id.as_ref(), RecordKind::Community);
        fields.may_refer("stationId", self.station_id.as_ref(), RecordKind::Station);
        fields.names("name", &self.name_zh, &self.name_en);
        fields.name_sort(&self.name_sort);
        fields.may_name("detail", self.detail_zh.as_ref(), self.detail_en.as_ref());
    }
}

impl Check for WorkingGroupTopic {
    fn check(&self, fields: &mut Fields<'_>) {
        fields.refers("workingGroupId", &self.working_group_id, RecordKind::WorkingGroup);
        fields.unique("category", format_args!("{} {}", self.working_group_id, self.category));
    }
}

impl Check for WorkingGroupMember {
    fn check(&self, fields: &mut Fields<'_>) {
        fields.id(&self.id);
        fields.refers("workingGroupId", &self.working_group_id, RecordKind::WorkingGroup);
        fields.refers("deputyId", &self.deputy_id, RecordKind::Deputy);
        fields.validity(Some(self.valid_from), self.valid_to);
    }
}

impl Check for Grid {
    fn check(&self, fields: &mut Fields<'_>) {
        fields.id(&self.id);
        fields.refers("delegationId", &self.delegation_id, RecordKind::Delegation);
        fields.may_refer("communityId", self.community_id.as_ref(), RecordKind::Community);
        fields.may_refer("parentId", self.parent_id.as_ref(), RecordKind::Grid);
        fields.may_refer("successorOfId", self.successor_of_id.as_ref(), RecordKind::Grid);
        fields.names("name", &self.name_zh, &self.name_en);
        fields.name_sort(&self.name_sort);
        fields.at_least("households", self.households.unwrap_or(0), 0);
        fields.at_least("residents", self.residents.unwrap_or(0), 0);
        fields.validity(Some(self.valid_from), self.valid_to);
    }
}

impl Check for GridChiefAssignment {
    fn check(&self, fields: &mut Fields<'_>) {
        fields.id(&self.id);
        fields.refers("gridId", &self.grid_id, RecordKind::Grid);
        fields.may_refer("deputyId", self.deputy_id.as_ref(), RecordKind::Deputy);
        let held_by_deputy = matches!(self.role, GridRole::BigGridChief | GridRole::GridDeputy);
        fields.require(
            "deputyId",
            self.deputy_id.is_some() || !held_by_deputy,
            "only a deputy can have this role",
        );
        fields.validity(Some(self.valid_from), self.valid_to);
    }
}
