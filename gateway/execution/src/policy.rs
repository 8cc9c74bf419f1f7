//! Whether a failed partition fails the answer. This file alone decides it; everyone else reports
//! what failed and obeys.

use std::{collections::BTreeSet, fmt, str::FromStr};

use contract::ids::is_partition_key;
use thiserror::Error;

/// What a request demands of the partitions that it asks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum PartitionPolicy {
    /// The answer is made of those that answered, at least one.
    #[default]
    Partial,
    /// One that fails fails the field.
    Abort,
    /// At least so many must answer, or all when fewer are asked.
    RequireCount(usize),
    /// These must answer when they are asked.
    RequireKeys(BTreeSet<String>),
}

/// A policy without its details.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PolicyKind {
    /// [`PartitionPolicy::Partial`].
    Partial,
    /// [`PartitionPolicy::Abort`].
    Abort,
    /// [`PartitionPolicy::RequireCount`] or [`PartitionPolicy::RequireKeys`].
    Require,
}

/// A text that names no kind of policy.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{0}` is not a partition policy: write `PARTIAL`, `ABORT` or `REQUIRE`")]
pub struct PolicyKindError(String);

/// A text that names no policy.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error(
    "`{0}` is not a partition policy: write `PARTIAL`, `ABORT`, `REQUIRE 3` or `REQUIRE 231004,231002`"
)]
pub struct PolicyError(String);

/// What became of the partitions that one field asked.
#[derive(Clone, Copy)]
pub struct Turnout<'a> {
    /// How many were asked, those that failed included.
    pub asked: usize,
    /// The keys of those that failed.
    pub failed: &'a [&'a str],
    /// Whether a partition (first) is the one of a key (second) or, as a gateway, owns it.
    pub owns: &'a dyn Fn(&str, &str) -> bool,
}

/// Why the policy fails a field.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Unmet {
    /// Nobody answered; that is an error under every policy.
    #[error("none of the {asked} partitions that were asked answered")]
    NobodyAnswered {
        /// How many were asked.
        asked: usize,
    },
    /// One failed under `ABORT`.
    #[error("{} of {asked} partitions failed, and the policy is ABORT", failed.len())]
    Aborted {
        /// How many were asked.
        asked: usize,
        /// Those that failed.
        failed: Vec<String>,
    },
    /// Too few answered.
    #[error("{answered} partitions answered, and the policy requires {required}")]
    TooFew {
        /// How many answered.
        answered: usize,
        /// How many had to.
        required: usize,
    },
    /// One that had to answer failed.
    #[error("the policy requires an answer of {}", failed.join(", "))]
    RequiredFailed {
        /// Those that had to answer and did not.
        failed: Vec<String>,
    },
}

impl PolicyKind {
    /// Every kind.
    pub const ALL: &[Self] = &[Self::Partial, Self::Abort, Self::Require];

    /// The word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Partial => "PARTIAL",
            Self::Abort => "ABORT",
            Self::Require => "REQUIRE",
        }
    }
}

impl FromStr for PolicyKind {
    type Err = PolicyKindError;

    fn from_str(text: &str) -> Result<Self, PolicyKindError> {
        let mut kinds = Self::ALL.iter().copied();
        kinds
            .find(|kind| kind.as_str() == text)
            .ok_or_else(|| PolicyKindError(text.chars().take(100).collect()))
    }
}

impl PartitionPolicy {
    /// Which kind it is.
    #[must_use]
    pub fn kind(&self) -> PolicyKind {
        match self {
            Self::Partial => PolicyKind::Partial,
            Self::Abort => PolicyKind::Abort,
            Self::RequireCount(_) | Self::RequireKeys(_) => PolicyKind::Require,
        }
    }

    /// What a partition that is a gateway itself must demand of those behind it, under this policy
    /// of a request and one of the configuration. A number counts partitions of this gateway, and
    /// says nothing about those.
    #[must_use]
    pub fn for_those_below(&self, floor: &Self) -> Self {
        match (self, floor) {
            (Self::Abort, _) | (_, Self::Abort) => Self::Abort,
            (Self::RequireKeys(one), Self::RequireKeys(other)) => {
                Self::RequireKeys(one.union(other).cloned().collect())
            }
            (Self::RequireKeys(keys), _) | (_, Self::RequireKeys(keys)) => {
                Self::RequireKeys(keys.clone())
            }
            _ => Self::Partial,
        }
    }

    /// Says whether a field stands when some of its objects were looked up at their owners with
    /// this turnout. Under `PARTIAL` it always does: what the owners did not tell is null.
    ///
    /// # Errors
    /// [`Unmet`] when it does not.
    pub fn check_entities(&self, turnout: Turnout<'_>) -> Result<(), Unmet> {
        match self {
            Self::Partial => Ok(()),
            _ => self.check(turnout),
        }
    }

    /// Says whether a subscription goes on with this turnout of its sources. Under `PARTIAL` it
    /// always does: those that are lost are joined again.
    ///
    /// # Errors
    /// [`Unmet`] when it does not.
    pub fn check_sources(&self, turnout: Turnout<'_>) -> Result<(), Unmet> {
        match self {
            Self::Partial => Ok(()),
            _ => self.check(turnout),
        }
    }

    /// Says whether a field may be answered with this turnout. A field that asked nobody may.
    ///
    /// # Errors
    /// [`Unmet`] when it may not.
    pub fn check(&self, turnout: Turnout<'_>) -> Result<(), Unmet> {
        let Turnout { asked, failed, owns } = turnout;
        if failed.is_empty() {
            return Ok(());
        }
        let answered = asked.saturating_sub(failed.len());
        if answered == 0 {
            return Err(Unmet::NobodyAnswered { asked });
        }
        match self {
            Self::Partial => Ok(()),
            Self::Abort => Err(Unmet::Aborted { asked, failed: owned(failed.iter().copied()) }),
            Self::RequireCount(count) => {
                let required = (*count).min(asked);
                if answered >= required {
                    Ok(())
                } else {
                    Err(Unmet::TooFew { answered, required })
                }
            }
            Self::RequireKeys(keys) => {
                let is_required = |failed: &&str| keys.iter().any(|key| owns(failed, key));
                let failed = owned(failed.iter().copied().filter(is_required));
                if failed.is_empty() { Ok(()) } else { Err(Unmet::RequiredFailed { failed }) }
            }
        }
    }
}

fn owned<'a>(keys: impl Iterator<Item = &'a str>) -> Vec<String> {
    keys.map(str::to_owned).collect()
}

impl FromStr for PartitionPolicy {
    type Err = PolicyError;

    fn from_str(text: &str) -> Result<Self, PolicyError> {
        let refused = || PolicyError(text.chars().take(100).collect());
        let (word, rest) = text.trim().split_once(' ').unwrap_or((text.trim(), ""));
        let rest = rest.trim();
        if word.eq_ignore_ascii_case("REQUIRE") && !rest.is_empty() {
            return requirement(rest).ok_or_else(refused);
        }
        match (word.to_ascii_uppercase().as_str(), rest) {
            ("PARTIAL", "") => Ok(Self::Partial),
            ("ABORT", "") => Ok(Self::Abort),
            _ => Err(refused()),
        }
    }
}

/// Reads a number or a list of keys. Up to three digits are a number, as a district code has six.
fn requirement(text: &str) -> Option<PartitionPolicy> {
    if text.len() <= 3 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.parse().ok().map(PartitionPolicy::RequireCount);
    }
    text.split(',')
        .map(|key| Some(key.trim()).filter(|key| is_partition_key(key)).map(str::to_owned))
        .collect::<Option<_>>()
        .map(PartitionPolicy::RequireKeys)
}

impl fmt::Display for PartitionPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Partial => f.write_str("PARTIAL"),
            Self::Abort => f.write_str("ABORT"),
            Self::RequireCount(count) => write!(f, "REQUIRE {count}"),
            Self::RequireKeys(keys) => {
                let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
                write!(f, "REQUIRE {}", keys.join(","))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(policy: &str, asked: usize, failed: &[&str]) -> Result<(), Unmet> {
        let policy: PartitionPolicy = policy.parse().expect("a policy");
        policy.check(Turnout { asked, failed, owns: &|partition, key| partition == key })
    }

    #[test]
    fn everyone_answering_meets_every_policy() {
        for policy in ["PARTIAL", "ABORT", "REQUIRE 9", "REQUIRE 231004"] {
            assert_eq!(check(policy, 3, &[]), Ok(()), "{policy}");
        }
    }

    #[test]
    fn nobody_answering_meets_none() {
        for policy in ["PARTIAL", "ABORT", "REQUIRE 0", "REQUIRE 231009"] {
            assert_eq!(
                check(policy, 2, &["231002", "231004"]),
                Err(Unmet::NobodyAnswered { asked: 2 }),
                "{policy}"
            );
        }
    }

    #[test]
    fn entities_of_a_lost_owner_are_null_unless_more_is_demanded() {
        let owns = |partition: &str, key: &str| partition == key;
        let turnout = Turnout { asked: 1, failed: &["231004"], owns: &owns };
        let check = |text: &str| {
            text.parse::<PartitionPolicy>().map(|policy| policy.check_entities(turnout))
        };
        assert_eq!(check("PARTIAL"), Ok(Ok(())));
        assert_eq!(check("ABORT"), Ok(Err(Unmet::NobodyAnswered { asked: 1 })));
    }

    #[test]
    fn one_failure_counts_as_the_policy_says() {
        let failed = &["231004"];
        assert_eq!(check("PARTIAL", 3, failed), Ok(()));
        assert_eq!(
            check("ABORT", 3, failed),
            Err(Unmet::Aborted { asked: 3, failed: vec!["231004".into()] })
        );
        assert_eq!(check("REQUIRE 2", 3, failed), Ok(()));
        assert_eq!(check("REQUIRE 3", 3, failed), Err(Unmet::TooFew { answered: 2, required: 3 }));
        assert_eq!(check("REQUIRE 9", 3, failed), Err(Unmet::TooFew { answered: 2, required: 3 }));
        assert_eq!(check("REQUIRE 231002,231003", 3, failed), Ok(()));
        assert_eq!(
            check("REQUIRE 231002,231004", 3, failed),
            Err(Unmet::RequiredFailed { failed: vec!["231004".into()] })
        );
    }

    #[test]
    fn a_gateway_that_fails_fails_for_those_behind_it() {
        let owns = |partition: &str, key: &str| partition == "231000" && key.starts_with("2310");
        let turnout = Turnout { asked: 2, failed: &["231000"], owns: &owns };
        let check = |text: &str| text.parse::<PartitionPolicy>().map(|one| one.check(turnout));
        assert_eq!(check("REQUIRE 230102"), Ok(Ok(())));
        let failed = vec!["231000".to_owned()];
        assert_eq!(check("REQUIRE 231004"), Ok(Err(Unmet::RequiredFailed { failed })));
    }

    #[test]
    fn policies_print_as_they_are_read() {
        for text in ["PARTIAL", "ABORT", "REQUIRE 3", "REQUIRE 231002,231004"] {
            let policy: PartitionPolicy = text.parse().expect("a policy");
            assert_eq!(policy.to_string(), text);
        }
        assert_eq!(" abort ".parse(), Ok(PartitionPolicy::Abort));
    }

    #[test]
    fn what_travels_down_is_what_means_the_same_there() {
        let below = |request: &str, floor: &str| {
            let floor: PartitionPolicy = floor.parse().expect("a policy");
            let request: PartitionPolicy = request.parse().expect("a policy");
            request.for_those_below(&floor).to_string()
        };
        assert_eq!(below("ABORT", "PARTIAL"), "ABORT");
        assert_eq!(below("REQUIRE a", "ABORT"), "ABORT");
        assert_eq!(below("REQUIRE a", "REQUIRE b"), "REQUIRE a,b");
        assert_eq!(below("REQUIRE 3", "REQUIRE b"), "REQUIRE b");
        assert_eq!(below("REQUIRE 3", "PARTIAL"), "PARTIAL");
    }

    #[test]
    fn other_texts_are_refused() {
        for text in ["", "SOME", "ABORT 3", "REQUIRE", "REQUIRE ,", "REQUIRE a b", "REQUIRE a,"] {
            assert!(text.parse::<PartitionPolicy>().is_err(), "{text:?} was taken for a policy");
        }
    }
}
