//! Executes an operation by the letter of the GraphQL specification, one field after another. Slow
//! and plain on purpose: it is what other ways of answering are compared with.

mod arguments;

use apollo_compiler::{
    ExecutableDocument, Schema,
    ast::{self, Type},
    executable::{DirectiveList, Field, Selection, SelectionSet},
    validation::Valid,
};
use serde_json::{Map, Value};

pub use arguments::coerce;

/// Gives the values of fields.
pub trait Resolver {
    /// What fields are asked of.
    type Object;

    /// The name of an object's type.
    fn type_name<'a>(&self, object: &'a Self::Object) -> &'a str;

    /// The value of a field.
    ///
    /// # Errors
    /// The message of the field's error.
    fn field(
        &self,
        object: &Self::Object,
        name: &str,
        arguments: &Map<String, Value>,
    ) -> Result<Resolved<Self::Object>, String>;
}

/// The value of a field before its selections are looked at.
#[derive(Debug, Clone)]
pub enum Resolved<O> {
    /// No value.
    Null,
    /// A value as it stands in the answer.
    Leaf(Value),
    /// An object.
    Object(O),
    /// A list.
    List(Vec<Resolved<O>>),
}

/// An answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// `data`.
    pub data: Value,
    /// The path and the message of each error.
    pub errors: Vec<(Vec<Value>, String)>,
}

impl Answer {
    /// The answer as a server sends it.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let mut answer = Map::new();
        answer.insert("data".to_owned(), self.data.clone());
        if !self.errors.is_empty() {
            let errors = self.errors.iter().map(|(path, message)| {
                Value::from_iter([
                    ("message", Value::from(message.as_str())),
                    ("path", path.clone().into()),
                ])
            });
            answer.insert("errors".to_owned(), errors.collect());
        }
        Value::Object(answer)
    }
}

/// Executes the only operation of a document from the root object on. One field after another, as a
/// mutation is to be.
///
/// # Panics
/// When the document has not one operation.
pub fn execute<R: Resolver>(
    schema: &Valid<Schema>,
    document: &Valid<ExecutableDocument>,
    variables: &Map<String, Value>,
    resolver: &R,
    root: &R::Object,
) -> Answer {
    let operation = document.operations.get(None).expect("the document has one operation");
    let variables = arguments::variables(schema, operation, variables);
    let mut execution =
        Execution { schema, document, variables, resolver, path: Vec::new(), errors: Vec::new() };
    let data = execution.object(root, &[&operation.selection_set]).unwrap_or(Value::Null);
    Answer { data, errors: execution.errors }
}

struct Execution<'a, R> {
    schema: &'a Valid<Schema>,
    document: &'a Valid<ExecutableDocument>,
    variables: Map<String, Value>,
    resolver: &'a R,
    path: Vec<Value>,
    errors: Vec<(Vec<Value>, String)>,
}

/// A null where none may be: the next one above that may be null becomes it.
struct Nulled;

/// The fields of one response key, in the order in which the keys are met first.
type Grouped<'d> = Vec<(&'d str, Vec<&'d Field>)>;

impl<'a, R: Resolver> Execution<'a, R> {
    fn object(
        &mut self,
        object: &R::Object,
        selections: &[&'a SelectionSet],
    ) -> Result<Value, Nulled> {
        let resolver = self.resolver;
        let type_name = resolver.type_name(object);
        let mut grouped = Grouped::new();
        for selection in selections {
            if let Err(message) = self.collect(type_name, selection, &mut grouped) {
                self.errors.push((self.path.clone(), message));
                return Err(Nulled);
            }
        }
        let mut fields = Map::new();
        for (key, group) in grouped {
            self.path.push(Value::from(key));
            let value = self.field(object, type_name, &group);
            self.path.pop();
            fields.insert(key.to_owned(), value?);
        }
        Ok(Value::Object(fields))
    }

    fn collect(
        &self,
        type_name: &str,
        set: &'a SelectionSet,
        grouped: &mut Grouped<'a>,
    ) -> Result<(), String> {
        for selection in &set.selections {
            if !self.includes(selection.directives())? {
                continue;
            }
            match selection {
                Selection::Field(field) => {
                    let key = field.response_key().as_str();
                    match grouped.iter_mut().find(|(known, _)| *known == key) {
                        Some((_, group)) => group.push(field),
                        None => grouped.push((key, vec![field])),
                    }
                }
                Selection::InlineFragment(fragment) => {
                    let on = fragment.type_condition.as_ref();
                    if on.is_none_or(|on| self.is_of(type_name, on)) {
                        self.collect(type_name, &fragment.selection_set, grouped)?;
                    }
                }
                Selection::FragmentSpread(spread) => {
                    let fragment = &self.document.fragments[&spread.fragment_name];
                    if self.is_of(type_name, fragment.type_condition()) {
                        self.collect(type_name, &fragment.selection_set, grouped)?;
                    }
                }
            }
        }
        Ok(())
    }

    fn is_of(&self, type_name: &str, condition: &str) -> bool {
        type_name == condition || self.schema.is_subtype(condition, type_name)
    }

    /// Whether a selection is collected. Null decides nothing: the object fails.
    fn includes(&self, directives: &DirectiveList) -> Result<bool, String> {
        for (name, leaves_out) in [("skip", true), ("include", false)] {
            let argument =
                directives.get(name).and_then(|one| one.specified_argument_by_name("if"));
            let Some(argument) = argument else { continue };
            let value = match &**argument {
                ast::Value::Variable(name) => match self.variables.get(name.as_str()) {
                    Some(Value::Null) => return Err(format!("null for the condition ${name}")),
                    value => value.and_then(Value::as_bool),
                },
                value => value.to_bool(),
            };
            if value == Some(leaves_out) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn field(
        &mut self,
        object: &R::Object,
        type_name: &str,
        group: &[&'a Field],
    ) -> Result<Value, Nulled> {
        let field = group[0];
        if field.name == "__typename" {
            return Ok(Value::from(type_name));
        }
        // An interface's field may have another type than that of the object.
        let ty = match self.schema.type_field(type_name, &field.name) {
            Ok(definition) => &definition.ty,
            Err(_) => &field.definition.ty,
        };
        let arguments = arguments::arguments(self.schema, field, &self.variables);
        match self.resolver.field(object, &field.name, &arguments) {
            Ok(resolved) => self.complete(ty, resolved, group),
            Err(message) => {
                self.errors.push((self.path.clone(), message));
                self.null(ty)
            }
        }
    }

    /// A null of a type, for which there is an error.
    fn null(&self, ty: &Type) -> Result<Value, Nulled> {
        if ty.is_non_null() { Err(Nulled) } else { Ok(Value::Null) }
    }

    fn complete(
        &mut self,
        ty: &'a Type,
        resolved: Resolved<R::Object>,
        group: &[&'a Field],
    ) -> Result<Value, Nulled> {
        let completed = match resolved {
            Resolved::Null if ty.is_non_null() => {
                let message = format!("null for the type {ty}");
                self.errors.push((self.path.clone(), message));
                return Err(Nulled);
            }
            Resolved::Null => return Ok(Value::Null),
            Resolved::Leaf(value) => Ok(value),
            Resolved::Object(object) => {
                let selections: Vec<_> = group.iter().map(|field| &field.selection_set).collect();
                self.object(&object, &selections)
            }
            Resolved::List(items) => self.list(ty.item_type(), items, group),
        };
        completed.or_else(|_: Nulled| self.null(ty))
    }

    fn list(
        &mut self,
        item: &'a Type,
        items: Vec<Resolved<R::Object>>,
        group: &[&'a Field],
    ) -> Result<Value, Nulled> {
        let mut completed = Vec::with_capacity(items.len());
        for (index, resolved) in items.into_iter().enumerate() {
            self.path.push(Value::from(index));
            let value = self.complete(item, resolved, group);
            self.path.pop();
            completed.push(value?);
        }
        Ok(Value::Array(completed))
    }
}
