//! `@interfaceObject`: fields that a subgraph adds to an interface are fields of every
//! implementation, resolved through the interface.

use std::collections::BTreeMap;

use apollo_compiler::{
    Name, Node, Schema,
    ast::FieldDefinition,
    schema::{Component, ExtendedType},
};

use super::join::JoinField;
use crate::model::{Subgraph, interfaces_of};

pub(super) fn complete(subgraphs: &[Subgraph], schema: &mut Schema) {
    let added = added_fields(subgraphs, schema);
    if added.is_empty() {
        return;
    }
    for definition in schema.types.values_mut() {
        let missing: Vec<FieldDefinition> = interfaces_of(definition)
            .into_iter()
            .filter_map(|interface| added.get(interface))
            .flatten()
            .cloned()
            .collect();
        let fields = match definition {
            ExtendedType::Object(object) if !missing.is_empty() => &mut object.make_mut().fields,
            ExtendedType::Interface(interface) if !missing.is_empty() => {
                &mut interface.make_mut().fields
            }
            _ => continue,
        };
        for field in missing {
            fields.entry(field.name.clone()).or_insert_with(|| Component::new(field));
        }
    }
}

/// For each interface with an interface object, its fields that implementations may lack.
fn added_fields(subgraphs: &[Subgraph], schema: &Schema) -> BTreeMap<Name, Vec<FieldDefinition>> {
    let mut added = BTreeMap::new();
    for (name, definition) in &schema.types {
        let ExtendedType::Interface(interface) = definition else { continue };
        if subgraphs.iter().any(|subgraph| subgraph.is_interface_object(name)) {
            let fields = interface.fields.values().map(|field| through_interface(field)).collect();
            added.insert(name.clone(), fields);
        }
    }
    added
}

/// The field as implementations get it, with what protects it.
fn through_interface(field: &FieldDefinition) -> FieldDefinition {
    let mut field = field.clone();
    let of_graph = |name: &str| name.starts_with("join__") || name.starts_with("partition__");
    field.directives.retain(|directive| !of_graph(&directive.name));
    field.directives.insert(0, JoinField::default().into_directive());
    for argument in &mut field.arguments {
        *argument = Node::new(argument.as_ref().clone());
    }
    field
}
