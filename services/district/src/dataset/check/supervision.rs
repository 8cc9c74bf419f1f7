//! Rules of the supervision of the authorities.

use super::{Check, Fields};
use crate::{
    dataset::record::RecordKind,
    supervision::model::{SupervisionActivity, SupervisionOpinion, SupervisionParticipant},
};

impl Check for SupervisionActivity {
    fn check(&self, fields: &mut Fields<'_>) {
        fields.id(&self.id);
        fields.refers("delegationId", &self.delegation_id, RecordKind::Delegation);
        fields.names("subject", &self.subject_zh, &self.subject_en);
    }
}

impl Check for SupervisionParticipant {
    fn check(&self, fields: &mut Fields<'_>) {
        let (activity, deputy) = (&self.supervision_activity_id, &self.deputy_id);
        fields.refers("supervisionActivityId", activity, RecordKind::Supervision);
        fields.refers("deputyId", deputy, RecordKind::Deputy);
        fields.unique("deputyId", format_args!("{activity} {deputy}"));
    }
}

impl Check for SupervisionOpinion {
    fn check(&self, fields: &mut Fields<'_>) {
        fields.id(&self.id);
        let activity = &self.supervision_activity_id;
        fields.refers("supervisionActivityId", activity, RecordKind::Supervision);
        fields.at_least("position", self.position, 1);
        fields.names("detail", &self.detail_zh, &self.detail_en);
        fields.in_order(("givenOn", Some(self.given_on)), ("answeredOn", self.answered_on));
    }
}
