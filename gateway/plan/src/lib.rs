//! The query plan as data. Planning makes it, execution runs it, `gateway explain` prints it, and
//! what is printed is what runs. Nothing here does IO, and nothing here knows
//! how plans are found.
//!
//! A plan is a list of fetches in topological order. A fetch starts as soon as those it comes
//! `after` are done; there are no waves. Every argument of a root field is a variable here
//! (planning lifts literals), so that routing and rewriting read values and never documents.

pub mod document;
pub mod explain;
pub mod gather;
pub mod projection;
pub mod route;
pub mod skew;

pub use document::{Document, FieldMask, RenderedDocument};
pub use gather::{ConnectionGather, EventPosition, Gather, PageInfoField, SortKey};
pub use projection::{
    Condition, LeafKind, ProjectedField, Projection, ProjectionValue, Selection, TypeShape,
};
pub use route::{PartitionRoute, RouteSelector};
pub use skew::SkewedDocument;

use serde::Serialize;

/// Where a fetch stands in [`Plan::fetches`].
pub type FetchId = usize;

/// What a client asked to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum OperationKind {
    /// Reads.
    Query,
    /// Writes, its root fields one after another.
    Mutation,
    /// Events.
    Subscription,
}

/// All that is known about an operation before its variables are.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Plan {
    /// Query, mutation or subscription.
    pub kind: OperationKind,
    /// Topological: a fetch depends on earlier ones only. For a subscription the first fetch is
    /// the source of events and the others run for each event.
    pub fetches: Vec<Fetch>,
    /// How the client's answer is made of what was fetched.
    pub projection: Projection,
}

/// One call to a subgraph, or one to each of several partitions of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Fetch {
    /// The name of the subgraph, as in the configuration.
    pub subgraph: String,
    /// The fetches that must be done before.
    pub after: Vec<FetchId>,
    /// Runs only when every condition holds.
    pub conditions: Vec<Condition>,
    /// What is fetched.
    pub step: Step,
    /// What partitions of older versions are sent instead of the step's document.
    pub skewed: Vec<SkewedDocument>,
}

/// What a fetch asks for.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Root fields.
    Root(RootFetch),
    /// Entities, by representations made of what was fetched before.
    Entities(EntityFetch),
}

/// A fetch of root fields.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RootFetch {
    /// The document; its root fields stand in the order of `fields`.
    pub document: Document,
    /// Where the answer's root object is merged; empty for the root of the client's answer.
    pub at: Vec<PathSegment>,
    /// Parallel to the root fields of the document.
    pub fields: Vec<RootField>,
    /// Changes to an answer's root object before it is merged. Seldom: fields of one response key
    /// whose types differ between the members of a union travel under other names.
    pub output_rewrites: Vec<Rewrite>,
}

/// How one root field is routed and gathered.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RootField {
    /// The key of the field in the answer.
    pub response_key: String,
    /// Absent for a subgraph that has no partitions: it is asked as it is.
    pub route: Option<PartitionRoute>,
    /// How answers of several partitions become one. With one partition its answer is taken as it
    /// is.
    pub gather: Gather,
}

/// A fetch of entities. Several `_entities` calls to one subgraph travel in one document.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EntityFetch {
    /// The document; its root fields stand in the order of `calls`.
    pub document: Document,
    /// Parallel to the root fields of the document.
    pub calls: Vec<EntityCall>,
}

/// One `_entities` field of an [`EntityFetch`].
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EntityCall {
    /// `_entities`, or its alias.
    pub response_key: String,
    /// The variable that holds the representations.
    pub variable: String,
    /// Where the objects are whose representations are sent and into which answers are merged.
    pub targets: Vec<Vec<PathSegment>>,
    /// What a representation is made of. `__typename` is part of it.
    pub representation: Vec<RepresentationSelection>,
    /// For a partitioned subgraph: by which key fields a type reveals its partition. Empty for a
    /// subgraph without partitions.
    pub routes: Vec<EntityRoute>,
    /// Changes to a representation before it is sent.
    pub input_rewrites: Vec<Rewrite>,
    /// Changes to an answer before it is merged.
    pub output_rewrites: Vec<Rewrite>,
}

/// How a representation of a type names its partition.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EntityRoute {
    /// The `__typename` of the representation.
    pub type_name: String,
    /// The key field that is read.
    pub field: String,
    /// How it is read: as a partition key or as an id.
    pub by: contract::partition::RouteBy,
}

/// A part of a representation.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RepresentationSelection {
    /// A field: read under `response_key`, sent as `name`.
    Field {
        /// The key under which the value stands in the fetched data.
        response_key: String,
        /// The name that the subgraph knows.
        name: String,
        /// Empty for a leaf.
        selections: Vec<RepresentationSelection>,
    },
    /// Selections for objects of these concrete types only.
    OnTypes {
        /// Concrete type names.
        types: Vec<String>,
        /// What is sent for them.
        selections: Vec<RepresentationSelection>,
    },
}

/// A change of data on its way in or out of a subgraph.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Rewrite {
    /// Sets a field (in practice `__typename`, for `@interfaceObject`).
    Set {
        /// Where.
        path: Vec<RewriteSegment>,
        /// The string that is set.
        value: String,
    },
    /// Renames a key.
    Rename {
        /// Where, the last segment being the key that is renamed.
        path: Vec<RewriteSegment>,
        /// The new key.
        to: String,
    },
}

/// A step of a rewrite's path.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RewriteSegment {
    /// Into a field.
    Key(String),
    /// Only for objects of these types.
    OnTypes(Vec<String>),
}

/// A step of a path into the answer.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PathSegment {
    /// Into the field of this response key.
    Field(String),
    /// Into every element of a list, and of lists in it.
    List,
    /// Only objects of these concrete types.
    OnTypes(Vec<String>),
}
