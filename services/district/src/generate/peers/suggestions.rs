//! What a peer's deputies take to the district's congress, and how it is answered.

use chrono::{Months, NaiveDateTime};

use super::{area::Area, petitions::end};
use crate::{
    dataset::Record,
    generate::draw::Draw,
    petitions::{
        kinds::{EscalationInstrument, SuggestionReplyClass},
        model::{Escalation, EscalationFiler, EscalationPetition},
    },
};

/// A suggestion to the district's congress, answered in time or not.
pub fn suggestion(
    area: &Area,
    tail: &str,
    petition: &str,
    filed_at: NaiveDateTime,
    deputy: &str,
    draw: &mut Draw,
) -> Vec<Record> {
    let id = area.id("escalation", tail);
    let days = draw.between(30, 130);
    let answered_at = Some(draw.later(filed_at, days * 5 / 7)).filter(|at| *at <= end());
    let classes = [
        (SuggestionReplyClass::ASolved, 45),
        (SuggestionReplyClass::BUnderwayOrPlanned, 35),
        (SuggestionReplyClass::CNotNow, 15),
        (SuggestionReplyClass::DForReference, 5),
    ];
    let class = draw.weighted(&classes);
    vec![
        Record::from(Escalation {
            id: id.clone(),
            delegation_id: area.delegation(),
            congress_id: format!("{}:congress:district", area.district),
            instrument: EscalationInstrument::Suggestion,
            title_zh: format!("代表建议{tail}"),
            title_en: format!("Deputy's Suggestion {tail}"),
            filed_at,
            due_at: filed_at.checked_add_months(Months::new(3)),
            agency_code: None,
            answered_at,
            reply_class: class.filter(|_| answered_at.is_some()),
            deputy_satisfaction: None,
            version: 1,
            synthetic: true,
        }),
        Record::from(EscalationPetition {
            escalation_id: id.clone(),
            petition_id: petition.to_owned(),
        }),
        Record::from(EscalationFiler { escalation_id: id, deputy_id: deputy.to_owned() }),
    ]
}
