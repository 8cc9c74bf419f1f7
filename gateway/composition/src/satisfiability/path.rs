//! The way to a field, as the query that takes it. Ways share their beginnings.

use std::{fmt, rc::Rc};

use apollo_compiler::Name;

#[derive(Debug, Clone)]
pub(super) struct Path<'a> {
    operation: &'static str,
    last: Option<Rc<Step<'a>>>,
}

#[derive(Debug)]
struct Step<'a> {
    part: Part<'a>,
    before: Option<Rc<Step<'a>>>,
}

#[derive(Debug, Clone, Copy)]
enum Part<'a> {
    Field(&'a Name),
    On(&'a Name),
    /// Fields that do not matter.
    Any,
}

impl<'a> Path<'a> {
    pub(super) fn root(operation: &'static str) -> Self {
        Self { operation, last: None }
    }

    pub(super) fn field(&self, name: &'a Name) -> Self {
        self.then(Part::Field(name))
    }

    pub(super) fn on(&self, object: &'a Name) -> Self {
        self.then(Part::On(object))
    }

    /// The path as it ends in a field, which needs a selection unless it is a leaf.
    pub(super) fn end(&self, is_leaf: bool) -> Self {
        if is_leaf { self.clone() } else { self.then(Part::Any) }
    }

    fn then(&self, part: Part<'a>) -> Self {
        let step = Step { part, before: self.last.clone() };
        Self { operation: self.operation, last: Some(Rc::new(step)) }
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts = Vec::new();
        let mut step = self.last.as_deref();
        while let Some(current) = step {
            parts.push(current.part);
            step = current.before.as_deref();
        }
        f.write_str(self.operation)?;
        for part in parts.iter().rev() {
            match part {
                Part::Field(name) => write!(f, " {{ {name}")?,
                Part::On(object) => write!(f, " {{ ... on {object}")?,
                Part::Any => f.write_str(" { ...")?,
            }
        }
        for _ in &parts {
            f.write_str(" }")?;
        }
        Ok(())
    }
}
