//! `__Type.isOneOf`. The executor of introspection does not know the field: it is asked for the
//! type's name in its place, and the name becomes the answer.

use std::collections::HashSet;

use apollo_compiler::{
    ExecutableDocument, Name, Schema,
    executable::{Operation, Selection, SelectionSet},
    response::{JsonMap, JsonValue},
    schema::ExtendedType,
    validation::Valid,
};

const TYPE: &str = "__Type";
const FIELD: &str = "isOneOf";

/// The names of the input objects that are `@oneOf`.
pub(super) fn names(schema: &Schema) -> HashSet<Name> {
    let types = schema.types.iter();
    let inputs = types.filter(|(_, definition)| match definition {
        ExtendedType::InputObject(input) => input.directives.has("oneOf"),
        _ => false,
    });
    inputs.map(|(name, _)| name.clone()).collect()
}

/// Whether a document asks for the field.
pub(super) fn is_asked(document: &ExecutableDocument, operation: &Operation) -> bool {
    let fragments = document.fragments.values().map(|fragment| &fragment.selection_set);
    fragments.chain([&operation.selection_set]).any(asks)
}

fn asks(set: &SelectionSet) -> bool {
    set.selections.iter().any(|selection| match selection {
        Selection::Field(field) => {
            (set.ty == TYPE && field.name == FIELD) || asks(&field.selection_set)
        }
        Selection::InlineFragment(fragment) => asks(&fragment.selection_set),
        Selection::FragmentSpread(_) => false,
    })
}

/// The document and the operation with names in place of the field.
pub(super) fn with_names(
    schema: &Schema,
    document: &ExecutableDocument,
    operation: &Operation,
) -> (Valid<ExecutableDocument>, Operation) {
    let (mut document, mut operation) = (document.clone(), operation.clone());
    rename(schema, &mut operation.selection_set);
    for fragment in document.fragments.values_mut() {
        rename(schema, &mut fragment.make_mut().selection_set);
    }
    (Valid::assume_valid(document), operation)
}

fn rename(schema: &Schema, set: &mut SelectionSet) {
    let of_type = set.ty == TYPE;
    for selection in &mut set.selections {
        match selection {
            Selection::Field(field) => {
                let field = field.make_mut();
                let name = schema.type_field(TYPE, "name");
                if let (true, true, Ok(name)) = (of_type, field.name == FIELD, name) {
                    field.alias = Some(field.response_key().clone());
                    field.name = name.name.clone();
                    field.definition = name.node.clone();
                }
                rename(schema, &mut field.selection_set);
            }
            Selection::InlineFragment(fragment) => {
                rename(schema, &mut fragment.make_mut().selection_set);
            }
            Selection::FragmentSpread(_) => {}
        }
    }
}

/// Turns the names in an answer into what was asked for. The selections are those before the
/// renaming. Types of introspection are all objects, so that every fragment applies.
pub(super) struct Answers<'a> {
    pub(super) schema: &'a Schema,
    pub(super) document: &'a ExecutableDocument,
    pub(super) one_of: &'a HashSet<Name>,
}

impl Answers<'_> {
    pub(super) fn set(&self, object: &mut JsonMap, set: &SelectionSet) {
        for selection in &set.selections {
            match selection {
                Selection::Field(field) => {
                    let Some(value) = object.get_mut(field.response_key().as_str()) else {
                        continue;
                    };
                    if set.ty == TYPE && field.name == FIELD {
                        self.answer(value);
                    } else {
                        self.inside(value, &field.selection_set);
                    }
                }
                Selection::InlineFragment(fragment) => self.set(object, &fragment.selection_set),
                Selection::FragmentSpread(spread) => {
                    if let Some(fragment) = self.document.fragments.get(&spread.fragment_name) {
                        self.set(object, &fragment.selection_set);
                    }
                }
            }
        }
    }

    fn inside(&self, value: &mut JsonValue, set: &SelectionSet) {
        match value {
            JsonValue::Array(items) => items.iter_mut().for_each(|item| self.inside(item, set)),
            JsonValue::Object(object) => self.set(object, set),
            _ => {}
        }
    }

    /// True or false of an input object, null of any other type. A selection that stands twice is
    /// answered at its first.
    fn answer(&self, value: &mut JsonValue) {
        let JsonValue::String(name) = &*value else { return };
        let is_input = self.schema.get_input_object(name.as_str()).is_some();
        *value = match is_input {
            true => JsonValue::Bool(self.one_of.iter().any(|known| known == name.as_str())),
            false => JsonValue::Null,
        };
    }
}
