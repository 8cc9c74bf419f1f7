//! Prints a plan for people.

use std::fmt::{self, Display, Formatter};

use crate::Plan;

/// Prints a plan as an indented list of its fetches.
pub struct Explanation<'a>(pub &'a Plan);

impl Display for Explanation<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for (id, fetch) in self.0.fetches.iter().enumerate() {
            writeln!(f, "{id}: {}", fetch.subgraph)?;
        }
        Ok(())
    }
}
