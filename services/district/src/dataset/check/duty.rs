//! Rules of activities, registers, points and cadence.

use super::{Check, Fields};
use crate::{
    dataset::record::RecordKind,
    duty::model::{
        Activity, Attendance, CadenceExcuse, CadenceRule, PerformanceFile, PointsEntry, PointsRule,
        Register, RegisterEntry,
    },
};

impl Check for Activity {
    fn check(&self, fields: &mut Fields<'_>) {
        fields.id(&self.id);
        fields.refers("delegationId", &self.delegation_id, RecordKind::Delegation);
        fields.names("title", &self.title_zh, &self.title_en);
        fields.may_name("place", self.place_zh.as_ref(), self.place_en.as_ref());
        fields.may_refer("stationId", self.station_id.as_ref(), RecordKind::Station);
        let group = self.working_group_id.as_ref();
        fields.may_refer("workingGroupId", group, RecordKind::WorkingGroup);
        fields.at_least("visitors", self.visitors.unwrap_or(0), 0);
    }
}

impl Check for Attendance {
    fn check(&self, fields: &mut Fields<'_>) {
        fields.id(&self.id);
        fields.refers("activityId", &self.activity_id, RecordKind::Activity);
        fields.refers("deputyId", &self.deputy_id, RecordKind::Deputy);
        fields.unique("deputyId", format_args!("{} {}", self.activity_id, self.deputy_id));
    }
}

impl Check for Register {
    fn check(&self, fields: &mut Fields<'_>) {
        fields.id(&self.id);
        fields.refers("delegationId", &self.delegation_id, RecordKind::Delegation);
        fields.at_least("position", self.position, 1);
        fields.names("name", &self.name_zh, &self.name_en);
    }
}

impl Check for RegisterEntry {
    fn check(&self, fields: &mut Fields<'_>) {
        fields.id(&self.id);
        fields.refers("registerId", &self.register_id, RecordKind::Register);
        fields.may_refer("deputyId", self.deputy_id.as_ref(), RecordKind::Deputy);
        fields.may_refer("activityId", self.activity_id.as_ref(), RecordKind::Activity);
        fields.may_refer("petitionId", self.petition_id.as_ref(), RecordKind::Petition);
        fields.may_refer("correctsId", self.corrects_id.as_ref(), RecordKind::RegisterEntry);
        fields.may_name("summary", self.summary_zh.as_ref(), self.summary_en.as_ref());
    }
}

impl Check for PerformanceFile {
    fn check(&self, fields: &mut Fields<'_>) {
        fields.id(&self.id);
        fields.refers("deputyId", &self.deputy_id, RecordKind::Deputy);
        fields.unique("periodFrom", format_args!("{} {}", self.deputy_id, self.period_from));
        fields.in_order(("periodFrom", Some(self.period_from)), ("periodTo", Some(self.period_to)));
        fields.may_name("summary", self.summary_zh.as_ref(), self.summary_en.as_ref());
    }
}

impl Check for PointsRule {
    fn check(&self, fields: &mut Fields<'_>) {
        fields.id(&self.id);
        fields.refers("delegationId", &self.delegation_id, RecordKind::Delegation);
        fields.at_least("ruleVersion", self.rule_version, 1);
        fields.at_least("cap", self.cap.unwrap_or(0), 0);
        let capped = self.cap.is_some() == self.cap_period.is_some();
        fields.require("capPeriod", capped, "a cap has a period, and a period has a cap");
        fields.names("name", &self.name_zh, &self.name_en);
        fields.validity(Some(self.valid_from), self.valid_to);
    }
}

impl Check for PointsEntry {
    fn check(&self, fields: &mut Fields<'_>) {
        fields.id(&self.id);
        fields.refers("deputyId", &self.deputy_id, RecordKind::Deputy);
        fields.refers("pointsRuleId", &self.points_rule_id, RecordKind::PointsRule);
        fields.may_refer("activityId", self.activity_id.as_ref(), RecordKind::Activity);
        fields.may_refer("petitionId", self.petition_id.as_ref(), RecordKind::Petition);
        fields.may_refer("reversalOfId", self.reversal_of_id.as_ref(), RecordKind::PointsEntry);
    }
}

impl Check for CadenceRule {
    fn check(&self, fields: &mut Fields<'_>) {
        fields.id(&self.id);
        fields.refers("delegationId", &self.delegation_id, RecordKind::Delegation);
        fields.at_least("times", self.times, 1);
        let exists = self.day_of_month.is_none_or(|day| (1..=31).contains(&day));
        fields.require("dayOfMonth", exists, "no month has this day");
        fields.names("name", &self.name_zh, &self.name_en);
        fields.validity(self.valid_from, self.valid_to);
        fields.at_least("position", self.position, 1);
    }
}

impl Check for CadenceExcuse {
    fn check(&self, fields: &mut Fields<'_>) {
        fields.id(&self.id);
        fields.refers("deputyId", &self.deputy_id, RecordKind::Deputy);
        fields.validity(Some(self.valid_from), self.valid_to);
    }
}
