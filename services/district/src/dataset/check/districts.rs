//! Rules of the district as a whole.

use super::{Check, Fields};
use crate::{
    dataset::record::RecordKind,
    district::model::{Congress, DistrictFact, DistrictProfile},
};

impl Check for DistrictProfile {
    fn check(&self, fields: &mut Fields<'_>) {
        fields.id_of_district(&self.code);
        fields.names("name", &self.name_zh, &self.name_en);
        fields.name_sort(&self.name_sort);
        fields.may_name("congress", self.congress_zh.as_ref(), self.congress_en.as_ref());
        fields.may_name("committee", self.committee_zh.as_ref(), self.committee_en.as_ref());
        fields.may_name("chair", self.chair_zh.as_ref(), self.chair_en.as_ref());
    }
}

impl Check for DistrictFact {
    fn check(&self, fields: &mut Fields<'_>) {
        fields.id(&self.id);
        fields.refers("districtCode", &self.district_code, RecordKind::District);
        fields.at_least("position", self.position, 1);
        fields.names("title", &self.title_zh, &self.title_en);
        fields.may_name("detail", self.detail_zh.as_ref(), self.detail_en.as_ref());
        fields.may_name("occurred", self.occurred_zh.as_ref(), self.occurred_en.as_ref());
        fields.may_name("source", self.source_zh.as_ref(), self.source_en.as_ref());
    }
}

impl Check for Congress {
    fn check(&self, fields: &mut Fields<'_>) {
        fields.id(&self.id);
        fields.names("name", &self.name_zh, &self.name_en);
        fields.name_sort(&self.name_sort);
        fields.at_least("term", self.term.unwrap_or(1), 1);
        fields.validity(self.valid_from, self.valid_to);
    }
}
