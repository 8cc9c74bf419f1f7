//! Interfaces of the supergraph: an interface has the fields of all subgraphs, and so must every
//! type that implements it.

use apollo_compiler::{
    Name, Schema,
    ast::{FieldDefinition, InputValueDefinition, Type},
    schema::ExtendedType,
};

use crate::{
    Code, Diagnostic,
    diagnostic::Report,
    merge::Merged,
    model::{Subgraph, fields_of, interfaces_of},
};

pub(super) fn check(subgraphs: &[Subgraph], merged: &Merged, report: &mut Report) {
    members_are_objects(subgraphs, merged, report);
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
    let own = fields_of(definition);
    let fields = merged.schema.types.get(interface).and_then(fields_of);
    for (field, asked) in fields.into_iter().flatten() {
        if let Some(found) = own.and_then(|own| own.get(field)) {
            fits(name, interface, asked, found, &merged.schema, report);
            continue;
        }
        let adds: Vec<&str> = subgraphs
            .iter()
            .filter(|subgraph| subgraph.field(interface, field).is_some())
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

/// What was merged of several subgraphs is still what the interface promises.
fn fits(
    name: &Name,
    interface: &Name,
    asked: &FieldDefinition,
    found: &FieldDefinition,
    schema: &Schema,
    report: &mut Report,
) {
    let place = format!("{name}.{}", found.name);
    let mut say = |message: String, hint: &str| {
        let diagnostic = Diagnostic::new(Code::InvalidGraphql, message).coordinate(&place);
        report.push(diagnostic.hint(hint));
    };
    if !is_covariant(schema, &found.ty, &asked.ty) {
        let message = format!(
            "`{place}` is `{}` in the supergraph, and its interface `{interface}` promises `{}`",
            found.ty, asked.ty
        );
        say(message, "give the field the type of the interface in every subgraph");
    }
    for argument in &asked.arguments {
        match found.argument_by_name(&argument.name) {
            None => say(
                format!(
                    "`{place}` lacks the argument `{}` in the supergraph, which its interface `{interface}` has",
                    argument.name
                ),
                "add the argument in every subgraph, or leave it out of the interface in one",
            ),
            Some(own) if own.ty != argument.ty => say(
                format!(
                    "the argument `{}` of `{place}` is `{}` in the supergraph, and `{}` in its interface `{interface}`",
                    argument.name, own.ty, argument.ty
                ),
                "give the argument the same type everywhere",
            ),
            Some(_) => {}
        }
    }
    let is_more = |argument: &InputValueDefinition| {
        argument.is_required() && asked.argument_by_name(&argument.name).is_none()
    };
    for argument in found.arguments.iter().filter(|argument| is_more(argument)) {
        say(
            format!(
                "`{place}` must be given `{}` in the supergraph, which its interface `{interface}` does not know",
                argument.name
            ),
            "make the argument nullable in one subgraph, or add it to the interface",
        );
    }
}

/// Whether every value of a type is one of another.
fn is_covariant(schema: &Schema, sub: &Type, sup: &Type) -> bool {
    match (sub, sup) {
        (Type::NonNullNamed(sub), Type::NonNullNamed(sup) | Type::Named(sup))
        | (Type::Named(sub), Type::Named(sup)) => sub == sup || schema.is_subtype(sup, sub),
        (Type::NonNullList(sub), Type::NonNullList(sup) | Type::List(sup))
        | (Type::List(sub), Type::List(sup)) => is_covariant(schema, sub, sup),
        _ => false,
    }
}

/// An interface object is an interface to everybody else, and unions are of objects.
fn members_are_objects(subgraphs: &[Subgraph], merged: &Merged, report: &mut Report) {
    for subgraph in subgraphs {
        for (name, definition) in subgraph.types() {
            let Some(union_type) = definition.as_union() else { continue };
            for member in &union_type.members {
                if merged.schema.get_interface(&member.name).is_some() {
                    let message = format!(
                        "the union `{name}` has the member `{}`, which is an interface object",
                        member.name
                    );
                    let diagnostic = Diagnostic::new(Code::InterfaceObjectUsage, message);
                    let hint = "take it out of the union, or return the interface itself";
                    let location = member.name.location();
                    report.push(diagnostic.coordinate(name).hint(hint).at(subgraph, location));
                }
            }
        }
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
