//! Variables of a request, coerced by the specification: defaults filled in, single values wrapped
//! into lists, ids made text, everything else refused with the name and the place of the value.

use apollo_compiler::{
    Name, Schema,
    ast::{self, Type, VariableDefinition},
    executable::Operation,
    parser::SourceMap,
    schema::{ExtendedType, InputObjectType},
    validation::Valid,
};
use contract::ErrorCode;
use serde_json::{Map, Value};

use crate::{PreparedOperation, RequestError};

/// Values of variables by name, without `$`.
pub type Variables = Map<String, Value>;

/// Coerces raw values to the types that the operation declares. Values of other names are left out.
///
/// # Errors
/// One error with [`ErrorCode::VariablesInvalid`] for each variable that does not fit.
pub fn coerce(
    schema: &Valid<Schema>,
    prepared: &PreparedOperation,
    raw: &Variables,
) -> Result<Variables, Vec<RequestError>> {
    coerce_for(schema, &prepared.operation, &prepared.document.sources, raw)
}

/// As [`coerce`], for an operation without its document.
///
/// # Errors
/// As [`coerce`].
pub fn coerce_for(
    schema: &Valid<Schema>,
    operation: &Operation,
    sources: &SourceMap,
    raw: &Variables,
) -> Result<Variables, Vec<RequestError>> {
    let mut coerced = Variables::new();
    let mut errors = Vec::new();
    for variable in &operation.variables {
        match coerce_variable(schema, variable, raw.get(variable.name.as_str())) {
            Ok(Some(value)) => {
                coerced.insert(variable.name.to_string(), value);
            }
            Ok(None) => {}
            Err(message) => {
                let error = RequestError::new(ErrorCode::VariablesInvalid, message);
                errors.push(error.at(variable.location(), sources));
            }
        }
    }
    if errors.is_empty() { Ok(coerced) } else { Err(errors) }
}

fn coerce_variable(
    schema: &Schema,
    variable: &VariableDefinition,
    raw: Option<&Value>,
) -> Result<Option<Value>, String> {
    let name = &variable.name;
    if let Some(raw) = raw {
        let coercion = Coercion { schema };
        return coercion
            .value(&variable.ty, raw)
            .map(Some)
            .map_err(|misfit| format!("the variable ${name}{misfit}"));
    }
    match &variable.default_value {
        Some(default) => Coercion { schema }
            .literal(&variable.ty, default)
            .map(Some)
            .map_err(|misfit| format!("the default of the variable ${name}{misfit}")),
        None if variable.ty.is_non_null() => {
            Err(format!("the variable ${name} is required: its type is {}", variable.ty))
        }
        None => Ok(None),
    }
}

/// A literal without variables as JSON, coerced to a type.
///
/// # Errors
/// What does not fit, as the end of a sentence that begins with the name of the value.
pub fn literal_to_json(schema: &Schema, ty: &Type, literal: &ast::Value) -> Result<Value, String> {
    Coercion { schema }.literal(ty, literal).map_err(|misfit| misfit.to_string())
}

/// Where in a value something does not fit, and why. It prints as `.field[3] must be …`.
#[derive(Debug)]
struct Misfit {
    path: Vec<String>,
    problem: String,
}

impl Misfit {
    fn new(problem: impl Into<String>) -> Self {
        Self { path: Vec::new(), problem: problem.into() }
    }

    fn under(mut self, segment: String) -> Self {
        self.path.push(segment);
        self
    }
}

impl std::fmt::Display for Misfit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for segment in self.path.iter().rev() {
            f.write_str(segment)?;
        }
        write!(f, " {}", self.problem)
    }
}

struct Coercion<'a> {
    schema: &'a Schema,
}

impl Coercion<'_> {
    fn value(&self, ty: &Type, raw: &Value) -> Result<Value, Misfit> {
        if raw.is_null() {
            if ty.is_non_null() {
                return Err(Misfit::new(format!("must not be null: its type is {ty}")));
            }
            return Ok(Value::Null);
        }
        match ty {
            Type::List(item) | Type::NonNullList(item) => self.list(item, raw),
            Type::Named(name) | Type::NonNullNamed(name) => self.named(name, raw),
        }
    }

    fn list(&self, item: &Type, raw: &Value) -> Result<Value, Misfit> {
        let Value::Array(items) = raw else {
            return Ok(Value::Array(vec![self.value(item, raw)?]));
        };
        let coerced = items.iter().enumerate().map(|(index, value)| {
            self.value(item, value).map_err(|misfit| misfit.under(format!("[{index}]")))
        });
        coerced.collect::<Result<_, _>>().map(Value::Array)
    }

    fn named(&self, name: &Name, raw: &Value) -> Result<Value, Misfit> {
        match self.schema.types.get(name) {
            Some(ExtendedType::Scalar(_)) => scalar(name, raw),
            Some(ExtendedType::Enum(definition)) => match raw.as_str() {
                Some(text) if definition.values.contains_key(text) => Ok(raw.clone()),
                _ => Err(Misfit::new(format!(
                    "must be one of {}, not {}",
                    definition.values.keys().map(Name::as_str).collect::<Vec<_>>().join(", "),
                    shortened(raw)
                ))),
            },
            Some(ExtendedType::InputObject(definition)) => match raw {
                Value::Object(fields) => self.object(definition, fields),
                _ => Err(Misfit::new(format!("must be an object of type {name}"))),
            },
            _ => Err(Misfit::new(format!("has the type {name}, which is not an input type"))),
        }
    }

    fn object(
        &self,
        definition: &InputObjectType,
        raw: &Map<String, Value>,
    ) -> Result<Value, Misfit> {
        if let Some(unknown) = raw.keys().find(|key| !definition.fields.contains_key(key.as_str()))
        {
            let problem = format!("has no field `{unknown}`: its type is {}", definition.name);
            return Err(Misfit::new(problem));
        }
        let mut coerced = Map::new();
        for (name, field) in &definition.fields {
            let under = |misfit: Misfit| misfit.under(format!(".{name}"));
            let value = match (raw.get(name.as_str()), &field.default_value) {
                (Some(value), _) => self.value(&field.ty, value).map_err(under)?,
                (None, Some(default)) => self.literal(&field.ty, default).map_err(under)?,
                (None, None) if field.ty.is_non_null() => {
                    return Err(under(Misfit::new("is required")));
                }
                (None, None) => continue,
            };
            coerced.insert(name.to_string(), value);
        }
        if definition.directives.has("oneOf") {
            exactly_one(&coerced)?;
        }
        Ok(Value::Object(coerced))
    }

    fn literal(&self, ty: &Type, literal: &ast::Value) -> Result<Value, Misfit> {
        self.value(ty, &plain(literal)?)
    }
}

fn exactly_one(fields: &Map<String, Value>) -> Result<(), Misfit> {
    match fields.values().next() {
        Some(value) if fields.len() == 1 && !value.is_null() => Ok(()),
        _ => Err(Misfit::new("must have exactly one field, which must not be null")),
    }
}

fn scalar(name: &str, raw: &Value) -> Result<Value, Misfit> {
    let coerced = match name {
        "Int" => int(raw),
        "Float" => raw.is_number().then(|| raw.clone()),
        "String" => raw.is_string().then(|| raw.clone()),
        "Boolean" => raw.is_boolean().then(|| raw.clone()),
        "ID" => match raw {
            Value::String(_) => Some(raw.clone()),
            Value::Number(number) if !number.is_f64() => Some(Value::String(number.to_string())),
            _ => None,
        },
        _ => Some(raw.clone()),
    };
    coerced.ok_or_else(|| {
        let of = if name == "Int" { "Int (an integer of 32 bits)" } else { name };
        Misfit::new(format!("must be of type {of}, not {}", shortened(raw)))
    })
}

/// `3` and `3.0` are the same number in JSON.
fn int(raw: &Value) -> Option<Value> {
    let number = match raw.as_i64() {
        Some(number) => number,
        None => raw.as_f64().filter(|number| number.fract() == 0.0 && number.abs() < 1e10)? as i64,
    };
    i32::try_from(number).ok().map(Value::from)
}

/// A literal as JSON, before types are looked at.
fn plain(literal: &ast::Value) -> Result<Value, Misfit> {
    Ok(match literal {
        ast::Value::Null => Value::Null,
        ast::Value::Boolean(value) => Value::Bool(*value),
        ast::Value::String(text) => Value::String(text.clone()),
        ast::Value::Enum(name) => Value::String(name.to_string()),
        ast::Value::Int(number) => json_number(number.as_str())?,
        ast::Value::Float(number) => json_number(number.as_str())?,
        ast::Value::List(items) => {
            Value::Array(items.iter().map(|item| plain(item)).collect::<Result<_, _>>()?)
        }
        ast::Value::Object(fields) => Value::Object(
            fields
                .iter()
                .map(|(name, value)| Ok((name.to_string(), plain(value)?)))
                .collect::<Result<_, Misfit>>()?,
        ),
        ast::Value::Variable(name) => {
            return Err(Misfit::new(format!("must not refer to the variable ${name}")));
        }
    })
}

fn json_number(text: &str) -> Result<Value, Misfit> {
    serde_json::from_str(text)
        .map_err(|_| Misfit::new(format!("has the number {text}, which is too large")))
}

/// A value for a message: clients may send megabytes.
fn shortened(value: &Value) -> String {
    const LENGTH: usize = 60;
    let text = value.to_string();
    match text.char_indices().nth(LENGTH) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::{PrepareSettings, prepare};

    const SCHEMA: &str = "
        directive @oneOf on INPUT_OBJECT
        scalar Date
        enum Color { RED GREEN }
        input Filter { name: String! ids: [ID!] first: Int = 7 inner: Filter }
        input Either @oneOf { a: Int b: String }
        type Query { q(i: Int f: Float s: String b: Boolean id: ID c: Color l: [[Int]] d: Date filter: Filter either: Either): Int }
    ";

    fn run(definitions: &str, raw: Value) -> Result<Value, Vec<String>> {
        let schema = Schema::parse_and_validate(SCHEMA, "schema.graphql").expect("a valid schema");
        // Every variable is used once, as validation demands.
        let uses: String = definitions
            .split('$')
            .skip(1)
            .filter_map(|part| part.split_once(':'))
            .enumerate()
            .map(|(n, (name, _))| format!(" u{n}: q({name}: ${name})"))
            .collect();
        let document = format!("query({definitions}) {{{uses} }}");
        let prepared = prepare(&schema, &PrepareSettings::default(), &document, None)
            .map_err(|errors| errors.into_iter().map(|e| e.message).collect::<Vec<_>>())?;
        let raw = raw.as_object().cloned().unwrap_or_default();
        coerce(&schema, &prepared, &raw).map(Value::Object).map_err(|errors| {
            assert!(errors.iter().all(|e| e.code == ErrorCode::VariablesInvalid));
            assert!(errors.iter().all(|e| e.locations.len() == 1));
            errors.into_iter().map(|error| error.message).collect()
        })
    }

    #[test]
    fn values_are_coerced_by_the_specification() {
        let coerced = run(
            "$i: Int, $f: Float, $id: ID, $l: [[Int]], $c: Color, $d: Date, $filter: Filter, $s: String",
            json!({"i": 3.0, "f": 1, "id": 5, "l": [1, null, [2]], "c": "RED", "d": {"y": 1}, "filter": {"name": "n", "ids": "x"}, "other": 1}),
        );
        assert_eq!(
            coerced,
            Ok(
                json!({"i": 3, "f": 1, "id": "5", "l": [[1], null, [2]], "c": "RED", "d": {"y": 1}, "filter": {"name": "n", "ids": ["x"], "first": 7}})
            )
        );
    }

    #[test]
    fn absent_is_not_null_and_defaults_fill_in() {
        assert_eq!(
            run("$i: Int, $s: String = \"x\", $b: Boolean", json!({"b": null})),
            Ok(json!({"s": "x", "b": null}))
        );
        assert_eq!(run("$s: String = \"x\"", json!({"s": null})), Ok(json!({"s": null})));
    }

    #[test]
    fn each_misfit_names_the_variable_and_the_place() {
        let misfits = run(
            "$i: Int!, $f: Float, $s: String, $id: ID, $c: Color, $l: [[Int]], $filter: Filter!, $either: Either, $b: Boolean!",
            json!({"i": 2_147_483_648_i64, "f": "1", "s": 1, "id": 1.5, "c": "BLUE", "l": [[1], ["x"]],
                "filter": {"name": "n", "inner": {"ids": [null]}}, "either": {"a": 1, "b": "x"}}),
        )
        .expect_err("nothing fits");
        insta::assert_snapshot!(misfits.join("\n"), @r#"
        the variable $i must be of type Int (an integer of 32 bits), not 2147483648
        the variable $f must be of type Float, not "1"
        the variable $s must be of type String, not 1
        the variable $id must be of type ID, not 1.5
        the variable $c must be one of RED, GREEN, not "BLUE"
        the variable $l[1][0] must be of type Int (an integer of 32 bits), not "x"
        the variable $filter.inner.name is required
        the variable $either must have exactly one field, which must not be null
        the variable $b is required: its type is Boolean!
        "#);
    }

    #[test]
    fn input_objects_are_complete_and_have_no_other_fields() {
        let message =
            |raw| run("$filter: Filter", json!({"filter": raw})).expect_err("misfit").join("");
        insta::assert_snapshot!(message(json!({})), @"the variable $filter.name is required");
        insta::assert_snapshot!(message(json!({"name": "n", "nope": 1})), @"the variable $filter has no field `nope`: its type is Filter");
        insta::assert_snapshot!(message(json!([])), @"the variable $filter must be an object of type Filter");
        insta::assert_snapshot!(message(json!({"name": "x".repeat(9), "ids": ["é".repeat(100), [1]]})), @"the variable $filter.ids[1] must be of type ID, not [1]");
    }

    #[test]
    fn exactly_one_field_of_a_one_of() {
        assert!(run("$either: Either", json!({"either": {"a": 1}})).is_ok());
        assert!(run("$either: Either", json!({"either": {}})).is_err());
        assert!(run("$either: Either", json!({"either": {"a": null}})).is_err());
    }

    proptest! {
        /// What was coerced once stays as it is.
        #[test]
        fn coercion_is_idempotent(i in any::<i32>(), id in any::<u32>(), items in proptest::collection::vec(any::<Option<i32>>(), 0..4)) {
            let definitions = "$i: Int, $id: ID, $l: [[Int]]";
            let once = run(definitions, json!({"i": i, "id": id, "l": items})).expect("fits");
            prop_assert_eq!(run(definitions, once.clone()), Ok(once));
        }
    }
}
