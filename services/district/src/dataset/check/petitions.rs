//! Rules of petitions and what belongs to them. A petition's events follow it directly, so that
//! only one petition at a time has to be remembered.

use super::{Check, Fields};
use crate::{
    dataset::{
        problem::{Problem, Problems},
        record::RecordKind,
    },
    petitions::{
        lifecycle::LifeCycle,
        model::{
            Assignment, Escalation, EscalationFiler, EscalationPetition, Petition, PetitionEvent,
            Rating, Reply,
        },
    },
};

/// The petition whose events are being read.
#[derive(Debug)]
pub(super) struct PetitionInProgress {
    line: u64,
    row: Petition,
    life: Option<LifeCycle>,
    /// One of its events was refused, so that there is nothing to compare the row with.
    broken: bool,
}

impl PetitionInProgress {
    pub(super) fn new(line: u64, row: Petition) -> Self {
        Self { line, row, life: None, broken: false }
    }

    /// Compares the row with what the events add up to.
    pub(super) fn finish(self, problems: &mut Problems) {
        let mut report = |field: &str, reason: &str| {
            let (record, field) = (Some(RecordKind::Petition.to_string()), Some(field.to_owned()));
            problems.push(Problem { line: self.line, record, field, reason: reason.to_owned() });
        };
        match &self.life {
            _ if self.broken => {}
            None => report("status", "the events of a petition must follow it, none does"),
            Some(life) => {
                for field in life.projection().differences(&self.row) {
                    report(field, "the petition's events say otherwise");
                }
            }
        }
    }
}

/// Takes the next event of the petition that is being read.
pub(super) fn follow(
    petition: &mut Option<PetitionInProgress>,
    event: &PetitionEvent,
    fields: &mut Fields<'_>,
) {
    let Some(petition) = petition.as_mut().filter(|open| open.row.id == event.petition_id) else {
        fields.report("petitionId", "an event must follow its petition directly");
        return;
    };
    let taken = match &mut petition.life {
        None => LifeCycle::begin(event).map(|life| petition.life = Some(life)),
        Some(life) => life.apply(event),
    };
    if let Err(error) = taken
        && !petition.broken
    {
        petition.broken = true;
        fields.report("kind", error.to_string());
    }
}

impl Check for Petition {
    fn check(&self, fields: &mut Fields<'_>) {
        fields.id(&self.id);
        fields.unique("reference", &self.reference);
        fields.refers("delegationId", &self.delegation_id, RecordKind::Delegation);
        fields.may_refer("gridId", self.grid_id.as_ref(), RecordKind::Grid);
        fields.may_refer("channelId", self.channel_id.as_ref(), RecordKind::Channel);
        fields.may_refer("qrCodeId", self.qr_code_id.as_ref(), RecordKind::QrCode);
        fields.may_refer("stationId", self.station_id.as_ref(), RecordKind::Station);
        let local = (self.local_category_zh.as_ref(), self.local_category_en.as_ref());
        fields.may_name("localCategory", local.0, local.1);
        let mapped = local.0.is_some() == self.mapping_version.is_some();
        fields.require("mappingVersion", mapped, "a local class has the version of its mapping");
        fields.may_name("summary", self.summary_zh.as_ref(), self.summary_en.as_ref());
        fields.may_refer("mergedIntoId", self.merged_into_id.as_ref(), RecordKind::Petition);
        let submitted = ("submittedAt", Some(self.submitted_at));
        fields.in_order(submitted, ("replyDueAt", self.reply_due_at));
        fields.in_order(submitted, ("dueAt", self.due_at));
    }
}

impl Check for PetitionEvent {
    fn check(&self, fields: &mut Fields<'_>) {
        fields.id(&self.id);
        fields.refers("petitionId", &self.petition_id, RecordKind::Petition);
        fields.may_refer("actorDeputyId", self.actor_deputy_id.as_ref(), RecordKind::Deputy);
        fields.may_refer("mergedIntoId", self.merged_into_id.as_ref(), RecordKind::Petition);
        fields.may_name("cause", self.cause_zh.as_ref(), self.cause_en.as_ref());
    }
}

impl Check for Assignment {
    fn check(&self, fields: &mut Fields<'_>) {
        fields.id(&self.id);
        fields.refers("petitionId", &self.petition_id, RecordKind::Petition);
        let group = self.working_group_id.as_ref();
        fields.may_refer("workingGroupId", group, RecordKind::WorkingGroup);
        fields.may_refer("deputyId", self.deputy_id.as_ref(), RecordKind::Deputy);
        fields.exactly_one(&[
            ("workingGroupId", group.is_some()),
            ("deputyId", self.deputy_id.is_some()),
            ("agencyCode", self.agency_code.is_some()),
        ]);
        let assigned = ("assignedAt", Some(self.assigned_at));
        fields.in_order(assigned, ("dueAt", self.due_at));
        fields.in_order(assigned, ("endedAt", self.ended_at));
        fields.may_name("endReason", self.end_reason_zh.as_ref(), self.end_reason_en.as_ref());
    }
}

impl Check for Reply {
    fn check(&self, fields: &mut Fields<'_>) {
        fields.id(&self.id);
        fields.refers("petitionId", &self.petition_id, RecordKind::Petition);
        fields.at_least("round", self.round, 1);
        fields.may_refer("deputyId", self.deputy_id.as_ref(), RecordKind::Deputy);
        fields.may_name("summary", self.summary_zh.as_ref(), self.summary_en.as_ref());
    }
}

impl Check for Rating {
    fn check(&self, fields: &mut Fields<'_>) {
        fields.id(&self.id);
        fields.refers("petitionId", &self.petition_id, RecordKind::Petition);
        fields.at_least("round", self.round, 1);
        fields.unique("round", format_args!("{} {}", self.petition_id, self.round));
    }
}

impl Check for Escalation {
    fn check(&self, fields: &mut Fields<'_>) {
        fields.id(&self.id);
        fields.refers("delegationId", &self.delegation_id, RecordKind::Delegation);
        fields.refers("congressId", &self.congress_id, RecordKind::Congress);
        fields.names("title", &self.title_zh, &self.title_en);
        let filed = ("filedAt", Some(self.filed_at));
        fields.in_order(filed, ("dueAt", self.due_at));
        fields.in_order(filed, ("answeredAt", self.answered_at));
        let answered = self.reply_class.is_none() || self.answered_at.is_some();
        fields.require("replyClass", answered, "an answer has a date");
        fields.at_least("version", self.version, 1);
    }
}

impl Check for EscalationPetition {
    fn check(&self, fields: &mut Fields<'_>) {
        let (escalation, petition) = (&self.escalation_id, &self.petition_id);
        fields.refers("escalationId", escalation, RecordKind::Escalation);
        fields.refers("petitionId", petition, RecordKind::Petition);
        fields.unique("petitionId", format_args!("{escalation} {petition}"));
    }
}

impl Check for EscalationFiler {
    fn check(&self, fields: &mut Fields<'_>) {
        fields.refers("escalationId", &self.escalation_id, RecordKind::Escalation);
        fields.refers("deputyId", &self.deputy_id, RecordKind::Deputy);
        fields.unique("deputyId", format_args!("{} {}", self.escalation_id, self.deputy_id));
    }
}
