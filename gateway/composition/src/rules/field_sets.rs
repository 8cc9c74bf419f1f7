//! What the field sets of `@key`, `@requires` and `@provides` may select.

use apollo_compiler::{
    Name,
    executable::{Field, SelectionSet},
    schema::ExtendedType,
};

use crate::{
    Code, Diagnostic,
    diagnostic::Report,
    field_set::{self, Problem},
    model::{Coordinate, Key, Subgraph},
    spec,
};

pub(super) fn check(subgraph: &Subgraph, report: &mut Report) {
    broken(subgraph, report);
    for (type_name, keys) in &subgraph.facts.keys {
        for key in keys {
            key_fields(subgraph, type_name, key, report);
        }
    }
    for (coordinate, set) in &subgraph.facts.requires {
        let place = format!("{}.{}", coordinate.0, coordinate.1);
        all_external(
            subgraph,
            &place,
            set,
            Code::RequiresFieldsMissingExternal,
            "@requires",
            report,
        );
    }
    for (coordinate, set) in &subgraph.facts.provides {
        let place = format!("{}.{}", coordinate.0, coordinate.1);
        all_external(
            subgraph,
            &place,
            set,
            Code::ProvidesFieldsMissingExternal,
            "@provides",
            report,
        );
        provides_plain(subgraph, coordinate, &place, set, report);
    }
}

/// Sets that cannot be read.
fn broken(subgraph: &Subgraph, report: &mut Report) {
    for broken in &subgraph.facts.broken {
        let (name, [no_string, directive, invalid]) = codes(&broken.directive.name);
        let code = match broken.problem {
            Problem::NoString => no_string,
            Problem::Directive => directive,
            Problem::Invalid(_) => invalid,
        };
        let message = format!("{name} on `{}`: {}", broken.coordinate, broken.problem);
        let diagnostic = Diagnostic::new(code, message).coordinate(&broken.coordinate);
        report.push(diagnostic.at(subgraph, broken.directive.location()));
    }
}

/// What a directive is called, and the codes of sets that are no string, that have directives, and
/// that are invalid.
fn codes(directive: &str) -> (&'static str, [Code; 3]) {
    match directive {
        spec::KEY => (
            "@key",
            [Code::KeyInvalidFieldsType, Code::KeyDirectiveInFields, Code::KeyInvalidFields],
        ),
        spec::REQUIRES => (
            "@requires",
            [
                Code::RequiresInvalidFieldsType,
                Code::RequiresDirectiveInFields,
                Code::RequiresInvalidFields,
            ],
        ),
        _ => (
            "@provides",
            [
                Code::ProvidesInvalidFieldsType,
                Code::ProvidesDirectiveInFields,
                Code::ProvidesInvalidFields,
            ],
        ),
    }
}

/// What is provided is a value, which arguments would change.
fn provides_plain(
    subgraph: &Subgraph,
    (type_name, name): &Coordinate,
    place: &str,
    set: &SelectionSet,
    report: &mut Report,
) {
    field_set::each_field(set, &mut |parent, field| {
        if !field.definition.arguments.is_empty() {
            let message = format!(
                "@provides on `{place}` selects `{parent}.{}`, which has arguments",
                field.name
            );
            let location = subgraph
                .field(type_name, name)
                .and_then(|field| field.directives.get(spec::PROVIDES)?.location());
            let diagnostic =
                Diagnostic::new(Code::ProvidesFieldsHasArgs, message).coordinate(place);
            report.push(diagnostic.at(subgraph, location));
        }
    });
}

/// A key is made of plain values: no arguments, no abstract types.
fn key_fields(subgraph: &Subgraph, type_name: &Name, key: &Key, report: &mut Report) {
    field_set::each_field(&key.fields, &mut |parent, field| {
        let place = format!("{parent}.{}", field.name);
        let mut say = |code, message: String| {
            let diagnostic = Diagnostic::new(code, message).coordinate(type_name);
            report.push(diagnostic.at(subgraph, key.node.location()));
        };
        if !field.definition.arguments.is_empty() {
            say(
                Code::KeyFieldsHasArgs,
                format!("the key of `{type_name}` selects `{place}`, which has arguments"),
            );
        }
        if let Some(kind) = unfit(subgraph, field) {
            say(
                Code::KeyFieldsSelectInvalidType,
                format!("the key of `{type_name}` selects `{place}`, {kind}"),
            );
        }
    });
}

fn unfit(subgraph: &Subgraph, field: &Field) -> Option<&'static str> {
    match subgraph.schema.types.get(field.ty().inner_named_type()) {
        Some(ExtendedType::Interface(_)) => Some("an interface"),
        Some(ExtendedType::Union(_)) => Some("a union"),
        _ => None,
    }
}

/// What is required or provided is of others. A leaf is external itself, or a field above it is,
/// or it is a part of a type whose key is known.
fn all_external(
    subgraph: &Subgraph,
    place: &str,
    set: &SelectionSet,
    code: Code,
    directive: &str,
    report: &mut Report,
) {
    let mut own = Vec::new();
    own_leaves(subgraph, set, false, &mut own);
    for (parent, field) in own {
        let message =
            format!("{directive} on `{place}` selects `{parent}.{field}`, which is not external");
        let hint = if subgraph.is_partitioned {
            "mark it @external in every partition, or do not select it"
        } else {
            "mark it @external, or do not select it"
        };
        let node = place.split_once('.').and_then(|(ty, name)| subgraph.field(ty, name));
        let diagnostic = Diagnostic::new(code, message).coordinate(place).hint(hint);
        report.push(diagnostic.at(subgraph, node.and_then(|node| node.location())));
    }
}

fn own_leaves(
    subgraph: &Subgraph,
    set: &SelectionSet,
    is_inside: bool,
    own: &mut Vec<(Name, Name)>,
) {
    for selection in &set.selections {
        match selection {
            apollo_compiler::executable::Selection::Field(field) => {
                let is_external = is_inside || refers_to_others(subgraph, &set.ty, field);
                if !field.selection_set.selections.is_empty() {
                    own_leaves(subgraph, &field.selection_set, is_external, own);
                } else if !is_external && field.name != "__typename" {
                    own.push((set.ty.clone(), field.name.clone()));
                }
            }
            apollo_compiler::executable::Selection::InlineFragment(fragment) => {
                own_leaves(subgraph, &fragment.selection_set, is_inside, own);
            }
            apollo_compiler::executable::Selection::FragmentSpread(_) => {}
        }
    }
}

/// A field of an interface cannot be external; that of an implementation can.
fn refers_to_others(subgraph: &Subgraph, type_name: &Name, field: &Field) -> bool {
    let is_external = |ty: &Name| {
        subgraph
            .field(ty, &field.name)
            .is_some_and(|definition| subgraph.is_external(ty, definition))
    };
    let of_key = || subgraph.facts.key_fields.contains(&(type_name.clone(), field.name.clone()));
    subgraph.is_v1
        || is_external(type_name)
        || (subgraph.extensions.contains(type_name) && of_key())
}
