//! Variables and arguments, coerced by the specification. What does not fit its type is left as it
//! is: that it fits has been validated, or is what is tested.

use apollo_compiler::{
    Schema,
    ast::{self, InputValueDefinition, Type},
    executable::{Field, Operation},
    schema::ExtendedType,
};
use serde_json::{Map, Value};

/// The variables of an operation: the values that were given, coerced, and the defaults of others.
pub(super) fn variables(
    schema: &Schema,
    operation: &Operation,
    given: &Map<String, Value>,
) -> Map<String, Value> {
    let value_of = |variable: &ast::VariableDefinition| match given.get(variable.name.as_str()) {
        Some(value) => Some(coerce(schema, &variable.ty, value)),
        None => {
            let default = variable.default_value.as_ref()?;
            Some(coerce(schema, &variable.ty, &literal(default, &Map::new())?))
        }
    };
    let with_value = operation
        .variables
        .iter()
        .filter_map(|variable| Some((variable.name.to_string(), value_of(variable)?)));
    with_value.collect()
}

/// The arguments of a field. One without a value and without a default is absent.
pub(super) fn arguments(
    schema: &Schema,
    field: &Field,
    variables: &Map<String, Value>,
) -> Map<String, Value> {
    let value_of = |definition: &InputValueDefinition| {
        let given = field.arguments.iter().find(|argument| argument.name == definition.name);
        let value = given.and_then(|argument| literal(&argument.value, variables));
        let value = value.or_else(|| literal(definition.default_value.as_ref()?, &Map::new()))?;
        Some(coerce(schema, &definition.ty, &value))
    };
    let definitions = field.definition.arguments.iter();
    definitions.filter_map(|one| Some((one.name.to_string(), value_of(one)?))).collect()
}

/// A literal as JSON. Nothing for a variable that has no value.
fn literal(value: &ast::Value, variables: &Map<String, Value>) -> Option<Value> {
    Some(match value {
        ast::Value::Null => Value::Null,
        ast::Value::Boolean(value) => Value::Bool(*value),
        ast::Value::String(text) => Value::from(text.as_str()),
        ast::Value::Enum(name) => Value::from(name.as_str()),
        ast::Value::Int(number) => serde_json::from_str(number.as_str()).unwrap_or_default(),
        ast::Value::Float(number) => serde_json::from_str(number.as_str()).unwrap_or_default(),
        ast::Value::Variable(name) => variables.get(name.as_str())?.clone(),
        ast::Value::List(items) => {
            items.iter().map(|item| literal(item, variables).unwrap_or_default()).collect()
        }
        ast::Value::Object(fields) => {
            let with_value = fields
                .iter()
                .filter_map(|(name, value)| Some((name.to_string(), literal(value, variables)?)));
            Value::Object(with_value.collect())
        }
    })
}

/// A value as its type wants it: single values in lists, ids as text, defaults filled in, and the
/// fields of input objects in the order of their definition.
#[must_use]
pub fn coerce(schema: &Schema, ty: &Type, value: &Value) -> Value {
    if value.is_null() {
        return Value::Null;
    }
    if ty.is_list() {
        return match value {
            Value::Array(items) => {
                items.iter().map(|item| coerce(schema, ty.item_type(), item)).collect()
            }
            single => Value::Array(vec![coerce(schema, ty.item_type(), single)]),
        };
    }
    match (schema.types.get(ty.inner_named_type()), value) {
        (Some(ExtendedType::InputObject(definition)), Value::Object(given)) => {
            let fields = definition.fields.values().filter_map(|field| {
                let value = match given.get(field.name.as_str()) {
                    Some(value) => value.clone(),
                    None => literal(field.default_value.as_ref()?, &Map::new())?,
                };
                Some((field.name.to_string(), coerce(schema, &field.ty, &value)))
            });
            Value::Object(fields.collect())
        }
        (_, Value::Number(number)) if ty.inner_named_type() == "ID" => {
            Value::String(number.to_string())
        }
        (_, value) => value.clone(),
    }
}
