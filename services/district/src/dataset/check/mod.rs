//! Judges the records of a dataset one after the other: ids, references, dates, unique values, and
//! whether a petition's row says what its events add up to. The rules of a domain are in the file
//! of its name; nothing is read from or written to a database.

mod brands;
mod deputies;
mod districts;
mod duty;
mod escalations;
mod fields;
mod petitions;
mod places;
mod stations;
mod supervision;

use std::collections::HashSet;

pub(super) use self::fields::Fields;
use self::{escalations::Escalations, petitions::PetitionInProgress};
use super::{
    header::{HEADER, Header},
    problem::{Problem, Problems},
    record::{Record, RecordKind, for_each_kind},
};

/// What the records so far have established.
#[derive(Debug)]
pub(super) struct Checker {
    district: String,
    seen: HashSet<Box<str>>,
    petition: Option<PetitionInProgress>,
    escalations: Escalations,
    problems: Problems,
}

/// A row that knows its own rules.
trait Check {
    /// Reports what is wrong with the row.
    fn check(&self, fields: &mut Fields<'_>);
}

impl Checker {
    /// Starts with the header.
    pub(super) fn new(header: &Header) -> Self {
        let mut problems = Problems::default();
        for (field, reason) in header.mistakes() {
            let (record, field) = (Some(HEADER.to_owned()), Some(field.to_owned()));
            problems.push(Problem { line: 1, record, field, reason });
        }
        Self {
            district: header.district.clone(),
            seen: HashSet::new(),
            petition: None,
            escalations: Escalations::default(),
            problems,
        }
    }

    /// Takes a problem that was found while reading.
    pub(super) fn report(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    /// Whether everything so far is as it should be.
    pub(super) fn is_content(&self) -> bool {
        self.problems.is_empty()
    }

    /// Judges the next record.
    pub(super) fn check(&mut self, line: u64, record: &Record) {
        if record.kind() != RecordKind::PetitionEvent {
            self.finish_petition();
        }
        let mut fields = Fields {
            kind: record.kind(),
            line,
            district: &self.district,
            seen: &mut self.seen,
            problems: &mut self.problems,
        };
        check_row(record, &mut fields);
        self.escalations.check(record, &mut fields);
        match record {
            Record::Petition(row) => {
                self.petition = Some(PetitionInProgress::new(line, row.clone()));
            }
            Record::PetitionEvent(event) => {
                petitions::follow(&mut self.petition, event, &mut fields);
            }
            _ => {}
        }
    }

    /// Judges what shows only at the end, and tells all problems.
    pub(super) fn finish(mut self) -> Problems {
        self.finish_petition();
        self.escalations.finish(&mut self.problems);
        if !self.seen.contains(self.district.as_str()) {
            let (record, field) = (Some(RecordKind::District.to_string()), None);
            let reason = format!("the record of district {} is missing", self.district);
            self.problems.push(Problem { line: 1, record, field, reason });
        }
        self.problems.sorted()
    }

    fn finish_petition(&mut self) {
        if let Some(petition) = self.petition.take() {
            petition.finish(&mut self.problems);
        }
    }
}

macro_rules! dispatch_check {
    ($($kind:ident($row:ident) = $text:literal, $table:ident.$column:ident;)+) => {
        fn check_row(record: &Record, fields: &mut Fields<'_>) {
            match record { $(Record::$kind(row) => row.check(fields),)+ }
        }
    };
}
for_each_kind!(dispatch_check);
