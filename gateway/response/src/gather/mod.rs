//! Makes one answer of the answers of several partitions, by merge laws: rows in, rows out. One law
//! a file. Whom to ask, and whether a missing partition fails the answer, is decided elsewhere.
//!
//! A partition that breaks a rule (rows out of order, rows of another partition, another shape) is
//! rejected and the rest is gathered as if it had not answered, so that what stands is exact.

mod by_ids;
mod concat;
mod connection;
mod coverage;
mod cut;
mod extreme;
mod grouped;
mod held;
mod histogram;
mod logic;
mod merge;
mod neutral;
mod object;
mod one;
mod page;
mod pass;
mod rows;
mod same;
mod sorted;
mod sum;
mod union;

use contract::coverage::MissingReason;
use gateway_plan::Gather;
use serde_json::{Map, Value};

use self::pass::Pass;
pub use self::rows::{RowCounts, RowLimits};
use crate::{FieldError, Ref, Store};

/// What a partition answered to one root field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PartitionAnswer<'a> {
    /// The key of the partition.
    pub partition: &'a str,
    /// The value of the field.
    pub value: Ref,
}

/// A partition that was asked and has no part in the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Missing<'a> {
    /// The key of the partition.
    pub partition: &'a str,
    /// Why.
    pub reason: MissingReason,
}

/// What gathering depends on beside the answers.
#[derive(Clone, Copy)]
pub struct GatherContext<'a> {
    /// The variables of the operation as the client and planning gave them, before they were
    /// split for partitions.
    pub variables: &'a Map<String, Value>,
    /// The partitions that were asked and did not answer.
    pub missing: &'a [Missing<'a>],
    /// The partitions that answered without fields that their version lacks.
    pub lacking: &'a [&'a str],
    /// Whether a partition (first) may send rows whose ids begin with a key (second). For most it
    /// is [`owns_its_own_key`]; a partition that is a gateway itself owns the keys behind it.
    pub owns: &'a dyn Fn(&str, &str) -> bool,
    /// How many rows are taken from a partition.
    pub limits: RowLimits,
    /// The rows that partitions have sent for this answer before.
    pub rows: &'a RowCounts,
}

/// The rule for partitions that are no gateways.
#[must_use]
pub fn owns_its_own_key(partition: &str, key: &str) -> bool {
    partition == key
}

/// One answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gathered {
    /// The value; null when every partition was rejected.
    pub value: Ref,
    /// Who answered and is no part of the value.
    pub rejected: Vec<Rejected>,
    /// Parts of the value that are null because answers could not be merged. Paths begin below
    /// the root field.
    pub errors: Vec<FieldError>,
    /// The rows that each partition sent, those before included.
    pub rows: RowCounts,
}

/// A partition whose answer was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejected {
    /// The key of the partition.
    pub partition: String,
    /// The class, for clients.
    pub reason: MissingReason,
    /// For the log.
    pub detail: String,
}

/// Gathers the answers to one root field.
///
/// Answers come from different partitions, in any order. The only answer of the only partition
/// that was asked is held to the same rules and then taken as it is. With no answer and nobody
/// missing, nobody was asked, and the value is the empty one of the law.
pub fn gather(
    store: &mut Store,
    law: &Gather,
    answers: &[PartitionAnswer<'_>],
    context: &GatherContext<'_>,
) -> Gathered {
    let mut answers = answers.to_vec();
    answers.sort_by_key(|answer| answer.partition);
    let mut rejected: Vec<Rejected> = Vec::new();
    loop {
        let mut pass = Pass::new(store, context, &rejected);
        let value = pass.root(law, &answers);
        let pass::Found { rejected: newly_rejected, errors, rows } = pass.finish();
        if newly_rejected.is_empty() {
            return Gathered { value, rejected, errors, rows };
        }
        answers.retain(|a| newly_rejected.iter().all(|bad| bad.partition != a.partition));
        rejected.extend(newly_rejected);
    }
}

#[cfg(test)]
mod laws;
#[cfg(test)]
mod testing;
