//! A random federated graph with its data. Its types are spread over subgraphs; a field gives the
//! same value wherever it is resolved, and what is not resolved where the graph says is complained
//! about. Data are not stored: a value is computed from the place at which it stands.

mod build;
mod data;
mod extras;
mod keys;
mod sdl;
mod view;

use std::fmt::Write;

use crate::Choices;

pub use view::{Lines, Notes, Object, View};

/// How many rows there are of each entity.
pub const ROWS: usize = 3;

/// The labels that progressive overrides have.
pub const LABELS: [&str; 2] = ["alpha", "beta"];

/// A graph.
#[derive(Debug, Clone)]
pub struct World {
    /// How many subgraphs there are.
    pub subgraphs: usize,
    /// What the data depend on.
    seed: u64,
    /// How many of a hundred values are null, and how many fields fail.
    nulls: u64,
    failures: u64,
    /// The root of queries, the entities, the value types, and what else there is.
    types: Vec<ObjectType>,
    /// The field that the interface has beside `id` and `name`, and where.
    extra_in: Option<usize>,
    /// What the interface leads to where it has that: other objects of it. Its objects may say more
    /// of them.
    peer: Option<Shape>,
    thing: Option<Thing>,
}

/// The interface that has a key: one subgraph defines it, another adds fields to it as to an object
/// and knows none of its types.
#[derive(Debug, Clone, Copy)]
struct Thing {
    defined_in: usize,
    object_in: usize,
}

/// An object type.
#[derive(Debug, Clone)]
struct ObjectType {
    name: String,
    kind: ObjectKind,
    fields: Vec<Field>,
    /// Where it exists.
    homes: Vec<usize>,
    /// Where it implements the interface.
    implements_in: Vec<usize>,
    is_thing: bool,
    is_member: bool,
    /// The keys of each subgraph, as text.
    keys: Vec<(usize, Vec<&'static str>)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ObjectKind {
    Root,
    Entity,
    /// Without a key: the same everywhere.
    Value,
    /// The interface with a key, where it is an object.
    InterfaceObject,
}

/// A field.
#[derive(Debug, Clone)]
struct Field {
    name: String,
    shape: Shape,
    /// The subgraphs that resolve it.
    homes: Vec<usize>,
    source: Source,
    /// It is never null where its type says so, and never fails.
    is_sound: bool,
    /// The subgraph from which its only home took it over.
    taken_from: Option<usize>,
    /// The label that must hold for that.
    label: Option<&'static str>,
    /// The field of its objects that its only home knows with it.
    provides: Option<String>,
    /// Whether others know it by the way that leads to its object.
    is_provided: bool,
    /// Whether clients do not see it.
    is_hidden: bool,
    /// Where its type is nullable although its value never is.
    is_looser_in: Vec<usize>,
}

/// Where the value of a field comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Source {
    /// The number of the row.
    Key,
    /// A part of the object that is a key.
    KeyPart,
    /// Made up.
    Random,
    /// The arguments as text; which arguments, as SDL.
    Arguments(&'static str),
    /// Another field of the object that only others know.
    Required(String),
    /// The entity whose id is the argument.
    Lookup,
    /// Made up; that it was asked for is noted with its argument.
    Effect,
}

/// What a field gives.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Shape {
    Named { non_null: bool, named: Named },
    List { non_null: bool, of: Box<Shape> },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Named {
    Leaf(&'static str),
    /// An object type by its place in the world.
    Object(usize),
    /// The interface of all entities that have a name.
    Node,
    /// The union.
    Either,
    /// The interface with a key.
    Thing,
}

impl World {
    /// Whether a subgraph has a field of the interface beside `id` and `name`.
    fn has_extra(&self, subgraph: usize) -> bool {
        self.extra_in == Some(subgraph)
    }

    fn knows_thing(&self, subgraph: usize) -> bool {
        self.thing.is_some_and(|one| one.defined_in == subgraph || one.object_in == subgraph)
    }

    /// Whether a subgraph takes the interface with a key for an object.
    fn has_interface_object(&self, subgraph: usize) -> bool {
        self.thing.is_some_and(|one| one.object_in == subgraph)
    }

    fn object_type(&self, name: &str) -> &ObjectType {
        self.types.iter().find(|one| one.name == name).expect("the world has its types")
    }

    fn entities(&self) -> impl Iterator<Item = &ObjectType> {
        self.types.iter().filter(|one| one.kind == ObjectKind::Entity)
    }

    /// What strings and ids in operations are chosen from: some are ids of rows.
    #[must_use]
    pub fn texts(&self) -> Vec<String> {
        let ids =
            self.entities().flat_map(|one| (0..ROWS).map(|row| format!("{}-{row}", one.name)));
        ids.chain(["nobody".to_owned(), "a \"quoted\" 名\n".to_owned()]).collect()
    }

    /// The same world in which every entity has the key `id` wherever it exists, so that all ways
    /// are open.
    #[must_use]
    pub fn with_all_keys(mut self) -> Self {
        for one in self.types.iter_mut().filter(|one| one.kind == ObjectKind::Entity) {
            one.keys = one.homes.iter().map(|home| (*home, vec!["id"])).collect();
        }
        self
    }

    /// The types that an abstract type can be in a subgraph.
    fn possible_in(&self, named: Named, subgraph: usize) -> Vec<usize> {
        let is_possible = |one: &ObjectType| match named {
            Named::Node => one.implements_in.contains(&subgraph),
            Named::Either => one.is_member && one.homes.contains(&subgraph),
            Named::Thing => one.is_thing && self.knows_thing(subgraph),
            _ => false,
        };
        (0..self.types.len()).filter(|index| is_possible(&self.types[*index])).collect()
    }

    /// The types that an abstract type can be in all of these subgraphs.
    fn possible(&self, named: Named, homes: &[usize]) -> Vec<usize> {
        let mut types: Vec<usize> = (0..self.types.len()).collect();
        for home in homes {
            let here = self.possible_in(named, *home);
            types.retain(|one| here.contains(one));
        }
        types
    }
}

impl ObjectType {
    fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// The keys that a subgraph knows the entity by.
    fn keys_in(&self, subgraph: usize) -> &[&'static str] {
        let keys = self.keys.iter().find(|(home, _)| *home == subgraph);
        keys.map_or(&[], |(_, keys)| keys.as_slice())
    }

    /// Whether a subgraph has a field that is needed to know the entity there.
    fn is_key_in(&self, field: &str, subgraph: usize) -> bool {
        let is_in = |key: &&str| keys::parts(key).iter().any(|part| part.field == field);
        self.keys_in(subgraph).iter().any(is_in)
    }
}

impl Shape {
    fn named(&self) -> Named {
        match self {
            Self::Named { named, .. } => *named,
            Self::List { of, .. } => of.named(),
        }
    }

    fn is_non_null(&self) -> bool {
        let (Self::Named { non_null, .. } | Self::List { non_null, .. }) = self;
        *non_null
    }

    /// The same lists of something narrower, with fewer nulls perhaps.
    fn narrowed(&self, to: Named, c: &mut Choices<'_>) -> Self {
        let non_null = self.is_non_null() || c.once_in(4);
        match self {
            Self::Named { .. } => Self::Named { non_null, named: to },
            Self::List { of, .. } => Self::List { non_null, of: Box::new(of.narrowed(to, c)) },
        }
    }

    /// The same shape, where null is allowed in place of the whole.
    fn nullable(mut self) -> Self {
        let (Self::Named { non_null, .. } | Self::List { non_null, .. }) = &mut self;
        *non_null = false;
        self
    }
}

fn write(text: &mut String, more: std::fmt::Arguments<'_>) {
    text.write_fmt(more).expect("a string takes everything");
}
