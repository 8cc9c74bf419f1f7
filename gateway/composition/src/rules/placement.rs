//! Federation directives where they mean nothing.

use apollo_compiler::{
    Node,
    ast::{Directive, FieldDefinition},
    schema::ExtendedType,
};

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
        for first in definition.directives().get_all(spec::SHAREABLE) {
            let of_block = definition.directives().get_all(spec::SHAREABLE);
            let of_block = of_block.filter(|other| other.origin == first.origin);
            let of_block: Vec<_> = of_block.map(|other| &other.node).collect();
            if of_block.first().is_some_and(|one| one.ptr_eq(&first.node)) {
                shareable_once(subgraph, type_name, of_block.into_iter(), report);
            }
        }
        for (name, field) in fields_of(definition).into_iter().flatten() {
            let place = format!("{type_name}.{name}");
            if matches!(definition, ExtendedType::Interface(_)) {
                on_interface(subgraph, &place, &field.directives, report);
            }
            provides_leaf(subgraph, &place, field, report);
            shareable_once(subgraph, &place, field.directives.get_all(spec::SHAREABLE), report);
            provides_or_refers(subgraph, &place, field, report);
        }
    }
}

/// `@shareable` is repeatable so that a definition and its extensions can each say it.
fn shareable_once<'a>(
    subgraph: &Subgraph,
    place: &str,
    mut all: impl Iterator<Item = &'a Node<Directive>>,
    report: &mut Report,
) {
    if let Some(second) = all.nth(1) {
        let message = format!("@shareable stands twice on `{place}`");
        let diagnostic = Diagnostic::new(Code::InvalidShareable, message).coordinate(place);
        report.push(diagnostic.hint("say it once").at(subgraph, second.location()));
    }
}

/// What is only referred to is not resolved here, so that nothing is provided with it.
fn provides_or_refers(
    subgraph: &Subgraph,
    place: &str,
    field: &FieldDefinition,
    report: &mut Report,
) {
    if let Some(directive) = field.directives.get(spec::PROVIDES)
        && field.directives.has(spec::EXTERNAL)
    {
        let message = format!("`{place}` is external and @provides at once");
        let diagnostic = Diagnostic::new(Code::ExternalCollision, message).coordinate(place);
        report.push(diagnostic.at(subgraph, directive.location()));
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
        let (name, code) = match directive.name.as_str() {
            spec::REQUIRES => ("@requires", Code::RequiresOnInterface),
            spec::PROVIDES => ("@provides", Code::ProvidesOnInterface),
            spec::SHAREABLE => ("@shareable", Code::InvalidShareable),
            spec::OVERRIDE => ("@override", Code::OverrideOnInterface),
            _ => continue,
        };
        let message = format!("{name} on `{place}` means nothing: it is a field of an interface");
        let diagnostic = Diagnostic::new(code, message).coordinate(place);
        report.push(
            diagnostic
                .hint("put it on the fields of the implementations")
                .at(subgraph, directive.location()),
        );
    }
}

/// Only of an object can fields be provided.
fn provides_leaf(subgraph: &Subgraph, place: &str, field: &FieldDefinition, report: &mut Report) {
    let Some(directive) = field.directives.get(spec::PROVIDES) else { return };
    if subgraph.schema.types.get(field.ty.inner_named_type()).is_some_and(|target| target.is_leaf())
    {
        let message = format!("@provides on `{place}`, which returns `{}`", field.ty);
        let diagnostic = Diagnostic::new(Code::ProvidesOnNonObjectField, message).coordinate(place);
        report.push(diagnostic.at(subgraph, directive.location()));
    }
}
