//! Variables of a request, coerced by the specification: defaults filled in, single values wrapped
//! into lists, ids made text, everything else refused with the name and the place of the value.

mod conditions;
mod nulls;

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

use crate::{PreparedOperation, RequestError, parse::MAX_ERRORS};

pub use conditions::{condition, refusal_within, undecided};
pub use nulls::{Nullable, Nulls, refusal, source_refusal};

/// Values of variables by name, without `$`.
pub type Variables = Map<String, Value>;

/// Coerces raw values to the types that the operation declares. Values of other names are left out.
///
/// # Errors
/// One error with [`ErrorCode::VariablesInvalid`] for each variable that does not fit, for the
/// first of them when they are many.
pub fn coerce(
    schema: &Valid<Schema>,
    prepared: &PreparedOperation,
    raw: &Variables,
) -> Result<Variables, Vec<RequestError>> {
    let coerced = coerce_for(schema, &prepared.operation, &prepared.document.sources, raw)?;
    let deciding = prepared.operation.variables.iter().filter(|variable| {
        let is_null = coerced.get(variable.name.as_str()).is_some_and(Value::is_null);
        // Null in others fails fields, which the plan knows.
        is_null
            && conditions::decides(prepared, &variable.name)
            && !Nullable::of(schema, prepared).has(&variable.name)
    });
    let errors: Vec<RequestError> = deciding
        .map(|variable| {
            let message = undecided(&variable.name);
            let error = RequestError::new(ErrorCode::VariablesInvalid, message);
            error.at(variable.location(), &prepared.document.sources)
        })
        .collect();
    if errors.is_empty() { Ok(coerced) } else { Err(errors) }
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
                if errors.len() >= MAX_ERRORS {
                    break;
                }
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
mod tests;
