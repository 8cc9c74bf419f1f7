//! Executes operations on the rows of a subgraph.

use apollo_compiler::{
    ExecutableDocument, Schema,
    ast::{self, Type},
    resolvers::{Execution, FieldError, ObjectValue, ResolveInfo, ResolvedValue},
    response::{JsonMap, JsonValue},
    validation::Valid,
};
use serde_json::{Value, json};

use super::subgraph::Subgraph;

const FEDERATION: &str = r#"
scalar _Any
directive @key(fields: String!, resolvable: Boolean = true) repeatable on OBJECT | INTERFACE
directive @external on FIELD_DEFINITION | OBJECT
directive @requires(fields: String!) on FIELD_DEFINITION
directive @provides(fields: String!) on FIELD_DEFINITION
directive @override(from: String!, label: String) on FIELD_DEFINITION
directive @shareable repeatable on OBJECT | FIELD_DEFINITION
directive @interfaceObject on OBJECT
directive @inaccessible on FIELD_DEFINITION | OBJECT | INTERFACE | UNION | ARGUMENT_DEFINITION | SCALAR | ENUM | ENUM_VALUE | INPUT_OBJECT | INPUT_FIELD_DEFINITION
directive @oneOf on INPUT_OBJECT
directive @extends on OBJECT | INTERFACE
"#;

/// A subgraph's schema and rows.
pub struct Graph {
    schema: Valid<Schema>,
    subgraph: Subgraph,
}

impl Graph {
    pub fn new(subgraph: Subgraph) -> Self {
        // A subgraph of Federation 1 extends types that others define; here they are its own.
        let own = subgraph.sdl.replace("extend type", "type");
        let entities = entities(&own);
        let mut text = format!("{FEDERATION}{own}\n");
        if !entities.is_empty() {
            let query = if own.contains("type Query") { "extend type Query" } else { "type Query" };
            let call = "_entities(representations: [_Any!]!): [_Entity]!";
            text.push_str(&format!("union _Entity = {}\n", entities.join(" | ")));
            text.push_str(&format!("{query} {{ {call} }}\n"));
        }
        let schema = Schema::parse_and_validate(text, subgraph.name)
            .unwrap_or_else(|error| panic!("{}: {error}", subgraph.name));
        Self { schema, subgraph }
    }

    /// The answer to an operation.
    pub fn execute(&self, query: &str, variables: &Value) -> Value {
        let document =
            match ExecutableDocument::parse_and_validate(&self.schema, query, "operation") {
                Ok(document) => document,
                Err(error) => return json!({ "errors": [{ "message": error.to_string() }] }),
            };
        let operation = document.operations.get(None).expect("one operation");
        let variables = match JsonValue::from(variables.clone()) {
            JsonValue::Object(variables) => variables,
            _ => JsonMap::new(),
        };
        let root_type = operation.object_type().to_string();
        let root = Object { graph: self, type_name: root_type, value: self.subgraph.root.clone() };
        let execution = Execution::new(&self.schema, &document)
            .operation(operation)
            .raw_variable_values(&variables);
        match execution.execute_sync(&root) {
            Ok(response) => with_codes(serde_json::to_value(response).expect("JSON")),
            Err(error) => json!({ "errors": [{ "message": error.message().to_string() }] }),
        }
    }

    /// The row of an object of which some values are known.
    fn row(&self, type_name: &str, known: &Value) -> Option<&Value> {
        let rows = self.subgraph.rows.iter();
        let rows = rows.flat_map(|(name, rows)| rows.iter().map(move |row| (*name, row)));
        let is_of = |name: &str, row: &Value| name == type_name || row["__typename"] == type_name;
        rows.filter(|(name, row)| is_of(name, row))
            .map(|(_, row)| row)
            .find(|row| agree(row, known) == Some(true))
    }

    fn entity(&self, representation: &Value) -> Value {
        let type_name = representation["__typename"].as_str().expect("a representation has a type");
        let Some(row) = self.row(type_name, representation) else { return Value::Null };
        let mut entity = merged(representation, row);
        if entity.get("__typename").is_none() {
            entity["__typename"] = json!(type_name);
        }
        entity
    }

    fn value(&self, object: &Object<'_>, info: &ResolveInfo<'_>) -> Result<Value, String> {
        let field = info.field_name();
        let arguments = serde_json::to_value(info.arguments()).expect("JSON");
        let Value::Object(arguments) = arguments else { unreachable!("arguments are an object") };
        if field == "_entities" {
            let representations = arguments["representations"].as_array().expect("a list");
            return Ok(representations.iter().map(|one| self.entity(one)).collect());
        }
        let coordinate = format!("{}.{field}", object.type_name);
        if let Some(resolve) = self.subgraph.resolvers.get(coordinate.as_str()) {
            return resolve(&object.value, &arguments);
        }
        let value = object.value.get(field).cloned();
        value.ok_or_else(|| format!("`{}` does not know `{coordinate}`", self.subgraph.name))
    }

    fn resolved<'a>(&'a self, ty: &Type, value: Value) -> ResolvedValue<'a> {
        let is_composite = self
            .schema
            .types
            .get(ty.inner_named_type())
            .is_some_and(|ty| ty.is_object() || ty.is_interface() || ty.is_union());
        match value {
            Value::Array(items) if ty.is_list() => {
                let of = ty.item_type();
                let items: Vec<_> =
                    items.into_iter().map(|item| Ok(self.resolved(of, item))).collect();
                ResolvedValue::List(Box::new(items.into_iter()))
            }
            Value::Object(_) if is_composite => {
                let told = value.get("__typename").and_then(Value::as_str);
                let type_name = told.unwrap_or(ty.inner_named_type()).to_owned();
                let value = match self.row(&type_name, &value) {
                    Some(row) => merged(&value, row),
                    None => value,
                };
                ResolvedValue::object(Object { graph: self, type_name, value })
            }
            other => ResolvedValue::leaf(JsonValue::from(other)),
        }
    }
}

struct Object<'g> {
    graph: &'g Graph,
    type_name: String,
    value: Value,
}

impl ObjectValue for Object<'_> {
    fn type_name(&self) -> &str {
        &self.type_name
    }

    fn resolve_field<'a>(
        &'a self,
        info: &'a ResolveInfo<'a>,
    ) -> Result<ResolvedValue<'a>, FieldError> {
        let value = self.graph.value(self, info).map_err(|message| FieldError { message })?;
        Ok(self.graph.resolved(&info.field_definition().ty, value))
    }
}

/// The types that can be entities: objects with a key.
fn entities(sdl: &str) -> Vec<String> {
    let document = ast::Document::parse(sdl, "subgraph").unwrap_or_else(|error| panic!("{error}"));
    let definitions = document.definitions.iter();
    let names = definitions.filter_map(|definition| match definition {
        ast::Definition::ObjectTypeDefinition(object) if object.directives.has("key") => {
            Some(object.name.to_string())
        }
        _ => None,
    });
    names.collect()
}

/// Whether a row has the values that both name; `None` when they name none in common.
fn agree(row: &Value, known: &Value) -> Option<bool> {
    let (Value::Object(row), Value::Object(known)) = (row, known) else {
        return Some(row == known);
    };
    let shared = known.iter().filter(|(name, _)| *name != "__typename");
    let shared = shared.filter_map(|(name, value)| agree(row.get(name)?, value));
    shared.reduce(|all, one| all && one)
}

/// An object with what its row adds.
fn merged(object: &Value, row: &Value) -> Value {
    let (Value::Object(object), Value::Object(row)) = (object, row) else { return row.clone() };
    let mut all = object.clone();
    for (name, value) in row {
        let value = all.get(name).map_or_else(|| value.clone(), |known| merged(known, value));
        all.insert(name.clone(), value);
    }
    Value::Object(all)
}

/// Gives the errors whose messages begin with a code, `CODE: text`, the code.
fn with_codes(mut response: Value) -> Value {
    for error in response["errors"].as_array_mut().into_iter().flatten() {
        let message = error["message"].as_str().unwrap_or_default();
        let message = message.trim_start_matches("resolver error: ").to_owned();
        let code = message.split_once(": ").filter(|(code, _)| {
            code.bytes()
                .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
        });
        if let Some((code, text)) = code {
            error["message"] = json!(text);
            error["extensions"] = json!({ "code": code, "inside": "kept" });
        }
    }
    response
}
