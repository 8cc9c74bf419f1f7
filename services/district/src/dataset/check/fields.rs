//! What can be asked of the fields of one record. Every mistake is reported with its field.

use std::{collections::HashSet, fmt::Display};

use contract::GlobalId;

use crate::dataset::{
    problem::{Problem, Problems},
    record::RecordKind,
};

/// One record under judgement, and what the records before it established.
pub(in crate::dataset) struct Fields<'a> {
    pub(super) kind: RecordKind,
    pub(super) line: u64,
    pub(super) district: &'a str,
    /// Ids, and the values that must be unique (these as `<kind> <field> <value>`).
    pub(super) seen: &'a mut HashSet<Box<str>>,
    pub(super) problems: &'a mut Problems,
}

impl Fields<'_> {
    /// Reports a mistake.
    pub(super) fn report(&mut self, field: &str, reason: impl Into<String>) {
        let (record, field) = (Some(self.kind.to_string()), Some(field.to_owned()));
        self.problems.push(Problem { line: self.line, record, field, reason: reason.into() });
    }

    /// Reports a mistake unless the condition holds.
    pub(super) fn require(&mut self, field: &str, holds: bool, reason: &str) {
        if !holds {
            self.report(field, reason);
        }
    }

    /// The record's own id: of this district and kind, and new.
    pub(super) fn id(&mut self, id: &str) {
        if self.has_form("id", id, self.kind) && !self.seen.insert(id.into()) {
            self.report("id", format!("`{id}` was used before"));
        }
    }

    /// The district's own record.
    pub(super) fn id_of_district(&mut self, code: &str) {
        if self.has_form("code", code, RecordKind::District) && !self.seen.insert(code.into()) {
            self.report("code", format!("`{code}` was used before"));
        }
    }

    /// A code of a division within the district.
    pub(super) fn statistical_code(&mut self, code: &str, digits: usize) {
        let fine = code.len() == digits
            && code.bytes().all(|b| b.is_ascii_digit())
            && code.starts_with(self.district);
        if !fine {
            self.report("code", format!("`{code}` is not a {digits}-digit code of the district"));
        }
    }

    /// A reference to a record that stands before this one.
    pub(super) fn refers(&mut self, field: &str, id: &str, kind: RecordKind) {
        if self.has_form(field, id, kind) && !self.seen.contains(id) {
            self.report(field, format!("no {kind} before this line has the id `{id}`"));
        }
    }

    /// A reference that may be absent.
    pub(super) fn may_refer(&mut self, field: &str, id: Option<&String>, kind: RecordKind) {
        if let Some(id) = id {
            self.refers(field, id, kind);
        }
    }

    /// A value that no earlier record of the kind has in this field.
    pub(super) fn unique(&mut self, field: &str, value: impl Display) {
        if !self.seen.insert(format!("{} {field} {value}", self.kind).into()) {
            self.report(field, format!("`{value}` was used before"));
        }
    }

    /// Both languages, neither blank.
    pub(super) fn names(&mut self, field: &str, zh: &str, en: &str) {
        self.require(&format!("{field}Zh"), !zh.trim().is_empty(), "it is blank");
        self.require(&format!("{field}En"), !en.trim().is_empty(), "it is blank");
    }

    /// Both languages or neither.
    pub(super) fn may_name(&mut self, field: &str, zh: Option<&String>, en: Option<&String>) {
        match (zh, en) {
            (Some(zh), Some(en)) => self.names(field, zh, en),
            (None, None) => {}
            (Some(_), None) => self.report(&format!("{field}En"), "only the Chinese text is there"),
            (None, Some(_)) => self.report(&format!("{field}Zh"), "only the English text is there"),
        }
    }

    /// The key that orders by name: ASCII, so that it compares as bytes everywhere.
    pub(super) fn name_sort(&mut self, key: &str) {
        let fine = !key.is_empty() && key.bytes().all(|b| b == b' ' || b.is_ascii_graphic());
        self.require("nameSort", fine, "it is not printable ASCII");
    }

    /// Two moments or days, the later not before the earlier.
    pub(super) fn in_order<T: PartialOrd + Display>(
        &mut self,
        earlier: (&str, Option<T>),
        later: (&str, Option<T>),
    ) {
        if let (Some(first), Some(second)) = (earlier.1, later.1)
            && second < first
        {
            self.report(later.0, format!("{second} comes before `{}`, {first}", earlier.0));
        }
    }

    /// A time in which something holds.
    pub(super) fn validity<T: PartialOrd + Display>(&mut self, from: Option<T>, to: Option<T>) {
        self.in_order(("validFrom", from), ("validTo", to));
    }

    /// A number that is at least `least`.
    pub(super) fn at_least<T: PartialOrd + Display>(&mut self, field: &str, value: T, least: T) {
        if value < least {
            self.report(field, format!("{value} is less than {least}"));
        }
    }

    /// Exactly one of several fields.
    pub(super) fn exactly_one(&mut self, fields: &[(&str, bool)]) {
        if fields.iter().filter(|(_, present)| *present).count() != 1 {
            let names: Vec<_> = fields.iter().map(|(name, _)| *name).collect();
            self.report(names[0], format!("exactly one of {} must be there", names.join(", ")));
        }
    }

    fn has_form(&mut self, field: &str, id: &str, kind: RecordKind) -> bool {
        let reason = match GlobalId::parse(id) {
            _ if kind == RecordKind::District && id == self.district => return true,
            _ if kind == RecordKind::District => {
                format!("the dataset is about {}, not `{id}`", self.district)
            }
            Err(error) => error.to_string(),
            Ok(parts) if parts.partition != self.district => {
                format!(
                    "`{id}` belongs to {}, the dataset is about {}",
                    parts.partition, self.district
                )
            }
            Ok(parts) if parts.kind != kind.as_str() => {
                format!("`{id}` is the id of a {}, not of a {kind}", parts.kind)
            }
            Ok(_) => return true,
        };
        self.report(field, reason);
        false
    }
}
