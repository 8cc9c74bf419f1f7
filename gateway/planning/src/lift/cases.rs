//! An operation once for each combination of values that its conditions can have, without any
//! condition. What a key or a requirement needs is fetched for several fields, under conditions of
//! their own, so that a single plan would ask for what the client has left out. Of all cases one is
//! run, so that what is fetched is exactly what is answered.

use std::collections::{BTreeMap, BTreeSet};

use apollo_compiler::{
    ExecutableDocument, Schema,
    ast::Value,
    executable::{DirectiveList, Selection, SelectionSet},
};
use gateway_plan::Condition;

use super::selections::complete;

/// More variables in conditions would make too many cases: they are left to the planner.
const MAX_VARIABLES: usize = 4;

/// An operation under conditions.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Case {
    pub(crate) conditions: Vec<Condition>,
    pub(crate) document: ExecutableDocument,
}

/// The cases of an operation in which anything is left of it.
pub(super) fn cases(schema: &Schema, document: &ExecutableDocument) -> Vec<Case> {
    let mut variables = BTreeSet::new();
    // A subscription has one source of events, whatever is selected of them.
    let operation = document.operations.anonymous.as_ref();
    if let Some(operation) = operation.filter(|operation| !operation.is_subscription()) {
        collect(&operation.selection_set, &mut variables);
    }
    if variables.is_empty() || variables.len() > MAX_VARIABLES {
        return vec![Case { conditions: Vec::new(), document: document.clone() }];
    }
    let case = |number: usize| {
        let value = |(place, name): (usize, &String)| (name.clone(), number & (1 << place) != 0);
        let values: BTreeMap<String, bool> = variables.iter().enumerate().map(value).collect();
        let mut document = document.clone();
        let set = &mut document.operations.anonymous.as_mut()?.make_mut().selection_set;
        decide(set, &values);
        complete(schema, set, &|_| false);
        let is_left = !set.selections.is_empty();
        let condition = |(variable, expected)| Condition { variable, expected };
        let conditions = values.into_iter().map(condition).collect();
        is_left.then(|| Case { conditions, document })
    };
    (0..1 << variables.len()).filter_map(case).collect()
}

fn collect(set: &SelectionSet, variables: &mut BTreeSet<String>) {
    for selection in &set.selections {
        let conditions = selection.directives().iter().filter(|one| is_condition(&one.name));
        for directive in conditions {
            if let Some(name) =
                directive.specified_argument_by_name("if").and_then(|value| value.as_variable())
            {
                variables.insert(name.to_string());
            }
        }
        match selection {
            Selection::Field(field) => collect(&field.selection_set, variables),
            Selection::InlineFragment(fragment) => collect(&fragment.selection_set, variables),
            Selection::FragmentSpread(_) => {}
        }
    }
}

fn is_condition(directive: &str) -> bool {
    matches!(directive, "skip" | "include")
}

/// Leaves out what is not included, and the conditions of the rest.
fn decide(set: &mut SelectionSet, values: &BTreeMap<String, bool>) {
    set.selections.retain_mut(|selection| {
        let (directives, inner) = match selection {
            Selection::Field(field) => {
                let field = field.make_mut();
                (&mut field.directives, Some(&mut field.selection_set))
            }
            Selection::InlineFragment(fragment) => {
                let fragment = fragment.make_mut();
                (&mut fragment.directives, Some(&mut fragment.selection_set))
            }
            Selection::FragmentSpread(spread) => (&mut spread.make_mut().directives, None),
        };
        let is_included = holds(directives, values);
        if let Some(inner) = inner.filter(|_| is_included) {
            decide(inner, values);
        }
        directives.0.retain(|directive| !is_condition(&directive.name));
        let is_empty_fragment = match selection {
            Selection::InlineFragment(fragment) => fragment.selection_set.selections.is_empty(),
            _ => false,
        };
        is_included && !is_empty_fragment
    });
}

fn holds(directives: &DirectiveList, values: &BTreeMap<String, bool>) -> bool {
    let value = |name: &str| match &**directives.get(name)?.specified_argument_by_name("if")? {
        Value::Variable(variable) => values.get(variable.as_str()).copied(),
        value => value.to_bool(),
    };
    value("skip") != Some(true) && value("include") != Some(false)
}
