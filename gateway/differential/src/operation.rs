//! Writes random queries and mutations on a schema: fields, aliases, arguments as literals and as variables,
//! fragments of both kinds, conditions. An operation is valid unless two of its selections conflict.

use apollo_compiler::{
    Schema,
    ast::{FieldDefinition, Type},
    schema::ExtendedType,
};
use serde_json::{Map, Value};

use crate::Choices;

/// How often a value or a condition is written as a variable: once in this many times.
const VARIABLES: usize = 5;

/// How many variables an operation with many conditions has for them, at most.
const CONDITIONS: usize = 8;

/// An operation and the variables that it is sent with.
#[derive(Debug, Clone, PartialEq)]
pub struct Operation {
    /// The document.
    pub document: String,
    /// The raw values of its variables.
    pub variables: Map<String, Value>,
}

/// Writes one operation.
pub struct OperationWriter<'a> {
    schema: &'a Schema,
    choices: Choices<'a>,
    /// What strings and ids are chosen from.
    texts: &'a [String],
    aliases: usize,
    definitions: Vec<String>,
    fragments: Vec<String>,
    values: Map<String, Value>,
    uses_yes: bool,
    uses_no: bool,
    /// Whether conditions are many, each with a variable of its own.
    many_conditions: bool,
}

impl<'a> OperationWriter<'a> {
    /// A writer for a schema; strings and ids are chosen from `texts`.
    #[must_use]
    pub fn new(schema: &'a Schema, texts: &'a [String], choices: Choices<'a>) -> Self {
        Self {
            schema,
            choices,
            texts,
            aliases: 0,
            definitions: Vec::new(),
            fragments: Vec::new(),
            values: Map::new(),
            uses_yes: false,
            uses_no: false,
            many_conditions: false,
        }
    }

    /// Writes a query whose selections nest `depth` levels at most.
    #[must_use]
    pub fn query(self, depth: usize) -> Operation {
        self.write("query", "Query", depth)
    }

    /// Writes a mutation; the schema must have some.
    #[must_use]
    pub fn mutation(self, depth: usize) -> Operation {
        self.write("mutation", "Mutation", depth)
    }

    fn write(mut self, keyword: &str, root: &str, depth: usize) -> Operation {
        self.many_conditions = self.choices.choose(3) == 2;
        let selections = self.selections(root, depth);
        for (name, value, used) in [("yes", true, self.uses_yes), ("no", false, self.uses_no)] {
            if used {
                self.definitions.push(format!("${name}: Boolean!"));
                self.values.insert(name.to_owned(), Value::Bool(value));
            }
        }
        let definitions = match self.definitions.join(" ") {
            none if none.is_empty() => none,
            some => format!("({some})"),
        };
        let fragments = self.fragments.concat();
        Operation {
            document: format!("{keyword}{definitions} {selections}{fragments}"),
            variables: self.values,
        }
    }

    fn selections(&mut self, type_name: &str, depth: usize) -> String {
        let mut text = String::from("{");
        for _ in 0..=self.choices.choose(4) {
            text += &self.selection(type_name, depth);
        }
        text + " }"
    }

    fn selection(&mut self, type_name: &str, depth: usize) -> String {
        let kind = self.choices.choose(10);
        if kind == 9 {
            let condition = self.condition();
            return format!(" __typename{condition}");
        }
        let fields = match self.schema.types.get(type_name) {
            Some(ExtendedType::Object(object)) => &object.fields,
            Some(ExtendedType::Interface(interface)) => &interface.fields,
            _ => return self.fragment(type_name, depth),
        };
        if kind >= 7 && depth > 0 {
            return self.fragment(type_name, depth);
        }
        let fields: Vec<&FieldDefinition> = fields
            .values()
            .map(|field| &***field)
            .filter(|field| depth > 0 || self.is_leaf(field.ty.inner_named_type()))
            .collect();
        if fields.is_empty() {
            return " __typename".to_owned();
        }
        let field = *self.choices.pick(&fields);
        self.field(field, depth)
    }

    fn is_leaf(&self, type_name: &str) -> bool {
        self.schema.types.get(type_name).is_some_and(ExtendedType::is_leaf)
    }

    fn field(&mut self, field: &FieldDefinition, depth: usize) -> String {
        let condition = self.condition();
        let mut arguments = String::new();
        for argument in &field.arguments {
            if argument.is_required() || self.choices.once_in(2) {
                arguments += &format!(" {}: {}", argument.name, self.argument(&argument.ty));
            }
        }
        // A field with arguments gets a name of its own: others of its name may have different ones.
        let has_own_name = !field.arguments.is_empty() || self.choices.once_in(4);
        let mut alias = String::new();
        if has_own_name {
            self.aliases += 1;
            alias = format!("a{}: ", self.aliases);
        }
        let arguments = if arguments.is_empty() { arguments } else { format!("({arguments})") };
        let inner = field.ty.inner_named_type();
        let selections = if self.is_leaf(inner) {
            String::new()
        } else {
            self.selections(inner, depth.saturating_sub(1))
        };
        format!(" {alias}{}{arguments}{condition} {selections}", field.name)
    }

    fn fragment(&mut self, type_name: &str, depth: usize) -> String {
        let schema = self.schema;
        let mut possible: Vec<&str> = schema
            .types
            .keys()
            .map(|name| name.as_str())
            .filter(|name| schema.is_subtype(type_name, name))
            .collect();
        possible.push(type_name);
        if depth == 0 {
            return " __typename".to_owned();
        }
        let condition = self.condition();
        let on = *self.choices.pick(&possible);
        let selections = self.selections(on, depth - 1);
        match self.choices.choose(3) {
            1 => {
                let number = self.fragments.len();
                self.fragments.push(format!(" fragment f{number} on {on} {selections}"));
                format!(" ...f{number}{condition}")
            }
            2 if on == type_name => format!(" ...{condition} {selections}"),
            _ => format!(" ... on {on}{condition} {selections}"),
        }
    }

    fn condition(&mut self) -> String {
        let chosen = self.choices.choose(16);
        if self.many_conditions {
            return match chosen {
                0..=7 => String::new(),
                8..=10 => format!(" @include(if: {})", self.deciding()),
                11..=13 => format!(" @skip(if: {})", self.deciding()),
                _ => format!(" @include(if: {}) @skip(if: {})", self.deciding(), self.deciding()),
            };
        }
        let condition = ["@include(if: true)", "@include(if: $yes)", "@skip(if: $no)"];
        let leaving_out = ["@skip(if: $yes) @include(if: $yes)", "@include(if: $no)"];
        let text = match chosen {
            10..=12 => condition[chosen - 10],
            13..=14 => leaving_out[chosen - 13],
            15 => "@skip(if: $no) @include(if: $yes)",
            _ => return String::new(),
        };
        self.uses_yes |= text.contains("$yes");
        self.uses_no |= text.contains("$no");
        format!(" {text}")
    }

    /// A variable that decides a condition. One may be null although it has a default.
    fn deciding(&mut self) -> String {
        let name = format!("c{}", self.choices.choose(CONDITIONS));
        if !self.values.contains_key(&name) {
            let value = match self.choices.choose(16) {
                15 => Value::Null,
                number => Value::Bool(number % 2 == 0),
            };
            let ty = if value.is_null() { "Boolean = true" } else { "Boolean!" };
            self.definitions.push(format!("${name}: {ty}"));
            self.values.insert(name.clone(), value);
        }
        format!("${name}")
    }

    fn argument(&mut self, ty: &Type) -> String {
        let value = self.value(ty, 2);
        self.print(ty, &value, true)
    }

    /// A value of a type, as JSON.
    fn value(&mut self, ty: &Type, depth: usize) -> Value {
        if !ty.is_non_null() && self.choices.once_in(8) {
            return Value::Null;
        }
        if ty.is_list() {
            let count = self.choices.choose(3);
            return (0..count).map(|_| self.value(ty.item_type(), depth)).collect();
        }
        let schema = self.schema;
        match schema.types.get(ty.inner_named_type()) {
            Some(ExtendedType::Enum(definition)) => {
                let values: Vec<&str> =
                    definition.values.keys().map(|name| name.as_str()).collect();
                Value::from(*self.choices.pick(&values))
            }
            Some(ExtendedType::InputObject(definition)) => {
                let mut fields = Map::new();
                for (name, field) in &definition.fields {
                    if field.is_required() || (depth > 0 && self.choices.once_in(2)) {
                        let value = self.value(&field.ty, depth.saturating_sub(1));
                        fields.insert(name.to_string(), value);
                    }
                }
                Value::Object(fields)
            }
            _ => self.scalar(ty.inner_named_type()),
        }
    }

    fn scalar(&mut self, type_name: &str) -> Value {
        match type_name {
            "Int" => Value::from(self.choices.choose(50)),
            "Float" => Value::from(self.choices.choose(50) as f64 / 4.0),
            "Boolean" => Value::from(self.choices.once_in(2)),
            _ if self.texts.is_empty() => Value::from("text"),
            _ => {
                let texts = self.texts;
                Value::from(self.choices.pick(texts).as_str())
            }
        }
    }

    /// A value as it stands in a document, parts of it as variables where that is allowed.
    fn print(&mut self, ty: &Type, value: &Value, variables: bool) -> String {
        if variables && self.choices.once_in(VARIABLES) {
            return self.variable(ty, value);
        }
        match value {
            Value::Array(items) if items.len() == 1 && self.choices.once_in(4) => {
                match &items[0] {
                    // A null would be the list.
                    Value::Null => "[null]".to_owned(),
                    item => self.print(ty.item_type(), item, false),
                }
            }
            Value::Array(items) => {
                let items: Vec<String> =
                    items.iter().map(|item| self.print(ty.item_type(), item, variables)).collect();
                format!("[{}]", items.join(", "))
            }
            Value::Object(fields) => self.print_object(ty.inner_named_type(), fields, variables),
            Value::String(text) if self.is_enum(ty.inner_named_type()) => text.clone(),
            other => other.to_string(),
        }
    }

    fn is_enum(&self, type_name: &str) -> bool {
        matches!(self.schema.types.get(type_name), Some(ExtendedType::Enum(_)))
    }

    fn print_object(
        &mut self,
        type_name: &str,
        fields: &Map<String, Value>,
        variables: bool,
    ) -> String {
        let schema = self.schema;
        let Some(ExtendedType::InputObject(definition)) = schema.types.get(type_name) else {
            return "{}".to_owned();
        };
        let mut text = String::from("{");
        for (name, value) in fields {
            if let Some(field) = definition.fields.get(name.as_str()) {
                text += &format!(" {name}: {}", self.print(&field.ty, value, variables));
            }
        }
        text + " }"
    }

    /// A new variable of a type; that of a null has no value at all now and then.
    fn variable(&mut self, ty: &Type, value: &Value) -> String {
        let name = format!("v{}", self.definitions.len());
        let mut definition = format!("${name}: {ty}");
        let may_be_absent = value.is_null();
        if self.choices.once_in(3) {
            let default = self.value(&ty.clone().non_null(), 1);
            definition += &format!(" = {}", self.print(ty, &default, false));
        }
        self.definitions.push(definition);
        if !(may_be_absent && self.choices.once_in(2)) {
            self.values.insert(name.clone(), value.clone());
        }
        format!("${name}")
    }
}
