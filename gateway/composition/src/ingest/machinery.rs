//! Removes what federation needs to run and what only defines directives: `_entities`, `_Any`,
//! definitions of linked directives, and the types that only these use.

use std::collections::BTreeSet;

use apollo_compiler::{Name, Schema, schema::ExtendedType};

use super::names::{Meaning, Names};

const RUNTIME_TYPES: &[&str] = &["_Any", "_Entity", "_Service"];
const RUNTIME_FIELDS: &[&str] = &["_entities", "_service"];

pub(super) fn remove(schema: &mut Schema, names: &Names) {
    let mut candidates = BTreeSet::new();
    schema.directive_definitions.retain(|name, definition| {
        let stays = definition.is_built_in() || names.meaning(name) == Meaning::Own;
        if !stays {
            candidates.extend(
                definition.arguments.iter().map(|argument| argument.ty.inner_named_type().clone()),
            );
        }
        stays
    });
    runtime_fields(schema);
    schema.types.retain(|name, definition| {
        definition.is_built_in()
            || !(RUNTIME_TYPES.contains(&name.as_str()) || names.owns_type(name))
    });
    // `MergeLaw` and the like: they came with a definition, and stay only if the schema uses them.
    let used = referenced(schema);
    let is_left_over = |definition: &ExtendedType| {
        candidates.contains(definition.name()) && !used.contains(definition.name())
    };
    schema.types.retain(|_, definition| definition.is_built_in() || !is_left_over(definition));
}

fn runtime_fields(schema: &mut Schema) {
    let Some(root) = schema.schema_definition.query.as_ref().map(|root| root.name.clone()) else {
        return;
    };
    let Some(ExtendedType::Object(query)) = schema.types.get_mut(&root) else { return };
    query.make_mut().fields.retain(|name, _| !RUNTIME_FIELDS.contains(&name.as_str()));
    if query.fields.is_empty() {
        schema.types.shift_remove(&root);
        schema.schema_definition.make_mut().query = None;
    }
}

/// The types that fields, arguments, unions and remaining directives refer to.
fn referenced(schema: &Schema) -> BTreeSet<Name> {
    let mut used = BTreeSet::new();
    for definition in schema.types.values().filter(|definition| !definition.is_built_in()) {
        match definition {
            ExtendedType::Object(object) => output(&object.fields, &mut used),
            ExtendedType::Interface(interface) => output(&interface.fields, &mut used),
            ExtendedType::Union(union_type) => {
                used.extend(union_type.members.iter().map(|m| m.name.clone()));
            }
            ExtendedType::InputObject(input) => {
                used.extend(input.fields.values().map(|field| field.ty.inner_named_type().clone()));
            }
            ExtendedType::Scalar(_) | ExtendedType::Enum(_) => {}
        }
    }
    for definition in schema.directive_definitions.values() {
        used.extend(
            definition.arguments.iter().map(|argument| argument.ty.inner_named_type().clone()),
        );
    }
    used
}

type Fields = apollo_compiler::collections::IndexMap<
    Name,
    apollo_compiler::schema::Component<apollo_compiler::ast::FieldDefinition>,
>;

fn output(fields: &Fields, used: &mut BTreeSet<Name>) {
    for field in fields.values() {
        used.insert(field.ty.inner_named_type().clone());
        used.extend(field.arguments.iter().map(|argument| argument.ty.inner_named_type().clone()));
    }
}
