//! One case of the theorem: what is asked, what fails at which moment, and what is demanded.

use std::fmt;

use super::{
    city::{CUT_OFF, UnionCity},
    fault::Faults,
    operation::{Field, print},
};

/// A case. Without a walk it has one moment; with one, a moment for each page.
#[derive(Clone)]
pub struct Case {
    pub roots: Vec<Field>,
    pub walk: Option<Walk>,
    /// What fails while the operation runs, or the first, second, … page is read.
    pub moments: Vec<Faults>,
    pub demand: Demand,
}

/// What the request demands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Demand {
    pub policy: Policy,
    /// It wants an answer after [`CUT_OFF`], of those that are there.
    pub cut_off: bool,
}

/// The only root field is a list that is read page by page.
#[derive(Clone, Copy, Debug)]
pub struct Walk {
    pub backward: bool,
}

/// What the request demands of the partitions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    Partial,
    Abort,
    Require(usize),
}

impl Policy {
    /// The value of the header, when it says more than the default.
    pub fn header(self) -> Option<String> {
        match self {
            Self::Partial => None,
            Self::Abort => Some("ABORT".to_owned()),
            Self::Require(count) => Some(format!("REQUIRE {count}")),
        }
    }

    /// Whether a field stands of which so many were asked and so many failed.
    pub fn is_met(self, asked: usize, failed: usize) -> bool {
        let answered = asked - failed;
        let enough = match self {
            Self::Partial => true,
            Self::Abort => failed == 0,
            Self::Require(count) => answered >= count.min(asked),
        };
        failed == 0 || (answered > 0 && enough)
    }
}

impl Case {
    /// The case as a person reads it.
    pub fn describe(&self, city: &UnionCity) -> String {
        let printed = print(&self.roots);
        let mut text = printed.text;
        if !printed.variables.is_empty() {
            text.push_str(&format!("variables: {:#}\n", serde_json::json!(printed.variables)));
        }
        text.push_str(&format!("partitions: {}\n", city.codes().join(", ")));
        if let Some(walk) = self.walk {
            text.push_str(if walk.backward { "walked backward\n" } else { "walked forward\n" });
        }
        for (number, faults) in self.moments.iter().enumerate() {
            for (place, fault) in faults {
                let code = city.partitions[*place].code;
                text.push_str(&format!("at moment {number}: {code} is {fault:?}\n"));
            }
        }
        if self.demand.policy != Policy::Partial {
            text.push_str(&format!("policy: {:?}\n", self.demand.policy));
        }
        if self.demand.cut_off {
            text.push_str(&format!("answered within {CUT_OFF:?}\n"));
        }
        text
    }
}

/// How an answer differs from what the theorem says.
#[derive(Debug)]
pub struct Mismatch(pub String);

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
