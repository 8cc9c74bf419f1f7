//! Federation directives where they mean nothing.

use apollo_compiler::{Node, ast::Directive, schema::ExtendedType};

use crate::{
    Code, Diagnostic,
    diagnostic::Report,
    model::{Subgraph, fields_of},
    spec,
};

pub(super) fn check(subgraph: &Subgraph, report: &mut Report) {
    for (type_name, definition) in subgraph.types() {
        if subgraph.is_interface_object(type_name) && subgraph.keys(type_name).is_empty() {
            let message = format!(
                "the interface object `{type_name}` has no @key by which others can reach it"
            );
            let diagnostic =
                Diagnostic::new(Code::InterfaceObjectUsage, message).coordinate(type_name);
            report.push(diagnostic.at(subgraph, definition.location()));
        }
        for (name, field) in fields_of(definition).into_iter().flatten() {
            let place = format!("{type_name}.{name}");
            if matches!(definition, ExtendedType::Interface(_)) {
                on_interface(subgraph, &place, &field.directives, report);
            }
            provides_leaf(subgraph, &place, field, report);
        }
    }
}

/// Nobody resolves a field of an interface.
fn on_interface(
    subgraph: &Subgraph,
    place: &str,
    directives: &[Node<Directive>],
    report: &mut Report,
) {
    for directive in directives {
        let name = match directive.name.as_str() {
            spec::REQUIRES => "@requires",
            spec::PROVIDES => "@provides",
            spec::SHAREABLE => "@shareable",
            spec::OVERRIDE => "@override",
            _ => continue,
        };
        let message = format!("{name} on `{place}` means nothing: it is a field of an interface");
        let diagnostic = Diagnostic::new(Code::InvalidFieldDirective, message).coordinate(place);
        report.push(
            diagnostic
                .hint("put it on the fields of the implementations")
                .at(subgraph, directive.location()),
        );
    }
}

/// Only of an object can fields be provided.
fn provides_leaf(
    subgraph: &Subgraph,
    place: &str,
    field: &apollo_compiler::ast::FieldDefinition,
    report: &mut Report,
) {
    let Some(directive) = field.directives.get(spec::PROVIDES) else { return };
    if subgraph.schema.types.get(field.ty.inner_named_type()).is_some_and(|target| target.is_leaf())
    {
        let message = format!("@provides on `{place}`, which returns `{}`", field.ty);
        let diagnostic = Diagnostic::new(Code::ProvidesOnNonObjectField, message).coordinate(place);
        report.push(diagnostic.at(subgraph, directive.location()));
    }
}
