//! Interfaces with keys, and interface objects, which are entered by them: a subgraph that is asked
//! for a value of an interface must be able to say which object it is.

use apollo_compiler::{Name, schema::ExtendedType};

use crate::{
    Code, Diagnostic,
    diagnostic::Report,
    field_set,
    merge::Merged,
    model::{Key, Subgraph, interfaces_of},
};

/// The rules of one subgraph. Federation 1 has keys on interfaces that mean nothing.
pub(super) fn check(subgraph: &Subgraph, report: &mut Report) {
    if subgraph.is_v1 {
        return;
    }
    for (interface, key) in interface_keys(subgraph) {
        for implementer in subgraph.implementers(interface) {
            has_key(subgraph, interface, key, implementer, report);
        }
    }
}

/// The rules between subgraphs.
pub(super) fn check_all(subgraphs: &[Subgraph], merged: &Merged, report: &mut Report) {
    for (interface, _) in merged.schema.types.iter().filter(|(_, one)| one.is_interface()) {
        let implements = |definition: &ExtendedType| {
            definition.is_object() && interfaces_of(definition).contains(&interface)
        };
        let objects: Vec<&Name> = merged
            .schema
            .types
            .iter()
            .filter_map(|(name, definition)| implements(definition).then_some(name))
            .collect();
        for subgraph in subgraphs {
            knows_all(subgraph, interface, &objects, report);
            stands_alone(subgraph, interface, &objects, report);
        }
    }
}

fn interface_keys(subgraph: &Subgraph) -> impl Iterator<Item = (&Name, &Key)> {
    let of_interface = |name: &Name| subgraph.schema.get_interface(name).is_some();
    let keys = subgraph.facts.keys.iter().filter(move |(name, _)| of_interface(name));
    keys.flat_map(|(name, keys)| keys.iter().map(move |key| (name, key)))
}

/// What identifies a value of the interface identifies the object that it is.
fn has_key(
    subgraph: &Subgraph,
    interface: &Name,
    key: &Key,
    implementer: &Name,
    report: &mut Report,
) {
    let wanted = field_set::canonical(&key.fields);
    let is_same = |own: &Key| {
        field_set::canonical(&own.fields) == wanted && (own.resolvable || !key.resolvable)
    };
    if subgraph.keys(implementer).iter().any(is_same) {
        return;
    }
    let message = format!(
        "`{implementer}` implements `{interface}` and has not its key `{}`",
        field_set::print(&key.fields)
    );
    let hint = format!("add the @key to `{implementer}`, or remove it from `{interface}`");
    let diagnostic = Diagnostic::new(Code::InterfaceKeyNotOnImplementation, message);
    report.push(diagnostic.coordinate(implementer).hint(hint).at(subgraph, key.node.location()));
}

/// A subgraph that can be asked by the key of an interface knows every object that it may find.
fn knows_all(subgraph: &Subgraph, interface: &Name, objects: &[&Name], report: &mut Report) {
    let keys = subgraph.keys(interface);
    let Some(key) = keys.iter().find(|key| key.resolvable) else { return };
    if subgraph.is_v1 || subgraph.schema.get_interface(interface).is_none() {
        return;
    }
    let known: Vec<&Name> = subgraph.implementers(interface).collect();
    let missing: Vec<&str> =
        objects.iter().filter(|name| !known.contains(name)).map(|name| name.as_str()).collect();
    if !missing.is_empty() {
        let message = format!(
            "`{interface}` has a resolvable @key here, and {} of other subgraphs {} not known",
            missing.join(", "),
            if missing.len() == 1 { "is" } else { "are" }
        );
        let code = Code::InterfaceKeyMissingImplementation;
        let diagnostic = Diagnostic::new(code, message).coordinate(interface);
        report.push(diagnostic.at(subgraph, key.node.location()));
    }
}

/// A subgraph with an interface object knows none of the objects that it stands for.
fn stands_alone(subgraph: &Subgraph, interface: &Name, objects: &[&Name], report: &mut Report) {
    if !subgraph.is_interface_object(interface) {
        return;
    }
    for object in objects {
        if let Some(definition) = subgraph.schema.types.get(*object) {
            let message = format!(
                "`{interface}` is an interface object here, and `{object}`, which it stands for, is defined as well"
            );
            let hint = format!("remove `{object}`, or define `{interface}` as an interface");
            let diagnostic = Diagnostic::new(Code::InterfaceObjectUsage, message);
            let location = definition.name().location();
            report.push(diagnostic.coordinate(*object).hint(hint).at(subgraph, location));
        }
    }
}
