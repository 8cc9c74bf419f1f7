//! Variables that decide `@skip` and `@include`. One that may be null by its declaration passes
//! validation when it has a default; null itself decides nothing.

use apollo_compiler::{
    ast::DirectiveList,
    executable::{Selection, SelectionSet},
};

use crate::PreparedOperation;

/// Whether a variable decides a condition of the operation.
pub(super) fn decides(prepared: &PreparedOperation, variable: &str) -> bool {
    let fragments = prepared.document.fragments.values();
    let sets = fragments.map(|fragment| &fragment.selection_set);
    sets.chain([&prepared.operation.selection_set]).any(|set| in_set(set, variable))
}

fn in_set(set: &SelectionSet, variable: &str) -> bool {
    set.selections.iter().any(|selection| {
        in_directives(selection.directives(), variable)
            || match selection {
                Selection::Field(field) => in_set(&field.selection_set, variable),
                Selection::InlineFragment(fragment) => in_set(&fragment.selection_set, variable),
                Selection::FragmentSpread(_) => false,
            }
    })
}

fn in_directives(directives: &DirectiveList, variable: &str) -> bool {
    directives.iter().filter(|one| one.name == "skip" || one.name == "include").any(|one| {
        let value = one.specified_argument_by_name("if").and_then(|value| value.as_variable());
        value.is_some_and(|name| name == variable)
    })
}
