//! What the search finds: for a selection at a place, where each field is taken from.

use std::rc::Rc;

use crate::{
    model::{GraphId, TypeId},
    sets::{SetId, Want},
};

/// Less is better: first waits, then calls.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Cost {
    /// Fetches one after another.
    pub(crate) hops: usize,
    /// Fetches.
    pub(crate) fetches: usize,
}

impl Cost {
    /// Of both at once.
    pub(crate) fn and(self, other: Self) -> Self {
        Self { hops: self.hops.max(other.hops), fetches: self.fetches + other.fetches }
    }

    /// Of one after the other.
    pub(crate) fn then(self, other: Self) -> Self {
        Self { hops: self.hops + other.hops, fetches: self.fetches + other.fetches }
    }
}

/// How a selection at a place is fetched.
#[derive(Debug)]
pub(crate) struct Solution {
    pub(crate) cost: Cost,
    /// What cannot be had from this place.
    pub(crate) left: Option<SetId>,
    pub(crate) shape: Shape,
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

/// A field and where it is taken from.
#[derive(Debug, Clone)]
pub(crate) struct Pick {
    pub(crate) want: Want,
    pub(crate) source: GraphId,
    pub(crate) required: Option<Required>,
    /// Of a field with selections: the type that it has there.
    pub(crate) child: Option<(TypeId, Rc<Solution>)>,
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
