//! `@cost` and `@listSize`: of several estimates the highest counts.

use std::collections::BTreeSet;

use apollo_compiler::{
    Node,
    ast::{Argument, Directive, InputValueDefinition, Value},
};

use super::join::directive;
use crate::spec;

/// The estimates of all subgraphs together.
#[derive(Debug, Default)]
pub(super) struct Costs {
    weight: Option<i32>,
    list: Option<ListSize>,
}

#[derive(Debug)]
struct ListSize {
    assumed: Option<i32>,
    slicing: Option<BTreeSet<String>>,
    sized: Option<BTreeSet<String>>,
    /// Whether exactly one slicing argument has to be given.
    is_strict: bool,
}

impl Costs {
    pub(super) fn add(&mut self, found: &Directive) {
        match found.name.as_str() {
            spec::COST => self.weight = self.weight.max(number(found, "weight")),
            spec::LIST_SIZE => self.list_size(found),
            _ => {}
        }
    }

    fn list_size(&mut self, found: &Directive) {
        let is_strict = found
            .specified_argument_by_name("requireOneSlicingArgument")
            .and_then(|value| value.to_bool())
            .unwrap_or(true);
        let list = self.list.get_or_insert(ListSize {
            assumed: None,
            slicing: None,
            sized: None,
            is_strict: true,
        });
        list.assumed = list.assumed.max(number(found, "assumedSize"));
        union(&mut list.slicing, found, "slicingArguments");
        union(&mut list.sized, found, "sizedFields");
        list.is_strict &= is_strict;
    }

    pub(super) fn into_directives(self) -> Vec<Directive> {
        let weight = self.weight.map(|weight| directive("cost", [("weight", weight.into())]));
        weight.into_iter().chain(self.list.map(ListSize::into_directive)).collect()
    }
}

impl ListSize {
    fn into_directive(self) -> Directive {
        let mut arguments: Vec<(&str, Value)> = Vec::new();
        arguments.extend(self.assumed.map(|size| ("assumedSize", size.into())));
        arguments.extend(self.slicing.map(|names| ("slicingArguments", strings(names))));
        arguments.extend(self.sized.map(|names| ("sizedFields", strings(names))));
        if !self.is_strict {
            arguments.push(("requireOneSlicingArgument", Value::Boolean(false)));
        }
        directive("listSize", arguments)
    }
}

/// Without slicing arguments that the supergraph does not have: not every subgraph knows them.
pub(super) fn of_arguments(
    mut found: Directive,
    arguments: &[Node<InputValueDefinition>],
) -> Directive {
    if found.name != "listSize" {
        return found;
    }
    let is_known = |name: &Node<Value>| {
        let first = name.as_str().and_then(|name| name.split('.').next());
        arguments.iter().any(|argument| Some(argument.name.as_str()) == first)
    };
    for argument in found.arguments.iter_mut().filter(|one| one.name == "slicingArguments") {
        if let Value::List(names) = argument.make_mut().value.make_mut() {
            names.retain(is_known);
        }
    }
    let says_something =
        |argument: &Node<Argument>| argument.value.as_list().is_none_or(|names| !names.is_empty());
    found.arguments.retain(says_something);
    found
}

fn number(directive: &Directive, argument: &str) -> Option<i32> {
    directive.specified_argument_by_name(argument)?.to_i32()
}

/// The strings in an argument; a single value counts as a list of one.
pub(crate) fn names<'a>(directive: &'a Directive, argument: &str) -> Option<Vec<&'a str>> {
    let value = directive.specified_argument_by_name(argument).filter(|value| !value.is_null())?;
    let items = value.as_list().unwrap_or(std::slice::from_ref(value));
    Some(items.iter().filter_map(|item| item.as_str()).collect())
}

fn union(known: &mut Option<BTreeSet<String>>, found: &Directive, argument: &str) {
    if let Some(names) = names(found, argument) {
        known.get_or_insert_default().extend(names.into_iter().map(ToOwned::to_owned));
    }
}

fn strings(names: BTreeSet<String>) -> Value {
    Value::List(names.into_iter().map(|name| Node::new(Value::String(name))).collect())
}
