//! Interfaces of the supergraph: an interface has the fields of all subgraphs, and so must every
//! type that implements it.

use apollo_compiler::{Name, collections::IndexMap, schema::ExtendedType};

use crate::{
    Code, Diagnostic,
    diagnostic::Report,
    merge::Merged,
    model::{Subgraph, fields_of, interfaces_of},
};

pub(super) fn check(subgraphs: &[Subgraph], merged: &Merged, report: &mut Report) {
    for (name, definition) in &merged.schema.types {
        for interface in interfaces_of(definition) {
            implemented(name, definition, interface, subgraphs, merged, report);
        }
    }
    for subgraph in subgraphs {
        for (name, _) in subgraph.types().filter(|(name, _)| subgraph.is_interface_object(name)) {
            is_interface_somewhere(subgraph, name, subgraphs, report);
        }
    }
}

fn implemented(
    name: &Name,
    definition: &ExtendedType,
    interface: &Name,
    subgraphs: &[Subgraph],
    merged: &Merged,
    report: &mut Report,
) {
    let fields = |definition: &ExtendedType| {
        fields_of(definition).into_iter().flat_map(IndexMap::keys).cloned().collect::<Vec<_>>()
    };
    let own = fields(definition);
    for field in merged.schema.types.get(interface).map(fields).unwrap_or_default() {
        if own.contains(&field) {
            continue;
        }
        let adds: Vec<&str> = subgraphs
            .iter()
            .filter(|subgraph| subgraph.field(interface, &field).is_some())
            .map(|subgraph| subgraph.name.as_str())
            .collect();
        let message = format!(
            "`{name}` implements `{interface}` and has no field `{field}`, which {} adds to the interface",
            adds.join(", ")
        );
        let diagnostic = Diagnostic::new(Code::InterfaceFieldNoImplem, message);
        report.push(
            diagnostic
                .coordinate(format!("{name}.{field}"))
                .hint("add the field to the type in one subgraph"),
        );
    }
}

fn is_interface_somewhere(
    subgraph: &Subgraph,
    name: &Name,
    subgraphs: &[Subgraph],
    report: &mut Report,
) {
    let is_interface = |other: &Subgraph| other.schema.get_interface(name).is_some();
    if !subgraphs.iter().any(is_interface) {
        let message = format!(
            "`{name}` is an interface object, and no subgraph has an interface of this name"
        );
        let diagnostic = Diagnostic::new(Code::InterfaceObjectUsage, message).coordinate(name);
        let location = subgraph.object(name).and_then(|object| object.name.location());
        report.push(diagnostic.at(subgraph, location));
    }
}
