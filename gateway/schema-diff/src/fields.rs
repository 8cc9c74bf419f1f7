//! Fields of objects and interfaces. What a field returns may become narrower in one way only:
//! never null. Another named type breaks the fragments on the old one.

use apollo_compiler::{Name, ast::FieldDefinition, collections::IndexMap, schema::Component};

use crate::{
    change::{Changes, Kind, Severity},
    input_values, notes,
    pairs::{Pair, pairs},
};

/// Compares the fields of a type.
pub(crate) fn compare(
    owner: &str,
    old: &IndexMap<Name, Component<FieldDefinition>>,
    new: &IndexMap<Name, Component<FieldDefinition>>,
    changes: &mut Changes,
) {
    for (name, pair) in pairs(named(old), named(new)) {
        let coordinate = format!("{owner}.{name}");
        match pair {
            Pair::Added(_) => changes.safe(Kind::FieldAdded, coordinate, "the field was added"),
            Pair::Removed(before) => {
                changes.breaking(Kind::FieldRemoved, coordinate, notes::gone("field", before));
            }
            Pair::Both(before, after) => both(&coordinate, before, after, changes),
        }
    }
}

fn named(
    fields: &IndexMap<Name, Component<FieldDefinition>>,
) -> impl Iterator<Item = (&str, &FieldDefinition)> {
    fields.iter().map(|(name, field)| (name.as_str(), &***field))
}

fn both(
    coordinate: &str,
    before: &FieldDefinition,
    after: &FieldDefinition,
    changes: &mut Changes,
) {
    if before.ty != after.ty {
        // Where the new type can stand, the old one was expected.
        let narrower = after.ty.is_assignable_to(&before.ty);
        let severity = if narrower { Severity::Safe } else { Severity::Breaking };
        let message = format!("it returns `{}`, it returned `{}`", after.ty, before.ty);
        changes.push(severity, Kind::FieldTypeChanged, coordinate, message);
    }
    notes::compare(before, after, coordinate, changes);
    input_values::of_arguments(coordinate, &before.arguments, &after.arguments, changes);
}

#[cfg(test)]
mod tests {
    use crate::tests::{lines, with_query};

    #[test]
    fn fields_come_and_go() {
        insta::assert_snapshot!(lines(
            "type Query { query: Int old: Int older: Int @deprecated }",
            "type Query { query: Int new: Int }",
        ), @"
        breaking FIELD_REMOVED Query.old: the field was removed
        breaking FIELD_REMOVED Query.older: the field was removed; it was deprecated
        safe FIELD_ADDED Query.new: the field was added
        ");
    }

    #[test]
    fn fields_of_interfaces_too() {
        insta::assert_snapshot!(
            with_query("interface N { a: Int b: Int }", "interface N { a: String c: Int }"),
            @"
        breaking FIELD_TYPE_CHANGED N.a: it returns `String`, it returned `Int`
        breaking FIELD_REMOVED N.b: the field was removed
        safe FIELD_ADDED N.c: the field was added
        "
        );
    }

    #[test]
    fn what_is_returned_may_become_non_null_at_any_depth() {
        insta::assert_snapshot!(lines(
            "type Query { a: Int b: [Int] c: [[Int!]] }",
            "type Query { a: Int! b: [Int!]! c: [[Int!]!] }",
        ), @"
        safe FIELD_TYPE_CHANGED Query.a: it returns `Int!`, it returned `Int`
        safe FIELD_TYPE_CHANGED Query.b: it returns `[Int!]!`, it returned `[Int]`
        safe FIELD_TYPE_CHANGED Query.c: it returns `[[Int!]!]`, it returned `[[Int!]]`
        ");
    }

    #[test]
    fn nullable_other_and_list_types_break() {
        insta::assert_snapshot!(lines(
            "type Query { a: Int! b: [Int!] c: Int d: N } interface N { a: Int } type O implements N { a: Int }",
            "type Query { a: Int b: [Int]! c: [Int] d: O } interface N { a: Int } type O implements N { a: Int }",
        ), @"
        breaking FIELD_TYPE_CHANGED Query.a: it returns `Int`, it returned `Int!`
        breaking FIELD_TYPE_CHANGED Query.b: it returns `[Int]!`, it returned `[Int!]`
        breaking FIELD_TYPE_CHANGED Query.c: it returns `[Int]`, it returned `Int`
        breaking FIELD_TYPE_CHANGED Query.d: it returns `O`, it returned `N`
        ");
    }
}
