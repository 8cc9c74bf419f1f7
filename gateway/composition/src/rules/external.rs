//! `@external`: a field that others resolve is declared for a reason.

use apollo_compiler::{ast::FieldDefinition, schema::ExtendedType};

use crate::{
    Code, Diagnostic,
    diagnostic::Report,
    model::{Subgraph, fields_of},
    spec,
};

/// Directives that every subgraph with an element can put on it.
const MERGED: &[&str] = &[
    "deprecated",
    spec::TAG,
    spec::INACCESSIBLE,
    spec::AUTHENTICATED,
    spec::REQUIRES_SCOPES,
    spec::POLICY,
    spec::COST,
    spec::LIST_SIZE,
];

pub(super) fn check(subgraph: &Subgraph, report: &mut Report) {
    for (type_name, definition) in subgraph.types() {
        for (name, field) in fields_of(definition).into_iter().flatten() {
            let place = format!("{type_name}.{name}");
            if subgraph.is_external(type_name, field) {
                says_nothing(subgraph, &place, field, report);
            }
            if matches!(definition, ExtendedType::Interface(_))
                && field.directives.has(spec::EXTERNAL)
            {
                let message =
                    format!("`{place}` is a field of an interface, which nobody resolves");
                let diagnostic =
                    Diagnostic::new(Code::ExternalOnInterface, message).coordinate(&place);
                report.push(
                    diagnostic
                        .hint("mark the fields of the implementations")
                        .at(subgraph, field.location()),
                );
            } else if subgraph.is_external(type_name, field)
                // Who uses it can be a field set that cannot be read.
                && subgraph.facts.broken.is_empty()
                && is_unused(subgraph, definition, name)
            {
                let message = format!(
                    "`{place}` is external, and no @requires, @provides, @key or interface uses it"
                );
                let diagnostic = Diagnostic::new(Code::ExternalUnused, message).coordinate(&place);
                report.push(diagnostic.hint("remove the field").at(subgraph, field.location()));
            }
        }
    }
}

/// What merges into the field is said where the field is resolved. In federation 1 it was not.
fn says_nothing(subgraph: &Subgraph, place: &str, field: &FieldDefinition, report: &mut Report) {
    let of_arguments = field.arguments.iter().flat_map(|argument| argument.directives.iter());
    for directive in field.directives.iter().chain(of_arguments) {
        let name = directive.name.trim_start_matches("federation__");
        if !subgraph.is_v1 && MERGED.contains(&directive.name.as_str()) {
            let message = format!("@{name} on `{place}`, which is external");
            let diagnostic =
                Diagnostic::new(Code::MergedDirectiveOnExternal, message).coordinate(place);
            let hint = "put it where the field is resolved";
            report.push(diagnostic.hint(hint).at(subgraph, directive.location()));
        }
    }
}

fn is_unused(
    subgraph: &Subgraph,
    definition: &ExtendedType,
    field: &apollo_compiler::Name,
) -> bool {
    // Federation 1 asks for externals that federation 2 has no use for.
    if subgraph.is_v1 {
        return false;
    }
    let coordinate = (definition.name().clone(), field.clone());
    let by_interface = definition.as_object().is_some_and(|object| {
        object
            .implements_interfaces
            .iter()
            .any(|interface| subgraph.field(&interface.name, field).is_some())
    });
    !subgraph.facts.used.contains(&coordinate) && !by_interface
}
