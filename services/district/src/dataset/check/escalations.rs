//! The legal gate of escalations: who files one sits in the congress it goes to, and a motion has
//! enough co-signers. The rules are in `domain.md` §3.4.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::Fields;
use crate::{
    dataset::{
        problem::{Problem, Problems},
        record::{Record, RecordKind},
    },
    deputies::model::Mandate,
    district::kinds::CongressLevel,
    petitions::kinds::EscalationInstrument,
};

/// Mandates so far, and the escalations that they are needed for.
#[derive(Debug, Default)]
pub(super) struct Escalations {
    levels: HashMap<String, CongressLevel>,
    mandates: HashMap<String, Vec<Seat>>,
    filed: HashMap<String, Filed>,
}

/// A seat in a congress, for a time.
#[derive(Debug)]
struct Seat {
    congress: String,
    from: NaiveDate,
    to: Option<NaiveDate>,
}

#[derive(Debug)]
struct Filed {
    line: u64,
    congress: String,
    instrument: EscalationInstrument,
    on: NaiveDate,
    filers: usize,
}

impl Escalations {
    pub(super) fn check(&mut self, record: &Record, fields: &mut Fields<'_>) {
        match record {
            Record::Congress(congress) => {
                self.levels.insert(congress.id.clone(), congress.level);
            }
            Record::Mandate(mandate) => {
                self.mandates.entry(mandate.deputy_id.clone()).or_default().push(seat(mandate));
            }
            Record::Escalation(escalation) => {
                let filed = Filed {
                    line: fields.line,
                    congress: escalation.congress_id.clone(),
                    instrument: escalation.instrument,
                    on: escalation.filed_at.date(),
                    filers: 0,
                };
                self.filed.insert(escalation.id.clone(), filed);
            }
            Record::EscalationFiler(filer) => {
                if let Some(filed) = self.filed.get_mut(&filer.escalation_id) {
                    filed.filers += 1;
                    let seats = self.mandates.get(&filer.deputy_id);
                    let sits = seats.is_some_and(|seats| seats.iter().any(|s| s.allows(filed)));
                    fields.require("deputyId", sits, "the deputy had no seat in that congress");
                }
            }
            _ => {}
        }
    }

    /// Counts the co-signers of motions.
    pub(super) fn finish(&self, problems: &mut Problems) {
        let motions =
            self.filed.values().filter(|filed| filed.instrument == EscalationInstrument::Motion);
        for motion in motions {
            let needed = co_signers(self.levels.get(&motion.congress));
            if motion.filers < needed {
                let record = Some(RecordKind::Escalation.to_string());
                let field = Some("instrument".to_owned());
                let reason =
                    format!("a motion needs {needed} deputies, this one has {}", motion.filers);
                problems.push(Problem { line: motion.line, record, field, reason });
            }
        }
    }
}

impl Seat {
    fn allows(&self, filed: &Filed) -> bool {
        self.congress == filed.congress
            && self.from <= filed.on
            && self.to.is_none_or(|to| filed.on <= to)
    }
}

fn seat(mandate: &Mandate) -> Seat {
    let congress = mandate.congress_id.clone();
    Seat { congress, from: mandate.valid_from, to: mandate.valid_to }
}

/// How many deputies a motion needs.
fn co_signers(level: Option<&CongressLevel>) -> usize {
    if level == Some(&CongressLevel::Town) { 5 } else { 10 }
}
