//! Which concrete types can stand where, in the public schema.

use std::collections::{BTreeMap, BTreeSet};

use apollo_compiler::{Schema, schema::ExtendedType};
use gateway_supergraph::Supergraph;

/// The concrete types of every composite type.
pub(super) struct PossibleTypes<'a> {
    by_type: BTreeMap<&'a str, Vec<&'a str>>,
    interface_objects: BTreeSet<&'a str>,
}

impl<'a> PossibleTypes<'a> {
    pub(super) fn new(supergraph: &'a Supergraph) -> Self {
        let schema: &Schema = &supergraph.api_schema;
        let mut by_type: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (name, definition) in &schema.types {
            match definition {
                ExtendedType::Object(object) => {
                    by_type.entry(name).or_default().push(name);
                    for interface in &object.implements_interfaces {
                        by_type.entry(interface.name.as_str()).or_default().push(name);
                    }
                }
                ExtendedType::Union(union_type) => {
                    let members = union_type.members.iter().map(|member| member.name.as_str());
                    by_type.entry(name).or_default().extend(members);
                }
                _ => {}
            }
        }
        let interface_objects = supergraph.interface_objects().collect();
        add_interface_objects(&mut by_type, &interface_objects, schema);
        for types in by_type.values_mut() {
            types.sort_unstable();
        }
        Self { by_type, interface_objects }
    }

    /// The concrete types that can stand where a type is expected, sorted. The name of an interface
    /// that is an object in some subgraph is among them: such a subgraph knows no other name for
    /// what it sends.
    pub(super) fn of(&self, type_name: &str) -> &[&'a str] {
        self.by_type.get(type_name).map_or(&[], Vec::as_slice)
    }

    /// Whether a type is an interface that is an object in some subgraph.
    pub(super) fn is_interface_object(&self, type_name: &str) -> bool {
        self.interface_objects.contains(type_name)
    }

    pub(super) fn includes(&self, type_name: &str, concrete: &str) -> bool {
        self.of(type_name).binary_search(&concrete).is_ok()
    }
}

/// Lets each interface object stand where its interface can, and so where the interfaces can that
/// the interface implements.
fn add_interface_objects<'a>(
    by_type: &mut BTreeMap<&'a str, Vec<&'a str>>,
    interface_objects: &BTreeSet<&'a str>,
    schema: &'a Schema,
) {
    for &name in interface_objects {
        let Some(ExtendedType::Interface(interface)) = schema.types.get(name) else { continue };
        by_type.entry(name).or_default().push(name);
        for implemented in &interface.implements_interfaces {
            by_type.entry(implemented.name.as_str()).or_default().push(name);
        }
    }
}
