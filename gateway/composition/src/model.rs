//! A subgraph as composition sees it: its schema, and what its federation directives say, read
//! once. Whether that is right is decided by the rules, not here.

use std::collections::{BTreeMap, BTreeSet};

use apollo_compiler::{
    Name, Node, Schema,
    ast::{Directive, FieldDefinition},
    collections::IndexMap,
    executable::SelectionSet,
    schema::{Component, ExtendedType, ObjectType},
    validation::Valid,
};

use crate::{
    field_set,
    ingest::{ComposedDirective, Ingested},
    spec,
};

/// The fields of an object or interface.
pub(crate) type Fields = IndexMap<Name, Component<FieldDefinition>>;

/// Type and field.
pub(crate) type Coordinate = (Name, Name);

/// One logical subgraph.
#[derive(Debug)]
pub(crate) struct Subgraph {
    pub(crate) name: String,
    pub(crate) url: String,
    /// Its value in `join__Graph`.
    pub(crate) graph: Name,
    pub(crate) is_partitioned: bool,
    pub(crate) is_v1: bool,
    pub(crate) schema: Valid<Schema>,
    /// Types that it extends and does not define.
    pub(crate) extensions: BTreeSet<Name>,
    /// The directives of others that go to the supergraph.
    pub(crate) composed: Vec<ComposedDirective>,
    pub(crate) facts: Facts,
}

/// What the federation directives of a subgraph say.
#[derive(Debug, Default)]
pub(crate) struct Facts {
    /// The keys of each type, in order.
    pub(crate) keys: BTreeMap<Name, Vec<Key>>,
    pub(crate) requires: BTreeMap<Coordinate, SelectionSet>,
    pub(crate) provides: BTreeMap<Coordinate, SelectionSet>,
    /// Fields that are part of a key.
    pub(crate) key_fields: BTreeSet<Coordinate>,
    /// Fields that a key, `@requires` or `@provides` uses.
    pub(crate) used: BTreeSet<Coordinate>,
    /// External fields that some path provides.
    pub(crate) provided: BTreeSet<Coordinate>,
    /// Field sets that cannot be read.
    pub(crate) broken: Vec<Broken>,
}

/// A key of a type.
#[derive(Debug, Clone)]
pub(crate) struct Key {
    pub(crate) fields: SelectionSet,
    pub(crate) resolvable: bool,
    pub(crate) node: Node<Directive>,
}

/// A field set that cannot be read.
#[derive(Debug)]
pub(crate) struct Broken {
    pub(crate) directive: Node<Directive>,
    pub(crate) coordinate: String,
    pub(crate) problem: field_set::Problem,
}

impl Subgraph {
    pub(crate) fn new(
        name: &str,
        url: &str,
        graph: Name,
        is_partitioned: bool,
        read: Ingested,
    ) -> Self {
        Self {
            name: name.to_owned(),
            url: url.to_owned(),
            graph,
            is_partitioned,
            is_v1: read.is_v1,
            facts: Facts::of(&read.schema),
            schema: read.schema,
            extensions: read.extensions,
            composed: read.composed,
        }
    }

    /// Its own types: neither built in nor of a specification.
    pub(crate) fn types(&self) -> impl Iterator<Item = (&Name, &ExtendedType)> {
        own_types(&self.schema)
    }

    pub(crate) fn object(&self, name: &str) -> Option<&ObjectType> {
        self.schema.get_object(name).map(|object| object.as_ref())
    }

    /// The fields of an object or interface.
    pub(crate) fn fields(&self, type_name: &str) -> Option<&Fields> {
        self.schema.types.get(type_name).and_then(fields_of)
    }

    pub(crate) fn field(
        &self,
        type_name: &str,
        field: &str,
    ) -> Option<&Component<FieldDefinition>> {
        self.fields(type_name)?.get(field)
    }

    pub(crate) fn keys(&self, type_name: &Name) -> &[Key] {
        self.facts.keys.get(type_name).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn is_interface_object(&self, type_name: &str) -> bool {
        self.object(type_name).is_some_and(|object| object.directives.has(spec::INTERFACE_OBJECT))
    }

    /// Whether a directive of others goes to the supergraph.
    pub(crate) fn composes(&self, directive: &str) -> bool {
        self.composed.iter().any(|composed| composed.name == directive)
    }

    /// Whether the field is declared only so that others can refer to it.
    pub(crate) fn is_external(&self, type_name: &str, field: &FieldDefinition) -> bool {
        let on_type =
            self.schema.types.get(type_name).is_some_and(|ty| ty.directives().has(spec::EXTERNAL));
        on_type || field.directives.has(spec::EXTERNAL)
    }

    /// Whether the subgraph says that others may resolve the field too.
    pub(crate) fn is_shareable(
        &self,
        type_name: &Name,
        field: &Component<FieldDefinition>,
    ) -> bool {
        let coordinate = (type_name.clone(), field.name.clone());
        let on_type = || {
            self.schema.types.get(type_name).is_some_and(|ty| {
                let same_block =
                    |directive: &&Component<Directive>| directive.origin == field.origin;
                ty.directives().get_all(spec::SHAREABLE).any(|directive| same_block(&directive))
            })
        };
        self.is_v1
            || field.directives.has(spec::SHAREABLE)
            || self.facts.key_fields.contains(&coordinate)
            || on_type()
    }

    /// The objects that a value of this type can be, as far as this subgraph knows.
    pub(crate) fn possible_types(&self, type_name: &Name) -> Vec<Name> {
        match self.schema.types.get(type_name) {
            Some(ExtendedType::Object(_)) => vec![type_name.clone()],
            Some(ExtendedType::Union(union_type)) => {
                union_type.members.iter().map(|member| member.name.clone()).collect()
            }
            Some(ExtendedType::Interface(_)) => self.implementers(type_name).cloned().collect(),
            _ => Vec::new(),
        }
    }

    /// The objects that implement an interface here.
    pub(crate) fn implementers<'a>(&'a self, interface: &'a str) -> impl Iterator<Item = &'a Name> {
        self.types().filter_map(move |(name, definition)| {
            let object = definition.as_object()?;
            object
                .implements_interfaces
                .iter()
                .any(|implemented| implemented.name == interface)
                .then_some(name)
        })
    }
}

/// The types of a schema that are neither built in nor of a specification.
pub(crate) fn own_types(schema: &Schema) -> impl Iterator<Item = (&Name, &ExtendedType)> {
    schema
        .types
        .iter()
        .filter(|(name, definition)| !definition.is_built_in() && !spec::owns_type(name))
}

/// The fields of an object or interface.
pub(crate) fn fields_of(definition: &ExtendedType) -> Option<&Fields> {
    match definition {
        ExtendedType::Object(object) => Some(&object.fields),
        ExtendedType::Interface(interface) => Some(&interface.fields),
        _ => None,
    }
}

/// The interfaces of an object or interface.
pub(crate) fn interfaces_of(definition: &ExtendedType) -> Vec<&Name> {
    match definition {
        ExtendedType::Object(object) => {
            object.implements_interfaces.iter().map(|i| &i.name).collect()
        }
        ExtendedType::Interface(interface) => {
            interface.implements_interfaces.iter().map(|i| &i.name).collect()
        }
        _ => Vec::new(),
    }
}

impl Facts {
    pub(crate) fn of(schema: &Valid<Schema>) -> Self {
        let mut facts = Self::default();
        for (type_name, definition) in own_types(schema) {
            let Some(fields) = fields_of(definition) else { continue };
            for directive in definition.directives().get_all(spec::KEY) {
                facts.key(schema, type_name, &directive.node);
            }
            for (field_name, field) in fields {
                facts.field(schema, type_name, field_name, field);
            }
        }
        facts
    }

    fn key(&mut self, schema: &Valid<Schema>, type_name: &Name, node: &Node<Directive>) {
        let Some(fields) = self.read(schema, type_name, node, type_name.to_string()) else {
            return;
        };
        let used = used_fields(schema, &fields);
        self.key_fields.extend(used.iter().cloned());
        self.used.extend(used);
        let resolvable =
            node.specified_argument_by_name("resolvable").and_then(|value| value.to_bool());
        let key = Key { fields, resolvable: resolvable.unwrap_or(true), node: node.clone() };
        self.keys.entry(type_name.clone()).or_default().push(key);
    }

    fn field(
        &mut self,
        schema: &Valid<Schema>,
        type_name: &Name,
        name: &Name,
        field: &FieldDefinition,
    ) {
        let coordinate = || (type_name.clone(), name.clone());
        let place = || format!("{type_name}.{name}");
        if let Some(node) = field.directives.get(spec::REQUIRES)
            && let Some(fields) = self.read(schema, type_name, node, place())
        {
            self.used.extend(used_fields(schema, &fields));
            self.requires.insert(coordinate(), fields);
        }
        let Some(node) = field.directives.get(spec::PROVIDES) else { return };
        let target = field.ty.inner_named_type();
        // Of a field that returns no object, the rules speak.
        if schema.types.get(target).is_none_or(|definition| definition.is_leaf()) {
            return;
        }
        if let Some(fields) = self.read(schema, target, node, place()) {
            let used = used_fields(schema, &fields);
            self.provided.extend(used.iter().cloned());
            self.used.extend(used);
            self.provides.insert(coordinate(), fields);
        }
    }

    fn read(
        &mut self,
        schema: &Valid<Schema>,
        type_name: &Name,
        node: &Node<Directive>,
        coordinate: String,
    ) -> Option<SelectionSet> {
        field_set::parse(schema, type_name, node)
            .map_err(|problem| {
                self.broken.push(Broken { directive: node.clone(), coordinate, problem });
            })
            .ok()
    }
}

/// The fields that a set uses; a field of an interface is used on every implementation.
fn used_fields(schema: &Valid<Schema>, set: &SelectionSet) -> Vec<Coordinate> {
    let mut used = Vec::new();
    field_set::each_field(set, &mut |type_name, field| {
        used.push((type_name.clone(), field.name.clone()));
        if schema.get_interface(type_name).is_some() {
            let implements =
                |definition: &ExtendedType| interfaces_of(definition).contains(&type_name);
            let implementers = schema.types.iter().filter(|(_, definition)| implements(definition));
            used.extend(implementers.map(|(name, _)| (name.clone(), field.name.clone())));
        }
    });
    used
}
