//! What goes wrong with a partition while it is asked, and what coverage must say of it.

use std::collections::BTreeMap;

use tests::Mischief;

/// The faults of a moment, by the place of the partition.
pub type Faults = BTreeMap<usize, Fault>;

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

    pub fn mischief(self) -> Mischief {
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

    pub fn reason(self) -> &'static str {
        match self {
            Self::Refused | Self::ResetInBody => "UNREACHABLE",
            Self::Truncated | Self::WrongType => "INVALID_ANSWER",
            Self::Unavailable => "OVERLOADED",
            Self::Silent | Self::SilentInBody => "TIMEOUT",
        }
    }
}
