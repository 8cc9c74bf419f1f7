//! A plan as it leaves this crate: which fetches there are, what each asks and what it waits for.
//! What becomes of it when a subgraph is partitioned is not known here.

use std::collections::BTreeSet;

use apollo_compiler::{
    Node,
    ast::{Argument, Value, VariableDefinition},
};
use gateway_plan::{Condition, OperationKind, PathSegment, RepresentationSelection, Rewrite};

/// The fetches of an operation, each after those that it waits for.
#[derive(Debug, Clone, Default)]
pub struct QueryPlan {
    /// The fetches.
    pub fetches: Vec<PlannedFetch>,
    /// The variables of the operation.
    pub variables: Vec<Node<VariableDefinition>>,
}

/// One call to a subgraph.
#[derive(Debug, Clone)]
pub struct PlannedFetch {
    /// The name of the subgraph.
    pub subgraph: String,
    /// The fetches that it waits for, as indexes; each is smaller than its own.
    pub after: Vec<usize>,
    /// What must hold for it to be of use.
    pub conditions: Vec<Condition>,
    /// What is asked.
    pub step: PlannedStep,
}

/// What a fetch asks for.
#[derive(Debug, Clone)]
pub enum PlannedStep {
    /// Root fields.
    Root(RootCall),
    /// Entities; several calls in one document.
    Entities(Vec<EntityCall>),
}

/// Root fields of a subgraph.
#[derive(Debug, Clone)]
pub struct RootCall {
    /// Which root.
    pub kind: OperationKind,
    /// Where the answer is merged.
    pub at: Vec<PathSegment>,
    /// The root fields.
    pub selections: Vec<Selection>,
    /// Changes to the answer before it is merged.
    pub output_rewrites: Vec<Rewrite>,
}

/// One `_entities` field.
#[derive(Debug, Clone)]
pub struct EntityCall {
    /// Where the objects are.
    pub targets: Vec<Vec<PathSegment>>,
    /// What representations are made of.
    pub representation: Vec<RepresentationSelection>,
    /// The selections of `_entities`.
    pub selections: Vec<Selection>,
    /// Changes to representations before they are sent.
    pub input_rewrites: Vec<Rewrite>,
    /// Changes to the answer before it is merged.
    pub output_rewrites: Vec<Rewrite>,
}

/// Something that a document selects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Selection {
    /// A field.
    Field(Field),
    /// An inline fragment.
    Fragment(Fragment),
}

/// A field of a document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Field {
    /// The key in the answer, when it is another one than the name.
    pub alias: Option<String>,
    /// The name.
    pub name: String,
    /// The arguments.
    pub arguments: Vec<Node<Argument>>,
    /// `@skip` and `@include`.
    pub conditions: Vec<Condition>,
    /// Empty for a leaf.
    pub selections: Vec<Selection>,
}

/// An inline fragment of a document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fragment {
    /// The type, when there is a condition.
    pub on: Option<String>,
    /// `@skip` and `@include`.
    pub conditions: Vec<Condition>,
    /// What is selected.
    pub selections: Vec<Selection>,
}

impl Field {
    /// The key in the answer.
    #[must_use]
    pub fn response_key(&self) -> &str {
        self.alias.as_deref().unwrap_or(&self.name)
    }

    /// The value of an argument.
    #[must_use]
    pub fn argument(&self, name: &str) -> Option<&Value> {
        self.arguments.iter().find(|one| one.name == name).map(|one| &*one.value)
    }

    /// Adds the names of the variables that the field uses, with all below it.
    pub fn variables<'s>(&'s self, names: &mut BTreeSet<&'s str>) {
        self.arguments.iter().for_each(|argument| variables_in(&argument.value, names));
        names.extend(self.conditions.iter().map(|one| one.variable.as_str()));
        variables_of(&self.selections, names);
    }
}

/// Adds the names of the variables that selections use.
pub fn variables_of<'s>(selections: &'s [Selection], names: &mut BTreeSet<&'s str>) {
    for selection in selections {
        match selection {
            Selection::Field(field) => field.variables(names),
            Selection::Fragment(fragment) => {
                names.extend(fragment.conditions.iter().map(|one| one.variable.as_str()));
                variables_of(&fragment.selections, names);
            }
        }
    }
}

fn variables_in<'s>(value: &'s Value, names: &mut BTreeSet<&'s str>) {
    match value {
        Value::Variable(name) => {
            names.insert(name);
        }
        Value::List(items) => items.iter().for_each(|item| variables_in(item, names)),
        Value::Object(fields) => fields.iter().for_each(|(_, value)| variables_in(value, names)),
        _ => {}
    }
}
