//! The join directives, written as the planner and other routers expect them.

use apollo_compiler::{
    Name, Node,
    ast::{Argument, Directive, Value},
    schema::{Component, ExtendedType},
};

use super::Source;
use crate::{
    field_set,
    model::{Key, Subgraph},
};

/// A directive with arguments.
pub(crate) fn directive<'a>(
    name: &str,
    arguments: impl IntoIterator<Item = (&'a str, Value)>,
) -> Directive {
    let arguments = arguments.into_iter().map(|(name, value)| {
        Node::new(Argument { name: Name::new_unchecked(name), value: Node::new(value) })
    });
    Directive { name: Name::new_unchecked(name), arguments: arguments.collect() }
}

/// The `@join__type` of every subgraph that has a type: one for each of its keys, or one.
pub(super) fn types(
    name: &Name,
    sources: &[Source<'_, ExtendedType>],
) -> Vec<Component<Directive>> {
    let mut joins = Vec::new();
    for (subgraph, definition) in sources {
        let keys = match definition {
            ExtendedType::Object(_) | ExtendedType::Interface(_) => subgraph.keys(name),
            _ => &[],
        };
        // In federation 1 every entity of another subgraph was one.
        let is_extension = !subgraph.is_v1 && subgraph.extensions.contains(name);
        let is_interface_object = subgraph.is_interface_object(name);
        if keys.is_empty() {
            joins.push(join_type(&subgraph.graph, None, false, is_interface_object));
        }
        for key in keys {
            joins.push(join_type(&subgraph.graph, Some(key), is_extension, is_interface_object));
        }
    }
    joins.into_iter().map(Component::new).collect()
}

/// The `@join__type` of the query type, which every subgraph has.
pub(super) fn roots(subgraphs: &[Subgraph]) -> Vec<Component<Directive>> {
    let join = |subgraph: &Subgraph| join_type(&subgraph.graph, None, false, false);
    subgraphs.iter().map(|subgraph| Component::new(join(subgraph))).collect()
}

fn join_type(
    graph: &Name,
    key: Option<&Key>,
    is_extension: bool,
    is_interface_object: bool,
) -> Directive {
    let mut arguments = vec![("graph", Value::Enum(graph.clone()))];
    if let Some(key) = key {
        arguments.push(("key", field_set::print(&key.fields).into()));
    }
    if is_extension {
        arguments.push(("extension", true.into()));
    }
    if key.is_some_and(|key| !key.resolvable) {
        arguments.push(("resolvable", false.into()));
    }
    if is_interface_object {
        arguments.push(("isInterfaceObject", true.into()));
    }
    directive("join__type", arguments)
}

/// `@join__implements(graph: …, interface: …)`.
pub(super) fn implements(graph: &Name, interface: &Name) -> Component<Directive> {
    let arguments =
        [("graph", Value::Enum(graph.clone())), ("interface", interface.as_str().into())];
    Component::new(directive("join__implements", arguments))
}

/// `@join__unionMember(graph: …, member: …)`.
pub(super) fn union_member(graph: &Name, member: &Name) -> Component<Directive> {
    let arguments = [("graph", Value::Enum(graph.clone())), ("member", member.as_str().into())];
    Component::new(directive("join__unionMember", arguments))
}

/// `@join__enumValue(graph: …)`.
pub(super) fn enum_value(graph: &Name) -> Node<Directive> {
    Node::new(directive("join__enumValue", [("graph", Value::Enum(graph.clone()))]))
}

/// What `@join__field` says of a field in one subgraph.
#[derive(Debug, Default)]
pub(super) struct JoinField {
    pub(super) graph: Option<Name>,
    pub(super) requires: Option<String>,
    pub(super) provides: Option<String>,
    pub(super) ty: Option<String>,
    pub(super) external: bool,
    pub(super) overrides: Option<String>,
    pub(super) override_label: Option<String>,
    pub(super) used_overridden: bool,
}

impl JoinField {
    pub(super) fn into_directive(self) -> Node<Directive> {
        let mut arguments: Vec<(&str, Value)> = Vec::new();
        arguments.extend(self.graph.map(|graph| ("graph", Value::Enum(graph))));
        arguments.extend(self.requires.map(|fields| ("requires", fields.into())));
        arguments.extend(self.provides.map(|fields| ("provides", fields.into())));
        arguments.extend(self.ty.map(|ty| ("type", ty.into())));
        arguments.extend(self.external.then_some(("external", Value::Boolean(true))));
        arguments.extend(self.overrides.map(|from| ("override", from.into())));
        arguments.extend(self.used_overridden.then_some(("usedOverridden", Value::Boolean(true))));
        arguments.extend(self.override_label.map(|label| ("overrideLabel", label.into())));
        Node::new(directive("join__field", arguments))
    }
}
