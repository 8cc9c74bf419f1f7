//! Rules of deputies, their mandates and memberships.

use super::{Check, Fields};
use crate::{
    dataset::record::RecordKind,
    deputies::model::{DelegationMembership, Deputy, Mandate},
};

impl Check for Deputy {
    fn check(&self, fields: &mut Fields<'_>) {
        fields.id(&self.id);
        fields.names("name", &self.name_zh, &self.name_en);
        fields.name_sort(&self.name_sort);
        fields.require(
            "contactPublishedOn",
            self.published_contact.is_some() == self.contact_published_on.is_some(),
            "a contact is published on a day, and a day of publishing has a contact",
        );
    }
}

impl Check for Mandate {
    fn check(&self, fields: &mut Fields<'_>) {
        fields.id(&self.id);
        fields.refers("deputyId", &self.deputy_id, RecordKind::Deputy);
        fields.refers("congressId", &self.congress_id, RecordKind::Congress);
        fields.may_name(
            "constituency",
            self.constituency_zh.as_ref(),
            self.constituency_en.as_ref(),
        );
        fields.validity(Some(self.valid_from), self.valid_to);
    }
}

impl Check for DelegationMembership {
    fn check(&self, fields: &mut Fields<'_>) {
        fields.id(&self.id);
        fields.refers("deputyId", &self.deputy_id, RecordKind::Deputy);
        fields.refers("delegationId", &self.delegation_id, RecordKind::Delegation);
        fields.validity(Some(self.valid_from), self.valid_to);
    }
}
