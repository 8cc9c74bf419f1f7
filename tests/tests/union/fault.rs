//! What goes wrong with a partition while it is asked, and what coverage must say of it.

use std::collections::BTreeMap;

use tests::{Meddler, Mischief};

use super::{graph::ENTITY_ROOT, operation::Field};

/// What fails at a moment, by the place of the partition.
pub type Faults = BTreeMap<usize, Failure>;

/// A partition that fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failure {
    pub fault: Fault,
    pub time: Time,
}

/// When it fails: an operation that looks something up asks its partitions twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Time {
    /// As long as the operation runs.
    Always,
    /// In the middle of the operation: it answers root fields, and fails what is looked up.
    FromLookups,
    /// It has come back when something is looked up.
    UntilLookups,
}

/// What a call that looks something up has in its body, and no other.
const LOOKUP: &str = "_entities";

impl Failure {
    pub const fn always(fault: Fault) -> Self {
        Self { fault, time: Time::Always }
    }

    /// Whether it is felt by a root field that asks the partition.
    pub fn fails(self, root: &Field) -> bool {
        match self.time {
            Time::Always => true,
            Time::FromLookups => root.name == ENTITY_ROOT,
            Time::UntilLookups => root.name != ENTITY_ROOT,
        }
    }

    /// Lets a partition fail.
    pub fn happen_to(self, partition: &Meddler) {
        let mischief = self.fault.mischief();
        match self.time {
            Time::Always => partition.spoil(mischief),
            Time::FromLookups => partition.spoil_with(LOOKUP, mischief),
            Time::UntilLookups => partition.spoil_without(LOOKUP, mischief),
        }
    }

    /// Whether it costs all the time that a partition has.
    pub fn is_slow(self) -> bool {
        Fault::SLOW.contains(&self.fault)
    }

    /// What coverage must say, with a cut-off or without.
    pub fn reason(self, cut_off: bool) -> &'static str {
        match self.fault {
            Fault::Silent | Fault::SilentInBody if cut_off => "LATE",
            fault => fault.reason(),
        }
    }
}

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    Refused,
    ResetInBody,
    Truncated,
    Unavailable,
    WrongType,
    Silent,
    SilentInBody,
}

impl Fault {
    /// Those that show at once.
    pub const PROMPT: [Self; 5] =
        [Self::Refused, Self::ResetInBody, Self::Truncated, Self::Unavailable, Self::WrongType];

    /// Those that cost the deadline of the request.
    pub const SLOW: [Self; 2] = [Self::Silent, Self::SilentInBody];

    fn mischief(self) -> Mischief {
        match self {
            Self::Refused => Mischief::Refuse,
            Self::ResetInBody => Mischief::ResetInBody,
            Self::Truncated => Mischief::Truncate,
            Self::Unavailable => Mischief::Status(503),
            Self::WrongType => Mischief::ContentType("text/html"),
            Self::Silent => Mischief::Silence,
            Self::SilentInBody => Mischief::SilenceInBody,
        }
    }

    fn reason(self) -> &'static str {
        match self {
            Self::Refused | Self::ResetInBody => "UNREACHABLE",
            Self::Truncated | Self::WrongType => "INVALID_ANSWER",
            Self::Unavailable => "OVERLOADED",
            Self::Silent | Self::SilentInBody => "TIMEOUT",
        }
    }
}
