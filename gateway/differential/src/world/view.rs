//! A world as one subgraph serves it, or as a monolith serves the whole.

use std::sync::{Mutex, PoisonError};

use serde_json::{Map, Value};

use super::{Field, ObjectKind, ObjectType, ROWS, Source, World};
use crate::{Resolved, Resolver};

/// What was asked of a subgraph that nobody may ask of it.
#[derive(Debug, Default)]
pub struct Complaints(Mutex<Vec<String>>);

impl Complaints {
    /// Adds one.
    pub fn add(&self, complaint: String) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(complaint);
    }

    /// Takes all.
    #[must_use]
    pub fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// What fields are asked of.
#[derive(Debug, Clone)]
pub struct Object {
    type_name: String,
    /// Says which object it is, wherever it is met.
    pub(super) key: String,
    /// The row of an entity.
    row: Option<usize>,
    /// What a representation told of other subgraphs' fields.
    given: Map<String, Value>,
    /// The field of other subgraphs that is known here because of the way that led here.
    provided: Option<String>,
}

impl Object {
    /// The root.
    #[must_use]
    pub fn root() -> Self {
        Self::value("Query", "Query")
    }

    pub(super) fn row(type_name: &str, row: usize) -> Self {
        Self { row: Some(row), ..Self::value(type_name, &format!("{type_name}-{row}")) }
    }

    pub(super) fn value(type_name: &str, place: &str) -> Self {
        Self {
            type_name: type_name.to_owned(),
            key: place.to_owned(),
            row: None,
            given: Map::new(),
            provided: None,
        }
    }
}

/// A world from one side.
#[derive(Debug)]
pub struct View<'w> {
    world: &'w World,
    /// The subgraph; none for the monolith.
    subgraph: Option<usize>,
    complaints: &'w Complaints,
}

impl<'w> View<'w> {
    /// A subgraph of a world.
    #[must_use]
    pub fn subgraph(world: &'w World, subgraph: usize, complaints: &'w Complaints) -> Self {
        Self { world, subgraph: Some(subgraph), complaints }
    }

    /// The whole world.
    #[must_use]
    pub fn monolith(world: &'w World, complaints: &'w Complaints) -> Self {
        Self { world, subgraph: None, complaints }
    }

    fn complain(&self, complaint: String) -> String {
        self.complaints.add(complaint.clone());
        complaint
    }

    /// Whether the field can be resolved here for this object.
    fn is_known(&self, one: &ObjectType, field: &Field, object: &Object) -> bool {
        let Some(subgraph) = self.subgraph else { return true };
        if field.homes.contains(&subgraph) && field.taken_from != Some(subgraph) {
            return true;
        }
        let is_root = one.kind == ObjectKind::Root;
        !is_root && object.provided.as_ref() == Some(&field.name)
    }

    fn required(&self, object: &Object, one: &ObjectType, needed: &str) -> Result<Value, String> {
        if self.subgraph.is_some() {
            return object.given.get(needed).cloned().ok_or_else(|| {
                self.complain(format!("{}.{needed} is required and was not given", object.key))
            });
        }
        let field = one.field(needed).expect("what is required is a field");
        Ok(json_of(self.world.made_up(object, field)?))
    }

    /// The entities that representations stand for.
    fn entities(&self, arguments: &Map<String, Value>) -> Resolved<Object> {
        let representations = arguments.get("representations").and_then(Value::as_array);
        let found = representations.into_iter().flatten().map(|one| match self.entity(one) {
            Ok(object) => Resolved::Object(object),
            Err(complaint) => {
                self.complain(format!("{complaint}: {one}"));
                Resolved::Null
            }
        });
        Resolved::List(found.collect())
    }

    fn entity(&self, representation: &Value) -> Result<Object, &'static str> {
        let fields = representation.as_object().ok_or("a representation is no object")?;
        let name = fields.get("__typename").and_then(Value::as_str).ok_or("no type")?;
        let one = self.world.entities().find(|one| one.name == name).ok_or("no entity")?;
        let subgraph = self.subgraph.ok_or("a monolith has no entities")?;
        let has_key = |key: &&str| key.split(' ').all(|part| fields.contains_key(part));
        if !one.keys_in(subgraph).iter().any(has_key) {
            return Err("a representation has no key of the subgraph");
        }
        let is_meant = |row: &usize| {
            let object = Object::row(name, *row);
            ["id", "k", "j"]
                .iter()
                .all(|key| fields.get(*key).is_none_or(|value| *value == key_value(&object, key)))
        };
        let row = (0..ROWS).find(is_meant).ok_or("a representation of nobody")?;
        Ok(Object { given: fields.clone(), ..Object::row(name, row) })
    }
}

impl Resolver for View<'_> {
    type Object = Object;

    fn type_name<'a>(&self, object: &'a Object) -> &'a str {
        &object.type_name
    }

    fn field(
        &self,
        object: &Object,
        name: &str,
        arguments: &Map<String, Value>,
    ) -> Result<Resolved<Object>, String> {
        if name == "_entities" {
            return Ok(self.entities(arguments));
        }
        let one = self.world.object_type(&object.type_name);
        let field = one.field(name).ok_or_else(|| format!("no field {name}"))?;
        if !self.is_known(one, field, object) {
            return Err(self.complain(format!("{}.{name} is not resolved here", object.key)));
        }
        match &field.source {
            Source::Key => Ok(Resolved::Leaf(key_value(object, name))),
            Source::Random => {
                let value = self.world.made_up(object, field)?;
                Ok(provide(value, field.provides.as_ref()))
            }
            Source::Arguments(_) => {
                let text = Value::Object(arguments.clone()).to_string();
                Ok(Resolved::Leaf(Value::from(format!("{name}{text}"))))
            }
            Source::Required(needed) => {
                let value = self.required(object, one, needed)?;
                Ok(Resolved::Leaf(Value::from(format!("{name} of {value}"))))
            }
            Source::Lookup => {
                let id = arguments.get("id").and_then(Value::as_str).unwrap_or_default();
                let target = &self.world.type_name_of(field);
                let row = (0..ROWS).find(|row| format!("{target}-{row}") == id);
                Ok(row.map_or(Resolved::Null, |row| Resolved::Object(Object::row(target, row))))
            }
        }
    }
}

impl World {
    fn type_name_of(&self, field: &Field) -> String {
        match field.shape.named() {
            super::Named::Object(index) => self.types[index].name.clone(),
            _ => String::new(),
        }
    }
}

fn key_value(object: &Object, name: &str) -> Value {
    let row = object.row.unwrap_or_default();
    match name {
        "j" => Value::from(row),
        "k" => Value::from(format!("k {row} of {}", object.type_name)),
        _ => Value::from(format!("{}-{row}", object.type_name)),
    }
}

/// The objects of a value know what the way to them provides.
fn provide(value: Resolved<Object>, provided: Option<&String>) -> Resolved<Object> {
    match value {
        Resolved::Object(object) => {
            Resolved::Object(Object { provided: provided.cloned(), ..object })
        }
        Resolved::List(items) => {
            Resolved::List(items.into_iter().map(|item| provide(item, provided)).collect())
        }
        other => other,
    }
}

/// A leaf, or a list of leaves, as JSON.
fn json_of(value: Resolved<Object>) -> Value {
    match value {
        Resolved::Leaf(value) => value,
        Resolved::List(items) => items.into_iter().map(json_of).collect(),
        Resolved::Null | Resolved::Object(_) => Value::Null,
    }
}
