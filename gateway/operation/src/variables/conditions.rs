//! Variables that decide `@skip` and `@include`. One that may be null by its declaration passes
//! validation when it has a default; null itself decides nothing.

use apollo_compiler::{
    ExecutableDocument, Name,
    ast::{DirectiveList, Value},
    executable::{Field, Selection, SelectionSet},
};

use crate::PreparedOperation;

/// What the directive `name`, `skip` or `include`, is given as `if`.
#[must_use]
pub fn condition<'d>(directives: &'d DirectiveList, name: &str) -> Option<&'d Value> {
    directives.get(name)?.specified_argument_by_name("if").map(|value| &**value)
}

/// What is wrong with an object of whose selections a variable decides that is null.
#[must_use]
pub fn undecided(variable: &str) -> String {
    format!("the variable ${variable} decides a condition, which null cannot")
}

/// What is wrong with a field below which one of these variables decides something.
#[must_use]
pub fn refusal_within(
    document: &ExecutableDocument,
    field: &Field,
    nulls: &[&str],
) -> Option<String> {
    if nulls.is_empty() {
        return None;
    }
    let mut found = None;
    let mut spread: Vec<&Name> = Vec::new();
    let mut sets = vec![&field.selection_set];
    while let (Some(set), None) = (sets.pop(), found) {
        for selection in &set.selections {
            let of_null = deciding(selection.directives()).find(|name| nulls.contains(name));
            found = found.or(of_null);
            match selection {
                Selection::Field(field) => sets.push(&field.selection_set),
                Selection::InlineFragment(fragment) => sets.push(&fragment.selection_set),
                Selection::FragmentSpread(one) if spread.contains(&&one.fragment_name) => {}
                Selection::FragmentSpread(one) => {
                    spread.push(&one.fragment_name);
                    let fragment = document.fragments.get(&one.fragment_name);
                    sets.extend(fragment.map(|fragment| &fragment.selection_set));
                }
            }
        }
    }
    found.map(undecided)
}

/// Whether a variable decides a condition of the operation.
pub(super) fn decides(prepared: &PreparedOperation, variable: &str) -> bool {
    let fragments = prepared.document.fragments.values();
    let sets = fragments.map(|fragment| &fragment.selection_set);
    sets.chain([&prepared.operation.selection_set]).any(|set| in_set(set, variable))
}

/// The variables that decide about a selection with these directives.
pub(super) fn deciding(directives: &DirectiveList) -> impl Iterator<Item = &str> {
    let given = ["skip", "include"].into_iter().filter_map(|name| condition(directives, name));
    given.filter_map(|value| value.as_variable()).map(Name::as_str)
}

fn in_set(set: &SelectionSet, variable: &str) -> bool {
    set.selections.iter().any(|selection| {
        deciding(selection.directives()).any(|name| name == variable)
            || match selection {
                Selection::Field(field) => in_set(&field.selection_set, variable),
                Selection::InlineFragment(fragment) => in_set(&fragment.selection_set, variable),
                Selection::FragmentSpread(_) => false,
            }
    })
}
