//! The roots: which types operations start at.

use apollo_compiler::{Name, Schema, ast::OperationType};

use crate::{
    change::{Changes, Kind},
    notes,
};

const SCHEMA: &str = "schema";

/// The changes of the schema definition itself.
pub(crate) fn compare(old: &Schema, new: &Schema, changes: &mut Changes) {
    let (before, after) = (&old.schema_definition, &new.schema_definition);
    notes::description(
        before.description.as_deref(),
        after.description.as_deref(),
        SCHEMA,
        changes,
    );
    for operation in [OperationType::Query, OperationType::Mutation, OperationType::Subscription] {
        root(
            operation.name(),
            old.root_operation(operation),
            new.root_operation(operation),
            changes,
        );
    }
}

fn root(operation: &str, old: Option<&Name>, new: Option<&Name>, changes: &mut Changes) {
    match (old, new) {
        (None, Some(name)) => {
            changes.safe(Kind::RootAdded, SCHEMA, format!("there is a {operation} root, `{name}`"));
        }
        (Some(name), None) => {
            let message = format!("the {operation} root `{name}` was removed");
            changes.breaking(Kind::RootRemoved, SCHEMA, message);
        }
        // Fragments and `__typename` name the type.
        (Some(old), Some(new)) if old != new => {
            let message = format!("the {operation} root is `{new}`, it was `{old}`");
            changes.breaking(Kind::RootChanged, SCHEMA, message);
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use crate::tests::lines;

    #[test]
    fn a_root_comes_goes_or_is_another_type() {
        insta::assert_snapshot!(lines(
            "schema { query: Q mutation: M } type Q { a: Int } type M { a: Int }",
            "schema { query: R subscription: M } type Q { a: Int } type M { a: Int } type R { a: Int }",
        ), @"
        breaking ROOT_REMOVED schema: the mutation root `M` was removed
        breaking ROOT_CHANGED schema: the query root is `R`, it was `Q`
        safe TYPE_ADDED R: the object type was added
        safe ROOT_ADDED schema: there is a subscription root, `M`
        ");
    }

    #[test]
    fn the_description_of_the_schema_is_compared() {
        insta::assert_snapshot!(lines(
            r#""old" schema { query: Query } type Query { a: Int }"#,
            r#""new" schema { query: Query } type Query { a: Int }"#,
        ), @"safe DESCRIPTION_CHANGED schema: the description changed");
    }
}
