//! Values of enums. A value that is gone breaks those who give it and the code that names it; a
//! new one surprises those who get it.

use apollo_compiler::schema::{EnumType, EnumValueDefinition};

use crate::{
    change::{Changes, Kind, Severity},
    notes,
    pairs::{Pair, pairs},
};

/// Compares the values of an enum; `is_returned` tells whether clients get it.
pub(crate) fn compare(old: &EnumType, new: &EnumType, is_returned: bool, changes: &mut Changes) {
    for (name, pair) in pairs(named(old), named(new)) {
        let coordinate = format!("{}.{name}", old.name);
        match pair {
            Pair::Added(_) => {
                let severity = if is_returned { Severity::Dangerous } else { Severity::Safe };
                changes.push(severity, Kind::EnumValueAdded, coordinate, "the value was added");
            }
            Pair::Removed(before) => {
                changes.breaking(Kind::EnumValueRemoved, coordinate, notes::gone("value", before));
            }
            Pair::Both(before, after) => notes::compare(before, after, &coordinate, changes),
        }
    }
}

fn named(definition: &EnumType) -> impl Iterator<Item = (&str, &EnumValueDefinition)> {
    definition.values.iter().map(|(name, value)| (name.as_str(), &***value))
}

#[cfg(test)]
mod tests {
    use crate::tests::lines;

    #[test]
    fn a_new_value_that_clients_get_is_dangerous() {
        insta::assert_snapshot!(lines(
            "type Query { a: [E!]! } enum E { A B C @deprecated }",
            "type Query { a: [E!]! } enum E { A D }",
        ), @"
        breaking ENUM_VALUE_REMOVED E.B: the value was removed
        breaking ENUM_VALUE_REMOVED E.C: the value was removed; it was deprecated
        dangerous ENUM_VALUE_ADDED E.D: the value was added
        ");
    }

    #[test]
    fn a_new_value_that_clients_only_give_is_safe() {
        insta::assert_snapshot!(lines(
            "type Query { a(e: E): Int } enum E { A }",
            "type Query { a(e: E): Int } enum E { A B }",
        ), @"safe ENUM_VALUE_ADDED E.B: the value was added");
    }
}
