//! What the search finds: for a selection at a place, where each field is taken from.

use std::rc::Rc;

use crate::{
    model::{GraphId, TypeId},
    sets::{SetId, Want},
};

/// Less is better: first waits, then calls, then what is told and fetched by keys, so that of equal
/// ways the one is taken that answers more by itself.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Cost {
    /// Fetches one after another.
    pub(crate) hops: usize,
    /// Fetches.
    pub(crate) fetches: usize,
    /// Ways into subgraphs: those for several types count one by one, although they are one fetch.
    pub(crate) entries: usize,
    /// Fields that are fetched by keys.
    pub(crate) fields: usize,
}

impl Cost {
    /// Of a way into a subgraph.
    pub(crate) const ENTRY: Self = Self { hops: 1, fetches: 1, entries: 1, fields: 0 };

    /// Of both at once.
    pub(crate) fn and(self, other: Self) -> Self {
        Self { hops: self.hops.max(other.hops), ..self.then(other) }
    }

    /// Of one after the other.
    pub(crate) fn then(self, other: Self) -> Self {
        Self {
            hops: self.hops + other.hops,
            fetches: self.fetches + other.fetches,
            entries: self.entries.saturating_add(other.entries),
            fields: self.fields.saturating_add(other.fields),
        }
    }

    /// Without the fetches of another, which are done anyway.
    pub(crate) fn without_fetches(self, other: Self) -> Self {
        Self {
            fetches: self.fetches.saturating_sub(other.fetches),
            entries: self.entries.saturating_sub(other.entries),
            ..self
        }
    }
}

/// How a selection at a place is fetched.
#[derive(Debug)]
pub(crate) struct Solution {
    pub(crate) cost: Cost,
    /// What cannot be had from this place.
    pub(crate) left: Option<SetId>,
    pub(crate) shape: Shape,
    /// How many fields that are, at this place and below it.
    pub(crate) fields: usize,
}

impl Solution {
    pub(crate) fn new(cost: Cost, left: Option<SetId>, shape: Shape) -> Self {
        let fields = match &shape {
            Shape::Object(object) => object.fields(),
            Shape::Abstract(by_type) => {
                let all = by_type.iter().map(|(_, solution)| solution.fields);
                all.fold(0, usize::saturating_add)
            }
        };
        Self { cost, left, shape, fields }
    }
}

#[derive(Debug)]
pub(crate) enum Shape {
    Object(ObjectShape),
    /// By the objects that can stand there.
    Abstract(Vec<(TypeId, Rc<Solution>)>),
}

#[derive(Debug, Default)]
pub(crate) struct ObjectShape {
    pub(crate) picks: Vec<Pick>,
    /// None when nothing is fetched elsewhere.
    pub(crate) reach: Option<Rc<Reach>>,
    /// Of an interface object: the subgraph that knows its type, and what is fetched by type there.
    pub(crate) typed: Option<(GraphId, Rc<Solution>)>,
}

impl ObjectShape {
    fn fields(&self) -> usize {
        let typed = self.typed.as_ref().map_or(0, |(_, solution)| solution.fields);
        self.picks.iter().map(Pick::fields).fold(typed, usize::saturating_add)
    }
}

/// A field and where it is taken from.
#[derive(Debug, Clone)]
pub(crate) struct Pick {
    pub(crate) want: Want,
    pub(crate) source: GraphId,
    pub(crate) required: Option<Required>,
    /// Of a field with selections: the type that it has there.
    pub(crate) child: Option<(TypeId, Rc<Solution>)>,
}

impl Pick {
    /// Itself and all fields below it.
    pub(crate) fn fields(&self) -> usize {
        self.child.as_ref().map_or(1, |(_, solution)| solution.fields.saturating_add(1))
    }
}

/// What a field requires, from the place where the field is wanted.
#[derive(Debug, Clone)]
pub(crate) struct Required {
    pub(crate) set: SetId,
    pub(crate) solution: Rc<Solution>,
    /// How the subgraph is told of the object.
    pub(crate) entry: Rc<Entry>,
}

/// The subgraphs from which fields of an object can be had, at a place.
#[derive(Debug, Default)]
pub(crate) struct Reach {
    pub(crate) entries: Vec<Rc<Entry>>,
    /// How the subgraph of the place is asked again.
    pub(crate) again: Option<Rc<Entry>>,
}

impl Reach {
    pub(crate) fn entry(&self, graph: GraphId) -> Option<&Rc<Entry>> {
        self.entries.iter().find(|entry| entry.graph == graph)
    }
}

/// How a subgraph is entered.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) graph: GraphId,
    pub(crate) cost: Cost,
    pub(crate) way: Way,
}

#[derive(Debug)]
pub(crate) enum Way {
    /// It is where the place is.
    Here,
    /// Root fields need no key.
    Root,
    /// As an object of this type, by a key made of these.
    Key { as_type: TypeId, parts: Vec<Pick> },
}
