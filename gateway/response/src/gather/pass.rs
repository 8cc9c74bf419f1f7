//! One try to gather the answers to a root field: dispatches to the laws and collects which
//! partitions broke a rule.

use contract::{ErrorCode, coverage::MissingReason};
use gateway_plan::Gather;

use super::{
    GatherContext, Missing, PartitionAnswer, Rejected, RowCounts, by_ids, concat, connection,
    coverage, cut, extreme, grouped, held, histogram, logic, neutral, object, one, same, sorted,
    sum, union,
};
use crate::{FieldError, Kind, PathItem, Ref, ResponsePath, Store};

/// The longest piece of an answer that is quoted in a log.
const QUOTE_LENGTH: usize = 80;

pub(super) struct Pass<'a> {
    pub(super) store: &'a mut Store,
    pub(super) context: &'a GatherContext<'a>,
    /// Who was rejected by earlier passes.
    already_rejected: &'a [Rejected],
    rejected: Vec<Rejected>,
    errors: Vec<FieldError>,
    rows: RowCounts,
    path: Vec<PathItem>,
}

/// What a pass has found out beside the value.
pub(super) struct Found {
    pub(super) rejected: Vec<Rejected>,
    pub(super) errors: Vec<FieldError>,
    pub(super) rows: RowCounts,
}

impl<'a> Pass<'a> {
    pub(super) fn new(
        store: &'a mut Store,
        context: &'a GatherContext<'a>,
        already_rejected: &'a [Rejected],
    ) -> Self {
        let (rejected, errors, path) = (Vec::new(), Vec::new(), Vec::new());
        let rows = context.rows.clone();
        Self { store, context, already_rejected, rejected, errors, rows, path }
    }

    pub(super) fn finish(self) -> Found {
        Found { rejected: self.rejected, errors: self.errors, rows: self.rows }
    }

    /// The value of the root field.
    pub(super) fn root(&mut self, law: &Gather, answers: &[PartitionAnswer<'_>]) -> Ref {
        if let Gather::ByIds { variable } = law {
            return by_ids::gather(self, variable, answers);
        }
        let nobody_is_missing = self.missing().next().is_none() && self.context.lacking.is_empty();
        match answers {
            [] if nobody_is_missing => neutral::of(self, law),
            [] => Ref::NULL,
            [only] if nobody_is_missing => self.alone(law, *only),
            _ => self.value(law, answers),
        }
    }

    /// The answer of the only one that was asked: what gathering makes of it shows whether it keeps
    /// the rules, and it is taken as it came.
    fn alone(&mut self, law: &Gather, answer: PartitionAnswer<'_>) -> Ref {
        self.value(law, &[answer]);
        self.errors.clear();
        answer.value
    }

    /// The value of a field, at least one partition having it. Null is left out, and only nulls
    /// make null.
    pub(super) fn value(&mut self, law: &Gather, answers: &[PartitionAnswer<'_>]) -> Ref {
        let present: Vec<PartitionAnswer<'_>> =
            answers.iter().copied().filter(|answer| !self.store.is_null(answer.value)).collect();
        if present.is_empty() {
            return Ref::NULL;
        }
        match law {
            // A partition without coverage has answered too.
            Gather::Coverage { fields } => coverage::gather(self, fields, answers),
            Gather::One | Gather::Events { .. } => one::gather(self, &present),
            Gather::ByIds { variable } => by_ids::gather(self, variable, &present),
            Gather::Concat => concat::gather(self, &present),
            Gather::Sorted { by } => sorted::gather(self, by, &present),
            Gather::Cut { variable, from_end, of } => {
                cut::gather(self, variable, *from_end, of, &present)
            }
            Gather::Held { ids, of } => held::gather(self, ids, of, &present),
            Gather::Connection(law) => connection::gather(self, law, &present),
            Gather::Object { fields } => object::gather(self, fields, &present),
            Gather::Sum { int } => sum::gather(self, *int, &present),
            Gather::Min => extreme::smallest(self, &present),
            Gather::Max => extreme::largest(self, &present),
            Gather::And => logic::and(self, &present),
            Gather::Or => logic::or(self, &present),
            Gather::Same => same::gather(self, &present),
            Gather::Union => union::gather(self, &present),
            Gather::Histogram => histogram::gather(self, &present),
            Gather::Grouped { keys, fields } => grouped::gather(self, keys, fields, &present),
            Gather::Typename => present[0].value,
        }
    }

    /// The value of a field of merged objects; none when no partition has it, as when it was
    /// skipped. `objects` are objects.
    pub(super) fn field(
        &mut self,
        key: &str,
        law: &Gather,
        objects: &[PartitionAnswer<'_>],
    ) -> Option<Ref> {
        let values = self.column(key, objects)?;
        self.path.push(PathItem::Key(key.to_owned()));
        let value = self.value(law, &values);
        self.path.pop();
        Some(value)
    }

    /// The values of one field of several objects, null for those that lack it; none when all do.
    fn column<'p>(
        &self,
        key: &str,
        objects: &[PartitionAnswer<'p>],
    ) -> Option<Vec<PartitionAnswer<'p>>> {
        let mut any = false;
        let mut value_of = |object: &PartitionAnswer<'p>| {
            let found = self.store.get(object.value, key);
            any |= found.is_some();
            PartitionAnswer { partition: object.partition, value: found.unwrap_or(Ref::NULL) }
        };
        let values = objects.iter().map(&mut value_of).collect();
        any.then_some(values)
    }

    /// Runs `gather` for an element of a list, so that its errors say where they are.
    pub(super) fn element<T>(&mut self, index: usize, gather: impl FnOnce(&mut Self) -> T) -> T {
        self.path.push(PathItem::Index(index));
        let value = gather(self);
        self.path.pop();
        value
    }

    /// The answers that are of a kind; the others are rejected.
    pub(super) fn of_kind<'p>(
        &mut self,
        kind: Kind,
        answers: &[PartitionAnswer<'p>],
    ) -> Vec<PartitionAnswer<'p>> {
        let (right, wrong): (Vec<PartitionAnswer<'p>>, Vec<_>) =
            answers.iter().copied().partition(|answer| self.store.kind(answer.value) == kind);
        for answer in wrong {
            let detail = format!("expected {}", name_of(kind));
            self.reject(answer.partition, MissingReason::InvalidAnswer, &detail);
        }
        if kind == Kind::List {
            for list in &right {
                self.count_rows(list.partition, self.store.len(list.value));
            }
        }
        right
    }

    /// Counts the rows of a list; one that sends too many is rejected.
    pub(super) fn count_rows(&mut self, partition: &str, rows: usize) {
        let limits = self.context.limits;
        let sent = self.rows.add(partition, rows);
        if rows > limits.per_list {
            self.reject(partition, MissingReason::TooLarge, &format!("{rows} rows in one list"));
        } else if sent > limits.per_partition {
            self.reject(partition, MissingReason::TooLarge, &format!("{sent} rows in all"));
        }
    }

    /// Leaves a partition out. What this pass makes is thrown away.
    pub(super) fn reject(&mut self, partition: &str, reason: MissingReason, detail: &str) {
        if self.rejected.iter().any(|known| known.partition == partition) {
            return;
        }
        let place = ResponsePath(self.path.clone());
        let separator = if self.path.is_empty() { "" } else { ": " };
        let detail = format!("{place}{separator}{detail}");
        self.rejected.push(Rejected { partition: partition.to_owned(), reason, detail });
    }

    /// Says that the answers to the field at hand cannot be merged, and gives its value: null.
    pub(super) fn fail(&mut self, code: ErrorCode, message: &str) -> Ref {
        let path = ResponsePath(self.path.clone());
        self.errors.push(FieldError { path, code, message: message.to_owned() });
        Ref::NULL
    }

    /// Who was asked and is no part of the answer, up to now.
    pub(super) fn missing(&self) -> impl Iterator<Item = Missing<'a>> + use<'a> {
        let rejected = self
            .already_rejected
            .iter()
            .map(|bad| Missing { partition: &bad.partition, reason: bad.reason });
        self.context.missing.iter().copied().chain(rejected)
    }

    /// The beginning of a value, for a log.
    pub(super) fn quote(&self, value: Ref) -> String {
        let mut json = Vec::new();
        self.store.write(value, &mut json);
        String::from_utf8_lossy(&json).chars().take(QUOTE_LENGTH).collect()
    }
}

fn name_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Null => "null",
        Kind::Bool(_) => "true or false",
        Kind::Number => "a number",
        Kind::String => "text",
        Kind::List => "a list",
        Kind::Object => "an object",
    }
}
