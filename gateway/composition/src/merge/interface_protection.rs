//! What protects the objects of an interface protects the interface: who asks for a field of it gets
//! the field of some object, and must be allowed to read that of each.

use std::collections::BTreeMap;

use apollo_compiler::{
    Name, Node, Schema,
    ast::Directive,
    schema::{Component, ExtendedType},
};

use super::{
    authorization::{PROTECTING, Requirement},
    presence,
};
use crate::{
    diagnostic::Report,
    model::{fields_of, interfaces_of},
};

/// What is required of an interface, and of each of its fields.
#[derive(Default)]
struct Protection<'a> {
    of_type: Vec<&'a Node<Directive>>,
    of_fields: BTreeMap<&'a Name, Vec<&'a Node<Directive>>>,
}

pub(super) fn complete(schema: &mut Schema, report: &mut Report) {
    let before = schema.types.clone();
    let mut protections: BTreeMap<&Name, Protection<'_>> = BTreeMap::new();
    for definition in before.values().filter(|definition| definition.is_object()) {
        for interface in interfaces_of(definition) {
            protections.entry(interface).or_default().add(definition);
        }
    }
    for (name, protection) in protections {
        let Some(ExtendedType::Interface(interface)) = schema.types.get_mut(name) else { continue };
        if !protection.of_type.is_empty() {
            let own = interface.directives.iter().map(|directive| directive.node.clone());
            let both = both(name, own.collect(), protection.of_type, report);
            let directives = &mut interface.make_mut().directives;
            directives.retain(|directive| !PROTECTING.contains(&directive.name.as_str()));
            directives.extend(both.into_directives().into_iter().map(Component::new));
        }
        for (field, required) in protection.of_fields {
            let Some(found) = interface.make_mut().fields.get_mut(field) else { continue };
            let own = found.directives.iter().cloned().collect();
            let both = both(format!("{name}.{field}"), own, required, report);
            let directives = &mut found.make_mut().directives;
            directives.retain(|directive| !PROTECTING.contains(&directive.name.as_str()));
            directives.extend(both.into_directives().into_iter().map(Node::new));
        }
    }
}

impl<'a> Protection<'a> {
    fn add(&mut self, object: &'a ExtendedType) {
        let is_one = |directive: &&Node<Directive>| PROTECTING.contains(&directive.name.as_str());
        let of_type = object.directives().iter().map(|directive| &directive.node);
        self.of_type.extend(of_type.filter(is_one));
        for (name, field) in fields_of(object).into_iter().flatten() {
            let required: Vec<_> = field.directives.iter().filter(is_one).collect();
            if !required.is_empty() {
                self.of_fields.entry(name).or_default().extend(required);
            }
        }
    }
}

fn both(
    place: impl std::fmt::Display,
    own: Vec<Node<Directive>>,
    required: Vec<&Node<Directive>>,
    report: &mut Report,
) -> Requirement {
    presence::requirement(place, own.iter().chain(required), report)
}
