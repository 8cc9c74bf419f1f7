//! `@external`: a field that others resolve is declared for a reason.

use apollo_compiler::schema::ExtendedType;

use crate::{
    Code, Diagnostic,
    diagnostic::Report,
    model::{Subgraph, fields_of},
    spec,
};

pub(super) fn check(subgraph: &Subgraph, report: &mut Report) {
    for (type_name, definition) in subgraph.types() {
        for (name, field) in fields_of(definition).into_iter().flatten() {
            let place = format!("{type_name}.{name}");
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
