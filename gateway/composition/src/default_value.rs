//! Default values: whether one is of its type, and whether two are the same. The schema library
//! checks the values of directives and not these.

use apollo_compiler::{
    Name, Node, Schema,
    ast::{InputValueDefinition, Type, Value},
    collections::IndexMap,
    parser::SourceSpan,
    schema::{Component, ExtendedType, InputObjectType},
};

use crate::model::{fields_of, own_types};

/// A default value that is not of its type.
#[derive(Debug)]
pub(crate) struct Misfit {
    pub(crate) coordinate: String,
    pub(crate) location: Option<SourceSpan>,
    pub(crate) problem: String,
}

/// Every default value of a schema that is not of its type.
pub(crate) fn misfits(schema: &Schema) -> Vec<Misfit> {
    let mut misfits = Vec::new();
    each(schema, &mut |place, value| {
        let default = value.default_value.as_ref();
        if let Some(problem) = default.and_then(|default| problem(schema, &value.ty, default)) {
            let location = default.and_then(Node::location).or_else(|| value.location());
            misfits.push(Misfit { coordinate: place(), location, problem });
        }
    });
    misfits
}

/// Calls for every argument and input field of a schema, with what makes its coordinate.
pub(crate) fn each<'a>(
    schema: &'a Schema,
    visit: &mut impl FnMut(&dyn Fn() -> String, &'a Node<InputValueDefinition>),
) {
    for (type_name, definition) in own_types(schema) {
        for (field_name, field) in fields_of(definition).into_iter().flatten() {
            for argument in &field.arguments {
                visit(&|| format!("{type_name}.{field_name}({}:)", argument.name), argument);
            }
        }
        if let ExtendedType::InputObject(input) = definition {
            for (field_name, field) in &input.fields {
                visit(&|| format!("{type_name}.{field_name}"), &field.node);
            }
        }
    }
}

/// Why a value is not of a type.
fn problem(schema: &Schema, ty: &Type, value: &Value) -> Option<String> {
    match (ty, value) {
        (_, Value::Null) => ty.is_non_null().then(|| format!("null is no `{ty}`")),
        (Type::List(item) | Type::NonNullList(item), Value::List(items)) => {
            items.iter().find_map(|value| problem(schema, item, value))
        }
        // A single value counts as a list of one.
        (Type::List(item) | Type::NonNullList(item), value) => problem(schema, item, value),
        (Type::Named(name) | Type::NonNullNamed(name), value) => of_named(schema, name, value),
    }
}

fn of_named(schema: &Schema, name: &Name, value: &Value) -> Option<String> {
    match (schema.types.get(name)?, value) {
        (ExtendedType::Enum(found), Value::Enum(value)) => {
            let is_known = found.values.contains_key(value);
            (!is_known).then(|| format!("`{name}` has no value `{value}`"))
        }
        (ExtendedType::InputObject(input), Value::Object(fields)) => object(schema, input, fields),
        (ExtendedType::Scalar(scalar), value) if fits(scalar.is_built_in(), name, value) => None,
        _ => Some(format!("`{}` is no `{name}`", value.serialize().no_indent())),
    }
}

/// Whether a value is one of a scalar; what the values of custom scalars are is not known here.
fn fits(is_built_in: bool, name: &str, value: &Value) -> bool {
    if !is_built_in {
        return true;
    }
    match name {
        "Int" => value.to_i32().is_some(),
        "Float" => value.to_f64().is_some(),
        "Boolean" => value.to_bool().is_some(),
        "ID" => matches!(value, Value::String(_) | Value::Int(_)),
        _ => matches!(value, Value::String(_)),
    }
}

fn object(
    schema: &Schema,
    input: &InputObjectType,
    given: &[(Name, Node<Value>)],
) -> Option<String> {
    let unknown = given.iter().find(|(name, _)| !input.fields.contains_key(name));
    if let Some((name, _)) = unknown {
        return Some(format!("`{}` has no field `{name}`", input.name));
    }
    let is_one = given.len() == 1 && !given[0].1.is_null();
    if input.directives.has("oneOf") && !is_one {
        return Some(format!("exactly one field of `{}` must be given", input.name));
    }
    of_fields(schema, &input.name, &input.fields, given)
}

fn of_fields(
    schema: &Schema,
    type_name: &Name,
    fields: &IndexMap<Name, Component<InputValueDefinition>>,
    given: &[(Name, Node<Value>)],
) -> Option<String> {
    fields.iter().find_map(|(name, field)| match given.iter().find(|(given, _)| given == name) {
        Some((_, value)) => problem(schema, &field.ty, value),
        None => field
            .is_required()
            .then(|| format!("the field `{name}` of `{type_name}` must be given")),
    })
}

/// Whether two values are the same, however they are written.
pub(crate) fn same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Int(_) | Value::Float(_), Value::Int(_) | Value::Float(_)) => {
            left == right || left.to_f64().is_some_and(|number| Some(number) == right.to_f64())
        }
        (Value::List(left), Value::List(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(one, other)| same(one, other))
        }
        (Value::Object(left), Value::Object(right)) => {
            let has = |(name, value): &(Name, Node<Value>)| {
                right.iter().any(|(other, found)| name == other && same(value, found))
            };
            left.len() == right.len() && left.iter().all(has)
        }
        _ => left == right,
    }
}

#[cfg(test)]
mod tests {
    use apollo_compiler::ast;

    use super::*;

    const SDL: &str = "
        type Query { a: Int }
        enum E { X Y }
        input I { required: Int! optional: [E!] = [X] nested: I }
        input One @oneOf { a: Int b: Int }
        scalar Anything
        directive @oneOf on INPUT_OBJECT
    ";

    fn problem_of(default: &str) -> Option<String> {
        let sdl = format!("{SDL} extend type Query {{ b(x: {default}): Int }}");
        let schema = Schema::parse(sdl, "").expect("it can be read");
        misfits(&schema).into_iter().map(|misfit| misfit.problem).next()
    }

    #[test]
    fn values_of_their_type() {
        for default in [
            "Int = 5",
            "Float = 5",
            "Float = 5.5",
            "ID = 5",
            "ID = \"5\"",
            "String = \"\"",
            "Boolean = true",
            "Int = null",
            "[Int] = 5",
            "[[Int!]!] = [[5], 6]",
            "E = X",
            "[E!] = [X, Y]",
            "Anything = { a: [1, X, \"s\"] }",
            "I = { required: 1 }",
            "I = { required: 1, optional: X, nested: { required: 2 } }",
            "One = { a: 1 }",
        ] {
            assert_eq!(problem_of(default), None, "{default}");
        }
    }

    #[test]
    fn values_that_are_not() {
        for (default, expected) in [
            ("Int = \"5\"", "`\"5\"` is no `Int`"),
            ("Int = 5000000000", "`5000000000` is no `Int`"),
            ("Int! = null", "null is no `Int!`"),
            ("Boolean = 1", "`1` is no `Boolean`"),
            ("String = X", "`X` is no `String`"),
            ("Int = [5]", "`[5]` is no `Int`"),
            ("[Int!] = [null]", "null is no `Int!`"),
            ("E = \"X\"", "`\"X\"` is no `E`"),
            ("E = Z", "`E` has no value `Z`"),
            ("I = 5", "`5` is no `I`"),
            ("I = {}", "the field `required` of `I` must be given"),
            ("I = { required: 1, more: 2 }", "`I` has no field `more`"),
            ("I = { required: 1, nested: {} }", "the field `required` of `I` must be given"),
            ("One = { a: 1, b: 2 }", "exactly one field of `One` must be given"),
            ("One = { a: null }", "exactly one field of `One` must be given"),
        ] {
            assert_eq!(problem_of(default).as_deref(), Some(expected), "{default}");
        }
    }

    #[test]
    fn values_are_the_same_however_they_are_written() {
        let value = |text: &str| {
            let sdl = format!("type Query {{ a(x: X = {text}): Int }}");
            let document = ast::Document::parse(sdl, "").expect("it can be read");
            let ast::Definition::ObjectTypeDefinition(query) = &document.definitions[0] else {
                panic!("a type");
            };
            query.fields[0].arguments[0].default_value.clone().expect("a value")
        };
        for (left, right) in [
            ("1", "1.0"),
            ("{ a: 1, b: [X] }", "{ b: [X], a: 1.0 }"),
            ("[1, 2]", "[1, 2]"),
            ("null", "null"),
        ] {
            assert!(same(&value(left), &value(right)), "{left} {right}");
        }
        for (left, right) in [
            ("1", "2"),
            ("1", "\"1\""),
            ("{ a: 1 }", "{ a: 1, b: 2 }"),
            ("[1, 2]", "[2, 1]"),
            ("X", "Y"),
        ] {
            assert!(!same(&value(left), &value(right)), "{left} {right}");
        }
    }
}
