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
        conditions(f, &self.conditions)?;
        if self.selections.is_empty() {
            return Ok(());
        }
        selections(f, &self.selections)
    }
}

impl Display for Fragment {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("...")?;
        if let Some(on) = &self.on {
            write!(f, "on {on}")?;
        }
        conditions(f, &self.conditions)?;
        selections(f, &self.selections)
    }
}

fn conditions(f: &mut Formatter<'_>, all: &[Condition]) -> fmt::Result {
    for Condition { variable, expected } in all {
        write!(f, " @{}(if: ${variable})", if *expected { "include" } else { "skip" })?;
    }
    Ok(())
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
