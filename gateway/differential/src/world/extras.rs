//! What a world has beside its entities and value types, now and then: an interface with a key, an
//! object in keys, mutations.

use super::{Field, Named, ObjectKind, ObjectType, Shape, Source, Thing, World};
use crate::Choices;

/// The field of entities that is an object and a key, and the type of it.
const PLACE: (&str, &str) = ("at", "At");

fn leaf(name: &'static str, non_null: bool) -> Shape {
    Shape::Named { non_null, named: Named::Leaf(name) }
}

impl World {
    /// The interface with a key. All that implement it must be where it is defined, and none where
    /// it is an object.
    pub(super) fn thing(&mut self, c: &mut Choices<'_>) {
        if !c.once_in(2) {
            return;
        }
        let defined_in = c.choose(self.subgraphs);
        let object_in = (defined_in + 1 + c.choose(self.subgraphs - 1)) % self.subgraphs;
        let fits = |one: &ObjectType| {
            one.kind == ObjectKind::Entity
                && one.homes.contains(&defined_in)
                && !one.homes.contains(&object_in)
        };
        if !self.types.iter().any(fits) {
            return;
        }
        for one in self.types.iter_mut().filter(|one| fits(one)) {
            one.is_thing = true;
            for (_, keys) in one.keys.iter_mut().filter(|(home, _)| *home == defined_in) {
                if !keys.contains(&"id") {
                    keys.push("id");
                }
            }
        }
        self.thing = Some(Thing { defined_in, object_in });
        let mut id = Field::new("id", leaf("ID", true), vec![object_in]);
        (id.source, id.is_sound) = (Source::Key, true);
        let name = Field::new("name", leaf("String", false), Vec::new());
        self.types.push(ObjectType {
            kind: ObjectKind::InterfaceObject,
            keys: vec![(object_in, vec!["id"])],
            fields: vec![id, name],
            ..ObjectType::new("Thing", vec![object_in])
        });
    }

    /// The fields of the interface with a key, which all that implement it have too.
    pub(super) fn fields_of_thing(&mut self, c: &mut Choices<'_>) {
        let Some(Thing { object_in, .. }) = self.thing else { return };
        let is_object = |one: &ObjectType| one.kind == ObjectKind::InterfaceObject;
        let Some(index) = self.types.iter().position(is_object) else { return };
        let mut fields = Vec::new();
        for number in 0..=c.choose(3) {
            let shape = self.shape(&[object_in], index, c);
            fields.push(Field::new(&format!("thingf{number}"), shape, vec![object_in]));
        }
        if c.once_in(3) {
            let mut field = Field::new("thingneeds", leaf("String", false), vec![object_in]);
            field.source = Source::Required("name".to_owned());
            fields.push(field);
            let things = self.types.iter_mut().filter(|one| one.is_thing);
            let names = things.flat_map(|one| &mut one.fields).filter(|field| field.name == "name");
            names.for_each(|name| name.is_sound = true);
        }
        for one in self.types.iter_mut().filter(|one| one.is_thing || is_object(one)) {
            one.fields.extend_from_slice(&fields);
        }
    }

    /// No field takes an object with it that implements the interface with a key. The gateway would
    /// show what it knows of such an object by the interface, which no monolith can.
    pub(super) fn keep_things(&mut self) {
        let is_one =
            |one: &&mut ObjectType| one.is_thing || one.kind == ObjectKind::InterfaceObject;
        let things = self.types.iter_mut().filter(is_one);
        for field in things.flat_map(|one| &mut one.fields).filter(|one| one.shape.is_non_null()) {
            if field.name == "peer" {
                self.peer = self.peer.take().map(Shape::nullable);
            }
            match field.shape.named() {
                Named::Leaf(_) => field.is_sound = true,
                _ if field.source == Source::Key => {}
                _ => field.shape = field.shape.clone().nullable(),
            }
        }
    }

    /// The object that some entities have as a key.
    pub(super) fn places(&mut self) {
        let everywhere: Vec<usize> = (0..self.subgraphs).collect();
        let index = self.types.len();
        let mut fields = Vec::new();
        for (name, type_name) in [("n", "Int"), ("m", "String")] {
            let mut field = Field::new(name, leaf(type_name, true), everywhere.clone());
            (field.source, field.is_sound) = (Source::KeyPart, true);
            fields.push(field);
        }
        let (field_name, type_name) = PLACE;
        let of_key =
            |one: &ObjectType| one.homes.iter().any(|home| one.is_key_in(field_name, *home));
        let mut is_needed = false;
        for one in self.types.iter_mut().filter(|one| of_key(one)) {
            let shape = Shape::Named { non_null: true, named: Named::Object(index) };
            let mut field = Field::new(field_name, shape, one.homes.clone());
            (field.source, field.is_sound) = (Source::Key, true);
            one.fields.push(field);
            is_needed = true;
        }
        if is_needed {
            self.types.push(ObjectType {
                kind: ObjectKind::Value,
                fields,
                ..ObjectType::new(type_name, everywhere)
            });
        }
    }

    /// The root of mutations. None of its fields is non-null: one that fails would leave it open
    /// which of those after it are run.
    pub(super) fn mutations(&mut self, c: &mut Choices<'_>) {
        let mut root = ObjectType::new("Mutation", Vec::new());
        for number in 0..c.choose(5) {
            let home = c.choose(self.subgraphs);
            let shape = self.root_shape(&[home], c).nullable();
            let mut field = Field::new(&format!("m{number}"), shape, vec![home]);
            field.source = Source::Effect;
            root.fields.push(field);
        }
        if !root.fields.is_empty() {
            self.types.push(root);
        }
    }
}
