//! What planning knows of the supergraph: which subgraph has which type, by which keys it can be
//! asked for it, and how it resolves which field.

mod read;

use std::collections::{BTreeMap, HashMap};

use gateway_plan::OperationKind;
use gateway_supergraph::Supergraph;

use crate::sets::{SetId, Sets};

use read::Builder;

pub(crate) type TypeId = usize;
/// A subgraph.
pub(crate) type GraphId = usize;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Object,
    Interface,
    Union,
    Leaf,
}

#[derive(Debug)]
pub(crate) struct Model {
    /// Names of subgraphs.
    pub(crate) graphs: Vec<String>,
    pub(crate) types: Vec<TypeModel>,
    by_name: HashMap<String, TypeId>,
    pub(crate) sets: Sets<'static>,
    roots: BTreeMap<&'static str, TypeId>,
}

#[derive(Debug)]
pub(crate) struct TypeModel {
    pub(crate) name: String,
    pub(crate) kind: Kind,
    /// By subgraph.
    held: Vec<Option<Held>>,
    fields: HashMap<String, FieldModel>,
    /// The interfaces that it implements anywhere.
    interfaces: Vec<TypeId>,
    /// The objects that it can be anywhere.
    possible: Vec<TypeId>,
    /// The same in each subgraph; interface objects are among them.
    possible_in: Vec<Vec<TypeId>>,
}

/// A type in a subgraph.
#[derive(Debug, Default)]
struct Held {
    /// Of keys by which it can be asked for.
    keys: Vec<SetId>,
    is_interface_object: bool,
}

#[derive(Debug)]
struct FieldModel {
    is_list: bool,
    /// By subgraph.
    resolvers: Vec<Option<Resolver>>,
}

/// A field in a subgraph.
#[derive(Debug, Clone)]
pub(crate) struct Resolver {
    pub(crate) target: TypeId,
    /// The type as the subgraph writes it.
    pub(crate) ty: String,
    is_external: bool,
    /// Given away to another subgraph.
    is_gone: bool,
    /// The label that decides, and what it must be.
    label: Option<(String, bool)>,
    pub(crate) requires: Option<SetId>,
    pub(crate) provides: Option<SetId>,
}

impl Model {
    pub(crate) fn new(supergraph: &Supergraph) -> Self {
        Builder::new(supergraph).build()
    }

    pub(crate) fn type_id(&self, name: &str) -> Option<TypeId> {
        self.by_name.get(name).copied()
    }

    pub(crate) fn root(&self, kind: OperationKind) -> Option<TypeId> {
        self.roots.get(root_key(kind)).copied()
    }

    /// Whether a type can be asked for without a key.
    pub(crate) fn is_query(&self, ty: TypeId) -> bool {
        self.root(OperationKind::Query) == Some(ty)
    }

    pub(crate) fn name(&self, ty: TypeId) -> &str {
        self.types.get(ty).map_or("", |found| &found.name)
    }

    pub(crate) fn kind(&self, ty: TypeId) -> Kind {
        self.types.get(ty).map_or(Kind::Leaf, |found| found.kind)
    }

    fn held(&self, ty: TypeId, graph: GraphId) -> Option<&Held> {
        self.types.get(ty)?.held.get(graph)?.as_ref()
    }

    pub(crate) fn has(&self, ty: TypeId, graph: GraphId) -> bool {
        self.held(ty, graph).is_some()
    }

    pub(crate) fn is_interface_object(&self, ty: TypeId, graph: GraphId) -> bool {
        self.held(ty, graph).is_some_and(|held| held.is_interface_object)
    }

    /// Whether an object of a type is of another one too.
    pub(crate) fn is_a(&self, ty: TypeId, other: TypeId) -> bool {
        ty == other
            || self.types.get(other).is_some_and(|found| found.possible.contains(&ty))
            || self.types.get(ty).is_some_and(|found| found.interfaces.contains(&other))
    }

    /// The objects that a value of a type can be when a subgraph sent it.
    pub(crate) fn possible_in(&self, ty: TypeId, graph: GraphId) -> &[TypeId] {
        let found = self.types.get(ty).and_then(|found| found.possible_in.get(graph));
        found.map_or(&[], Vec::as_slice)
    }

    /// The names that `__typename` can have for a type, as it is and as it may be found to be.
    pub(crate) fn names_of(&self, ty: TypeId) -> Vec<String> {
        let mut names = vec![self.name(ty).to_owned()];
        if let Some(found) = self.types.get(ty).filter(|found| found.kind == Kind::Interface) {
            names.extend(found.possible.iter().map(|one| self.name(*one).to_owned()));
        }
        names.sort();
        names.dedup();
        names
    }

    pub(crate) fn is_list(&self, ty: TypeId, field: &str) -> bool {
        let found = self.types.get(ty).and_then(|found| found.fields.get(field));
        found.is_some_and(|found| found.is_list)
    }

    /// The types by which a subgraph can be told of an object: its own, or an interface that it
    /// takes for an object.
    pub(crate) fn entries(&self, ty: TypeId, graph: GraphId) -> Vec<TypeId> {
        if self.has(ty, graph) {
            return vec![ty];
        }
        let interfaces = self.types.get(ty).map_or(&[][..], |found| &found.interfaces);
        let stands_for = |one: &&TypeId| self.is_interface_object(**one, graph);
        interfaces.iter().filter(stands_for).copied().collect()
    }

    /// The keys by which a subgraph can be told of a type; none of an interface that nothing
    /// implements there.
    pub(crate) fn keys(&self, entry: TypeId, graph: GraphId) -> &[SetId] {
        if self.possible_in(entry, graph).is_empty() {
            return &[];
        }
        self.held(entry, graph).map_or(&[], |held| &held.keys)
    }

    /// A field as a subgraph has it, whether or not it resolves it.
    pub(crate) fn declared(&self, ty: TypeId, field: &str, graph: GraphId) -> Option<&Resolver> {
        self.entries(ty, graph).into_iter().find_map(|entry| {
            self.types.get(entry)?.fields.get(field)?.resolvers.get(graph)?.as_ref()
        })
    }
}

impl Resolver {
    /// Whether the subgraph resolves the field by itself, not only where it is provided.
    pub(crate) fn resolves(&self, is_on: impl FnOnce(&str) -> bool) -> bool {
        let by_label = self.label.as_ref().is_none_or(|(label, must)| is_on(label) == *must);
        !self.is_external && !self.is_gone && by_label
    }
}

fn root_key(kind: OperationKind) -> &'static str {
    match kind {
        OperationKind::Query => "query",
        OperationKind::Mutation => "mutation",
        OperationKind::Subscription => "subscription",
    }
}
