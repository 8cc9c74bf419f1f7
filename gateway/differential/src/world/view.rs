//! A world as one subgraph serves it, or as a monolith serves the whole.

use std::sync::{Mutex, PoisonError};

use serde_json::{Map, Value};

use super::{Field, ObjectKind, ObjectType, ROWS, Source, World, keys};
use crate::{Resolved, Resolver};

/// Lines that are written down while operations are answered.
#[derive(Debug, Default)]
pub struct Lines(Mutex<Vec<String>>);

impl Lines {
    /// Adds one.
    pub fn add(&self, line: String) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(line);
    }

    /// Takes all.
    #[must_use]
    pub fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// What is to be known of how operations were answered.
#[derive(Debug, Default)]
pub struct Notes {
    /// What was asked of a subgraph that nobody may ask of it.
    pub complaints: Lines,
    /// The mutations that were run, with their arguments, in their order.
    pub effects: Lines,
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
    /// The root of this type, `Query` or `Mutation`.
    #[must_use]
    pub fn root(type_name: &str) -> Self {
        Self::value(type_name, type_name)
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
    notes: &'w Notes,
    /// The labels that hold.
    labels: &'w [&'w str],
}

impl<'w> View<'w> {
    /// A subgraph of a world, for an operation for which these labels hold.
    #[must_use]
    pub fn subgraph(
        world: &'w World,
        subgraph: usize,
        labels: &'w [&'w str],
        notes: &'w Notes,
    ) -> Self {
        Self { world, subgraph: Some(subgraph), notes, labels }
    }

    /// The whole world.
    #[must_use]
    pub fn monolith(world: &'w World, notes: &'w Notes) -> Self {
        Self { world, subgraph: None, notes, labels: &[] }
    }

    fn complain(&self, complaint: String) -> String {
        self.notes.complaints.add(complaint.clone());
        complaint
    }

    /// Whether a takeover does not hold.
    fn is_left(&self, field: &Field) -> bool {
        field.label.is_some_and(|label| !self.labels.contains(&label))
    }

    /// Whether the field can be resolved here for this object.
    fn is_known(&self, one: &ObjectType, field: &Field, object: &Object) -> bool {
        let Some(subgraph) = self.subgraph else { return true };
        if self.is_left(field) {
            return field.taken_from == Some(subgraph);
        }
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
        let subgraph = self.subgraph.ok_or("a monolith has no entities")?;
        let mut found = self.world.entities().filter(|one| {
            one.name == name
                || (name == "Thing" && one.is_thing && self.world.knows_thing(subgraph))
        });
        let keys = match name {
            "Thing" => &["id"],
            _ => self
                .world
                .entities()
                .find(|one| one.name == name)
                .ok_or("no entity")?
                .keys_in(subgraph),
        };
        if !keys.iter().any(|key| keys::is_whole(key, fields)) {
            return Err("a representation has no key of the subgraph");
        }
        let object = found.find_map(|one| {
            let mut rows = (0..ROWS).map(|row| Object::row(&one.name, row));
            rows.find(|object| is_meant(object, fields))
        });
        let object = object.ok_or("a representation of nobody")?;
        Ok(Object { given: fields.clone(), ..object })
    }
}

impl Resolver for View<'_> {
    type Object = Object;

    fn type_name<'a>(&self, object: &'a Object) -> &'a str {
        let is_vague = self.subgraph.is_some_and(|here| self.world.has_interface_object(here))
            && self.world.object_type(&object.type_name).is_thing;
        if is_vague { "Thing" } else { &object.type_name }
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
        let one = self.world.object_type(self.type_name(object));
        let field = one.field(name).ok_or_else(|| format!("no field {name}"))?;
        if !self.is_known(one, field, object) {
            return Err(self.complain(format!("{}.{name} is not resolved here", object.key)));
        }
        match &field.source {
            Source::Key if name == "at" => Ok(Resolved::Object(Object {
                row: object.row,
                ..Object::value("At", &format!("{}.at", object.key))
            })),
            Source::Key | Source::KeyPart => Ok(Resolved::Leaf(key_value(object, name))),
            Source::Effect => {
                let arguments = Value::Object(arguments.clone());
                self.notes.effects.add(format!("{name}{arguments}"));
                self.world.made_up(object, field)
            }
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

/// Whether a representation is of this object, by all keys that it has.
fn is_meant(object: &Object, fields: &Map<String, Value>) -> bool {
    let is_equal = |fields: &Map<String, Value>, key: &str| {
        fields.get(key).is_none_or(|value| *value == key_value(object, key))
    };
    let at = fields.get("at").and_then(Value::as_object);
    ["id", "k", "j"].iter().all(|key| is_equal(fields, key))
        && at.is_none_or(|at| ["n", "m"].iter().all(|key| is_equal(at, key)))
}

fn key_value(object: &Object, name: &str) -> Value {
    let row = object.row.unwrap_or_default();
    match name {
        "j" | "n" => Value::from(row),
        "m" => Value::from(format!("m {row}")),
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
