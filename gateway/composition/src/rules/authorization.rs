//! Scopes and policies name something, and a field that requires protected fields is protected as
//! well: its answer would tell what they say.

use apollo_compiler::{
    Name, Node, Schema,
    ast::{Directive, FieldDefinition, Value},
    executable::SelectionSet,
    schema::{Component, ExtendedType},
};

use crate::{
    Code, Diagnostic,
    diagnostic::Report,
    field_set,
    merge::{Merged, authorization::Requirement},
    model::{Coordinate, Subgraph, fields_of, interfaces_of},
    spec,
};

pub(super) fn check(subgraph: &Subgraph, report: &mut Report) {
    for (type_name, definition) in subgraph.types() {
        if definition.is_interface() || subgraph.is_interface_object(type_name) {
            let directives = definition.directives().iter().map(|directive| &directive.node);
            of_implementations(subgraph, type_name, directives, report);
        }
        for directive in definition.directives() {
            names_something(subgraph, type_name, &directive.node, report);
        }
        for (name, field) in fields_of(definition).into_iter().flatten() {
            if definition.is_interface() {
                let place = format!("{type_name}.{name}");
                of_implementations(subgraph, &place, field.directives.iter(), report);
            }
            for directive in &field.directives {
                names_something(subgraph, &format!("{type_name}.{name}"), directive, report);
            }
        }
    }
}

/// An interface is protected by what protects its implementations: two sources would contradict.
fn of_implementations<'a>(
    subgraph: &Subgraph,
    place: &str,
    directives: impl Iterator<Item = &'a Node<Directive>>,
    report: &mut Report,
) {
    for directive in directives {
        let name = match directive.name.as_str() {
            spec::AUTHENTICATED => "@authenticated",
            spec::REQUIRES_SCOPES => "@requiresScopes",
            spec::POLICY => "@policy",
            _ => continue,
        };
        let code = Code::AuthorizationOnInterface;
        let message = format!("{name} on `{place}`, which is of an interface");
        let diagnostic = Diagnostic::new(code, message).coordinate(place);
        report.push(diagnostic.at(subgraph, directive.location()));
    }
}

/// An empty list means everybody to some routers and nobody to others.
fn names_something(
    subgraph: &Subgraph,
    place: &str,
    directive: &Node<Directive>,
    report: &mut Report,
) {
    let (argument, name) = match directive.name.as_str() {
        spec::REQUIRES_SCOPES => ("scopes", "@requiresScopes"),
        spec::POLICY => ("policies", "@policy"),
        _ => return,
    };
    let is_string = |value: &Node<Value>| value.as_str().is_some();
    let names = |inner: &Node<Value>| match inner.as_list() {
        Some(items) => !items.is_empty() && items.iter().all(is_string),
        None => is_string(inner),
    };
    let is_well =
        directive.specified_argument_by_name(argument).is_some_and(|outer| match outer.as_list() {
            Some(items) => !items.is_empty() && items.iter().all(names),
            None => is_string(outer),
        });
    if !is_well {
        let message = format!("{name} on `{place}` has an alternative that names nothing");
        let diagnostic = Diagnostic::new(Code::AuthorizationInvalid, message).coordinate(place);
        let hint = format!("write `{argument}: [[\"…\"]]`, with strings, or remove the directive");
        report.push(diagnostic.hint(hint).at(subgraph, directive.location()));
    }
}

/// Every `@requires` of a supergraph against what it reads.
pub(super) fn transitive(subgraphs: &[Subgraph], merged: &Merged, report: &mut Report) {
    for subgraph in subgraphs {
        for (coordinate, set) in &subgraph.facts.requires {
            lets_nothing_out(subgraph, coordinate, set, &merged.schema, report);
        }
    }
}

fn lets_nothing_out(
    subgraph: &Subgraph,
    coordinate: &Coordinate,
    set: &SelectionSet,
    schema: &Schema,
    report: &mut Report,
) {
    let (type_name, name) = coordinate;
    let Some(have) = requirement(schema, type_name, name) else { return };
    field_set::each_field(set, &mut |parent, field| {
        for holder in holders(schema, parent) {
            let need = requirement(schema, holder, &field.name);
            if need.is_none_or(|need| have.implies(&need)) {
                continue;
            }
            let place = format!("{type_name}.{name}");
            let message = format!(
                "`{place}` @requires `{holder}.{}`, which is protected more than itself",
                field.name
            );
            let hint = "give the field at least the protection of what it requires";
            let diagnostic = Diagnostic::new(Code::AuthorizationNotTransitive, message);
            let location = subgraph
                .field(type_name, name)
                .and_then(|field| field.directives.get(spec::REQUIRES)?.location());
            report.push(diagnostic.coordinate(place).hint(hint).at(subgraph, location));
        }
    });
}

/// The type itself, and for an interface every object that implements it.
fn holders<'a>(schema: &'a Schema, type_name: &'a Name) -> impl Iterator<Item = &'a Name> {
    let is_interface = schema.get_interface(type_name).is_some();
    let implements = move |(_, definition): &(&Name, &ExtendedType)| {
        is_interface && interfaces_of(definition).contains(&type_name)
    };
    let implementers = schema.types.iter().filter(implements).map(|(name, _)| name);
    std::iter::once(type_name).chain(implementers)
}

/// What must be had to read a field: what its type, itself, and the returned type ask for.
/// Nothing when there is no such field, or its requirement was refused.
fn requirement(schema: &Schema, type_name: &Name, field: &Name) -> Option<Requirement> {
    let definition = schema.types.get(type_name)?;
    let field: &Component<FieldDefinition> = fields_of(definition)?.get(field)?;
    let target = schema.types.get(field.ty.inner_named_type());
    let of_types = [Some(definition), target].into_iter().flatten();
    let of_types =
        of_types.flat_map(|one| one.directives().iter().map(|directive| &directive.node));
    Requirement::of(of_types.chain(field.directives.iter())).ok()
}
