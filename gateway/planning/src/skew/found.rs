//! What a version lacks of some selections, and what is special about the place where they stand.

use contract::partition::MergeLaw;
use gateway_plan::{
    Condition,
    skew::{FieldSkew, Lack, ValueRule, ValueSkew},
};

/// What was found in selections, and whether they changed.
#[derive(Debug, Clone, Default)]
pub(super) struct Found {
    pub(super) skew: FieldSkew,
    pub(super) is_changed: bool,
}

impl Found {
    pub(super) fn refuse(&mut self, coordinate: String, under: &[Condition]) {
        self.is_changed = true;
        self.skew.refused.insert(Lack { coordinate, under: under.to_vec() });
    }

    pub(super) fn leave_out(&mut self, coordinate: String, under: &[Condition]) {
        self.is_changed = true;
        self.skew.left_out.insert(Lack { coordinate, under: under.to_vec() });
    }

    pub(super) fn value(&mut self, variable: &str, must: ValueRule, under: &[Condition]) {
        let value = ValueSkew { variable: variable.to_owned(), must, under: under.to_vec() };
        if !self.skew.values.contains(&value) {
            self.skew.values.push(value);
        }
    }

    /// Adds what was found in a fragment that stands under conditions.
    pub(super) fn add(&mut self, other: &Self, around: &[Condition]) {
        self.is_changed |= other.is_changed;
        for Lack { coordinate, under } in &other.skew.refused {
            self.refuse(coordinate.clone(), &[around, under].concat());
        }
        for Lack { coordinate, under } in &other.skew.left_out {
            self.leave_out(coordinate.clone(), &[around, under].concat());
        }
        self.skew.types.extend(other.skew.types.iter().cloned());
        for ValueSkew { variable, must, under } in &other.skew.values {
            self.value(variable, must.clone(), &[around, under].concat());
        }
    }

    /// Whether the version can be sent everything, whatever the variables are.
    pub(super) fn is_nothing(&self) -> bool {
        !self.is_changed && self.skew == FieldSkew::default()
    }
}

/// Where selections stand.
#[derive(Clone, Copy)]
pub(super) struct Scope<'a> {
    /// The type that they are of; none where the supergraph does not know it.
    pub(super) parent: Option<&'a str>,
    pub(super) place: Place<'a>,
}

/// What is special about a place.
#[derive(Clone, Copy)]
pub(super) enum Place<'a> {
    /// The root: a field is asked or not.
    Root,
    /// Below `_entities`.
    Entities,
    /// Below a field whose answers are merged, by this law and these fields.
    Merged(MergeLaw, &'a [String]),
    /// Anywhere else.
    Plain,
}

impl Place<'_> {
    /// Whether merging cannot do without a field here.
    pub(super) fn needs(self, field: &str) -> bool {
        match self {
            Self::Merged(MergeLaw::Connection, _) => matches!(field, "edges" | "pageInfo"),
            Self::Merged(MergeLaw::Grouped | MergeLaw::Sorted, by) => {
                by.iter().any(|key| key.trim_start_matches('-') == field)
            }
            _ => false,
        }
    }
}
