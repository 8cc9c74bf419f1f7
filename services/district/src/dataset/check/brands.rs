//! Rules of brands and what is reported about them.

use super::{Check, Fields};
use crate::{
    brands::model::{
        BrandChannel, BrandInitiative, BrandStation, BrandWorkingGroup, Highlight, Mechanism,
        ReportedFigure,
    },
    dataset::record::RecordKind,
};

impl Check for BrandInitiative {
    fn check(&self, fields: &mut Fields<'_>) {
        fields.id(&self.id);
        fields.refers("delegationId", &self.delegation_id, RecordKind::Delegation);
        if self.lead {
            fields.unique("lead", &self.delegation_id);
        }
        fields.names("name", &self.name_zh, &self.name_en);
        fields.name_sort(&self.name_sort);
        fields.may_name("slogan", self.slogan_zh.as_ref(), self.slogan_en.as_ref());
        fields.may_name("problem", self.problem_zh.as_ref(), self.problem_en.as_ref());
        fields.may_name("detail", self.detail_zh.as_ref(), self.detail_en.as_ref());
        fields.may_name("source", self.source_zh.as_ref(), self.source_en.as_ref());
    }
}

impl Check for Mechanism {
    fn check(&self, fields: &mut Fields<'_>) {
        fields.id(&self.id);
        fields.refers("brandId", &self.brand_id, RecordKind::Brand);
        fields.may_refer("parentId", self.parent_id.as_ref(), RecordKind::Mechanism);
        fields.names("name", &self.name_zh, &self.name_en);
        fields.may_name("meaning", self.meaning_zh.as_ref(), self.meaning_en.as_ref());
        fields.at_least("position", self.position, 1);
    }
}

impl Check for Highlight {
    fn check(&self, fields: &mut Fields<'_>) {
        fields.id(&self.id);
        fields.refers("brandId", &self.brand_id, RecordKind::Brand);
        if self.lead {
            fields.unique("lead", &self.brand_id);
        }
        fields.names("title", &self.title_zh, &self.title_en);
        fields.may_name("evidence", self.evidence_zh.as_ref(), self.evidence_en.as_ref());
        fields.at_least("position", self.position, 1);
    }
}

impl Check for ReportedFigure {
    fn check(&self, fields: &mut Fields<'_>) {
        fields.id(&self.id);
        fields.may_refer("brandId", self.brand_id.as_ref(), RecordKind::Brand);
        fields.may_refer("delegationId", self.delegation_id.as_ref(), RecordKind::Delegation);
        fields.names("metricLabel", &self.metric_label_zh, &self.metric_label_en);
        fields.require("value", self.value.is_finite(), "it is not a number");
        fields.names("unit", &self.unit_zh, &self.unit_en);
        fields.names("window", &self.window_zh, &self.window_en);
        fields.in_order(("windowFrom", self.window_from), ("windowTo", self.window_to));
        fields.names("source", &self.source_zh, &self.source_en);
        fields.at_least("position", self.position, 1);
    }
}

impl Check for BrandChannel {
    fn check(&self, fields: &mut Fields<'_>) {
        fields.refers("brandId", &self.brand_id, RecordKind::Brand);
        fields.refers("channelId", &self.channel_id, RecordKind::Channel);
        fields.unique("channelId", format_args!("{} {}", self.brand_id, self.channel_id));
    }
}

impl Check for BrandStation {
    fn check(&self, fields: &mut Fields<'_>) {
        fields.refers("brandId", &self.brand_id, RecordKind::Brand);
        fields.refers("stationId", &self.station_id, RecordKind::Station);
        fields.unique("stationId", format_args!("{} {}", self.brand_id, self.station_id));
    }
}

impl Check for BrandWorkingGroup {
    fn check(&self, fields: &mut Fields<'_>) {
        let (brand, group) = (&self.brand_id, &self.working_group_id);
        fields.refers("brandId", brand, RecordKind::Brand);
        fields.refers("workingGroupId", group, RecordKind::WorkingGroup);
        fields.unique("workingGroupId", format_args!("{brand} {group}"));
    }
}
