//! Types by name: which came, went or are of another kind. What is inside a type is told by the
//! rules of its kind.

use apollo_compiler::{Schema, ast::NamedType, schema::ExtendedType};

use crate::{
    change::{Changes, Kind},
    enums, fields, input_values, interfaces, notes,
    pairs::{Pair, pairs},
    scalars, unions,
};

/// The scalars that every schema has, named in it or not.
const BUILT_IN: [&str; 5] = ["Int", "Float", "String", "Boolean", "ID"];

/// The changes of all types that an author of the schema has named.
pub(crate) fn compare(old: &Schema, new: &Schema, changes: &mut Changes) {
    for (name, pair) in pairs(own(old), own(new)) {
        match pair {
            Pair::Removed(before) => {
                let message = format!("the {} type was removed", kind(before));
                changes.breaking(Kind::TypeRemoved, name, message);
            }
            Pair::Added(after) => added(old, name, after, changes),
            Pair::Both(before, after) => both(new, name, before, after, changes),
        }
    }
}

fn own(schema: &Schema) -> impl Iterator<Item = (&str, &ExtendedType)> {
    schema
        .types
        .iter()
        .map(|(name, definition)| (name.as_str(), definition))
        .filter(|(name, _)| !name.starts_with("__") && !BUILT_IN.contains(name))
}

/// A new object can turn up wherever an interface is returned that clients know.
fn added(old: &Schema, name: &str, after: &ExtendedType, changes: &mut Changes) {
    let message = format!("the {} type was added", kind(after));
    let known: Vec<String> = match after {
        ExtendedType::Object(object) => object
            .implements_interfaces
            .iter()
            .filter(|interface| old.get_interface(interface).is_some())
            .map(|interface| format!("`{interface}`"))
            .collect(),
        _ => Vec::new(),
    };
    if known.is_empty() {
        changes.safe(Kind::TypeAdded, name, message);
    } else {
        let message = format!("{message}, a new possible type of {}", known.join(", "));
        changes.dangerous(Kind::TypeAdded, name, message);
    }
}

fn both(
    new: &Schema,
    name: &str,
    before: &ExtendedType,
    after: &ExtendedType,
    changes: &mut Changes,
) {
    notes::description(
        before.description().map(|text| &**text),
        after.description().map(|text| &**text),
        name,
        changes,
    );
    match (before, after) {
        (ExtendedType::Scalar(before), ExtendedType::Scalar(after)) => {
            scalars::compare(before, after, changes);
        }
        (ExtendedType::Object(before), ExtendedType::Object(after)) => {
            interfaces::of_object(before, after, changes);
            fields::compare(name, &before.fields, &after.fields, changes);
        }
        (ExtendedType::Interface(before), ExtendedType::Interface(after)) => {
            interfaces::of_interface(before, after, changes);
            fields::compare(name, &before.fields, &after.fields, changes);
        }
        (ExtendedType::Union(before), ExtendedType::Union(after)) => {
            unions::compare(before, after, changes);
        }
        (ExtendedType::Enum(before), ExtendedType::Enum(after)) => {
            enums::compare(before, after, is_returned(new, name), changes);
        }
        (ExtendedType::InputObject(before), ExtendedType::InputObject(after)) => {
            input_values::of_input_object(before, after, changes);
        }
        _ => {
            let message = format!("it is {}, it was {}", a(kind(after)), a(kind(before)));
            changes.breaking(Kind::TypeKindChanged, name, message);
        }
    }
}

/// Whether a field returns the type: what is only given to the server surprises no client.
fn is_returned(schema: &Schema, name: &str) -> bool {
    let returned = |ty: &NamedType| ty == name;
    schema.types.values().any(|definition| {
        let fields = match definition {
            ExtendedType::Object(object) => &object.fields,
            ExtendedType::Interface(interface) => &interface.fields,
            _ => return false,
        };
        fields.values().any(|field| returned(field.ty.inner_named_type()))
    })
}

fn kind(definition: &ExtendedType) -> &'static str {
    match definition {
        ExtendedType::Scalar(_) => "scalar",
        ExtendedType::Object(_) => "object",
        ExtendedType::Interface(_) => "interface",
        ExtendedType::Union(_) => "union",
        ExtendedType::Enum(_) => "enum",
        ExtendedType::InputObject(_) => "input object",
    }
}

fn a(kind: &str) -> String {
    let article = if kind.starts_with(['a', 'e', 'i', 'o']) { "an" } else { "a" };
    format!("{article} {kind}")
}

#[cfg(test)]
mod tests {
    use crate::tests::{QUERY, lines, with_query};

    #[test]
    fn types_of_every_kind_come_and_go() {
        let types = "scalar S type O { a: Int } interface N { a: Int } union U = O enum E { A } input I { a: Int }";
        insta::assert_snapshot!(with_query("", types), @"
        safe TYPE_ADDED E: the enum type was added
        safe TYPE_ADDED I: the input object type was added
        safe TYPE_ADDED N: the interface type was added
        safe TYPE_ADDED O: the object type was added
        safe TYPE_ADDED S: the scalar type was added
        safe TYPE_ADDED U: the union type was added
        ");
        insta::assert_snapshot!(with_query(types, ""), @"
        breaking TYPE_REMOVED E: the enum type was removed
        breaking TYPE_REMOVED I: the input object type was removed
        breaking TYPE_REMOVED N: the interface type was removed
        breaking TYPE_REMOVED O: the object type was removed
        breaking TYPE_REMOVED S: the scalar type was removed
        breaking TYPE_REMOVED U: the union type was removed
        ");
    }

    #[test]
    fn a_new_object_behind_a_known_interface_is_dangerous() {
        insta::assert_snapshot!(with_query(
            "interface N { a: Int }",
            "interface N { a: Int } interface M { a: Int } type O implements N & M { a: Int }",
        ), @"
        dangerous TYPE_ADDED O: the object type was added, a new possible type of `N`
        safe TYPE_ADDED M: the interface type was added
        ");
    }

    #[test]
    fn another_kind_hides_what_is_inside() {
        insta::assert_snapshot!(
            with_query("type O { a: Int }", "input O { b: Int }"),
            @"breaking TYPE_KIND_CHANGED O: it is an input object, it was an object"
        );
    }

    #[test]
    fn built_in_types_do_not_count() {
        let uses_float = "type Query { query: Int float(id: ID): Float }";
        insta::assert_snapshot!(
            lines(QUERY, uses_float),
            @"safe FIELD_ADDED Query.float: the field was added"
        );
    }
}
