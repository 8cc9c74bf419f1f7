//! The text of what documents select.

use std::fmt::{self, Display, Formatter};

use gateway_plan::Condition;

use crate::plan::{Field, Fragment, Selection};

impl Display for Selection {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Field(field) => field.fmt(f),
            Self::Fragment(fragment) => fragment.fmt(f),
        }
    }
}

impl Display for Field {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let around = Around::open(f, &self.conditions)?;
        if let Some(alias) = &self.alias {
            write!(f, "{alias}: ")?;
        }
        f.write_str(&self.name)?;
        for (position, argument) in self.arguments.iter().enumerate() {
            f.write_str(if position == 0 { "(" } else { ", " })?;
            write!(f, "{}: {}", argument.name, argument.value.serialize().no_indent())?;
        }
        if !self.arguments.is_empty() {
            f.write_str(")")?;
        }
        around.conditions(f)?;
        if !self.selections.is_empty() {
            selections(f, &self.selections)?;
        }
        around.close(f)
    }
}

impl Display for Fragment {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let around = Around::open(f, &self.conditions)?;
        f.write_str("...")?;
        if let Some(on) = &self.on {
            write!(f, "on {on}")?;
        }
        around.conditions(f)?;
        selections(f, &self.selections)?;
        around.close(f)
    }
}

/// The conditions of a selection. Each directive may stand at it once, so that more of its kind
/// stand at fragments around it.
struct Around<'c> {
    own: [Option<&'c Condition>; 2],
    fragments: usize,
}

impl<'c> Around<'c> {
    /// Writes the beginning of the fragments.
    fn open(f: &mut Formatter<'_>, all: &'c [Condition]) -> Result<Self, fmt::Error> {
        let first = all.first();
        let is_other = |one: &&Condition| first.is_some_and(|first| first.expected != one.expected);
        let own = [first, all.iter().find(is_other)];
        let others = || all.iter().filter(|one| !own.contains(&Some(*one)));
        for condition in others() {
            f.write_str("...")?;
            write_condition(f, condition)?;
            f.write_str("{")?;
        }
        Ok(Self { own, fragments: others().count() })
    }

    /// Writes what stands at the selection itself.
    fn conditions(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.own.iter().flatten().try_for_each(|condition| write_condition(f, condition))
    }

    /// Writes the end of the fragments.
    fn close(&self, f: &mut Formatter<'_>) -> fmt::Result {
        (0..self.fragments).try_for_each(|_| f.write_str("}"))
    }
}

fn write_condition(f: &mut Formatter<'_>, condition: &Condition) -> fmt::Result {
    let Condition { variable, expected } = condition;
    write!(f, " @{}(if: ${variable})", if *expected { "include" } else { "skip" })
}

fn selections(f: &mut Formatter<'_>, all: &[Selection]) -> fmt::Result {
    f.write_str("{")?;
    for (position, selection) in all.iter().enumerate() {
        if position > 0 {
            f.write_str(" ")?;
        }
        selection.fmt(f)?;
    }
    f.write_str("}")
}
