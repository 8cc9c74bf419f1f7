//! A field that several subgraphs resolve is `@shareable` in each: they promise the same answer.

use std::collections::BTreeMap;

use apollo_compiler::{
    ast::FieldDefinition,
    schema::{Component, ExtendedType},
};

use crate::{
    Code, Diagnostic,
    diagnostic::Report,
    merge::overrides_of,
    model::{Coordinate, Subgraph},
};

type Resolver<'a> = (&'a Subgraph, &'a Component<FieldDefinition>);

pub(super) fn check(subgraphs: &[Subgraph], report: &mut Report) {
    for (coordinate, resolvers) in resolvers(subgraphs) {
        if coordinate.0 == "Subscription" && resolvers.len() > 1 {
            subscription(&coordinate, &resolvers, report);
            continue;
        }
        let unshared: Vec<&Resolver<'_>> = resolvers
            .iter()
            .filter(|(subgraph, field)| !may_be_shared(subgraph, &coordinate, field))
            .collect();
        if resolvers.len() < 2 || unshared.is_empty() {
            continue;
        }
        let place = format!("{}.{}", coordinate.0, coordinate.1);
        let all: Vec<&str> = resolvers.iter().map(|(subgraph, _)| subgraph.name.as_str()).collect();
        for (subgraph, field) in unshared {
            let message =
                format!("`{place}` is resolved by {}, and is not @shareable here", all.join(", "));
            let hint = "mark it @shareable everywhere when all give the same answer, @external where it is \
                        only referred to, or remove it";
            let diagnostic =
                Diagnostic::new(Code::InvalidFieldSharing, message).coordinate(&place).hint(hint);
            report.push(diagnostic.at(subgraph, field.name.location()));
        }
    }
}

/// A stream comes from one place: of two the client would get half.
fn subscription(coordinate: &Coordinate, resolvers: &[Resolver<'_>], report: &mut Report) {
    let place = format!("{}.{}", coordinate.0, coordinate.1);
    let all: Vec<&str> = resolvers.iter().map(|(subgraph, _)| subgraph.name.as_str()).collect();
    for (subgraph, field) in resolvers {
        let message =
            format!("`{place}` is a subscription of {}, and can be of one only", all.join(", "));
        let hint = "keep it in one subgraph, or give it different names";
        let diagnostic =
            Diagnostic::new(Code::InvalidFieldSharing, message).coordinate(&place).hint(hint);
        report.push(diagnostic.at(subgraph, field.name.location()));
    }
}

fn resolvers(subgraphs: &[Subgraph]) -> BTreeMap<Coordinate, Vec<Resolver<'_>>> {
    let overrides = overrides_of(subgraphs);
    let mut resolvers: BTreeMap<Coordinate, Vec<Resolver<'_>>> = BTreeMap::new();
    for subgraph in subgraphs {
        for (type_name, definition) in subgraph.types() {
            let ExtendedType::Object(object) = definition else { continue };
            for (name, field) in &object.fields {
                let coordinate = (type_name.clone(), name.clone());
                // Who provides a field on some paths promises as much as who resolves it.
                let refers = subgraph.is_external(type_name, field)
                    && !subgraph.facts.provided.contains(&coordinate);
                if !refers && overrides.of(subgraph, &coordinate).is_none() {
                    resolvers.entry(coordinate).or_default().push((subgraph, field));
                }
            }
        }
    }
    resolvers
}

/// A field that is provided somewhere is shared by its nature; the others must say so.
fn may_be_shared(
    subgraph: &Subgraph,
    coordinate: &Coordinate,
    field: &Component<FieldDefinition>,
) -> bool {
    subgraph.is_shareable(&coordinate.0, field) || subgraph.facts.provided.contains(coordinate)
}
