//! Objects, interfaces and scalars: which subgraphs have them, what they implement, their fields.

use apollo_compiler::{
    Name, Node,
    ast::Directive,
    collections::{IndexMap, IndexSet},
    schema::{
        Component, ComponentName, ComponentOrigin, DirectiveList, ExtendedType, InterfaceType,
        ObjectType, ScalarType,
    },
};

use super::{Merger, Source, join, presence};
use crate::model::{Fields, fields_of, interfaces_of};

impl<'a> Merger<'a, '_> {
    pub(super) fn scalar(
        &mut self,
        name: &Name,
        sources: &[Source<'a, ExtendedType>],
    ) -> ExtendedType {
        let description = self.type_description(name, sources);
        let directives = self.type_directives(name, sources, Vec::new());
        ScalarType { description, name: name.clone(), directives }.into()
    }

    pub(super) fn object(
        &mut self,
        name: &Name,
        sources: &[Source<'a, ExtendedType>],
    ) -> ExtendedType {
        let (implements_interfaces, joins) = implementations(sources);
        // Every subgraph can be asked from the root, whether it has queries of its own or not.
        let types = match name.as_str() {
            "Query" => join::roots(self.subgraphs),
            _ => join::types(name, sources),
        };
        ObjectType {
            description: self.type_description(name, sources),
            name: name.clone(),
            implements_interfaces,
            directives: self.with_joins(name, types, sources, joins),
            fields: self.fields(name, sources),
        }
        .into()
    }

    pub(super) fn interface(
        &mut self,
        name: &Name,
        sources: &[Source<'a, ExtendedType>],
    ) -> ExtendedType {
        let (implements_interfaces, joins) = implementations(sources);
        InterfaceType {
            description: self.type_description(name, sources),
            name: name.clone(),
            implements_interfaces,
            directives: self.type_directives(name, sources, joins),
            fields: self.fields(name, sources),
        }
        .into()
    }

    pub(super) fn type_description(
        &mut self,
        name: &Name,
        sources: &[Source<'a, ExtendedType>],
    ) -> Option<Node<str>> {
        presence::description(
            name,
            sources.iter().map(|(_, definition)| definition.description()),
            self.report,
        )
    }

    /// Join directives of the type, then what else comes with it.
    pub(super) fn type_directives(
        &mut self,
        name: &Name,
        sources: &[Source<'a, ExtendedType>],
        joins: Vec<Component<Directive>>,
    ) -> DirectiveList {
        self.with_joins(name, join::types(name, sources), sources, joins)
    }

    fn with_joins(
        &mut self,
        name: &Name,
        types: Vec<Component<Directive>>,
        sources: &[Source<'a, ExtendedType>],
        joins: Vec<Component<Directive>>,
    ) -> DirectiveList {
        let mut directives = types;
        directives.extend(joins);
        let all = sources.iter().flat_map(|(subgraph, definition)| {
            definition.directives().iter().map(move |found| (*subgraph, &found.node))
        });
        let merged = presence::directives(name, all, self.report);
        directives.extend(merged.into_iter().map(Component::new));
        DirectiveList(directives)
    }

    fn fields(&mut self, name: &Name, sources: &[Source<'a, ExtendedType>]) -> Fields {
        let mut names: IndexSet<Name> = IndexSet::default();
        for (_, definition) in sources {
            names.extend(fields_of(definition).into_iter().flat_map(IndexMap::keys).cloned());
        }
        let fields = names.into_iter().filter_map(|field| {
            let merged = self.field(name, &field, sources)?;
            Some((field, Component::new(merged)))
        });
        fields.collect()
    }
}

/// What any subgraph says that the type implements.
fn implementations(
    sources: &[Source<'_, ExtendedType>],
) -> (IndexSet<ComponentName>, Vec<Component<Directive>>) {
    let mut interfaces = IndexSet::default();
    let mut joins = Vec::new();
    for (subgraph, definition) in sources {
        for interface in interfaces_of(definition) {
            interfaces.insert(interface.to_component(ComponentOrigin::Definition));
            joins.push(join::implements(&subgraph.graph, interface));
        }
    }
    (interfaces, joins)
}
