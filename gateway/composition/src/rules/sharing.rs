//! A field that several subgraphs resolve is `@shareable` in each: they promise the same answer.

use std::collections::{BTreeMap, BTreeSet};

use apollo_compiler::{
    Name,
    ast::FieldDefinition,
    schema::{Component, ExtendedType},
};

use crate::{
    Code, Diagnostic,
    diagnostic::Report,
    merge::overrides_of,
    model::{Coordinate, Subgraph},
};

/// A subgraph that resolves a field, by itself or through an interface object.
struct Resolver<'a> {
    subgraph: &'a Subgraph,
    /// The type, or the interface object that stands for it.
    holder: &'a Name,
    field: &'a Component<FieldDefinition>,
}

pub(super) fn check(subgraphs: &[Subgraph], report: &mut Report) {
    for (coordinate, resolvers) in resolvers(subgraphs) {
        if coordinate.0 == "Subscription" && resolvers.len() > 1 {
            subscription(&coordinate, &resolvers, report);
            continue;
        }
        if resolvers.len() < 2 {
            continue;
        }
        let place = format!("{}.{}", coordinate.0, coordinate.1);
        let all = names(&resolvers);
        for resolver in resolvers.iter().filter(|resolver| !resolver.may_be_shared()) {
            let through = match resolver.holder == &coordinate.0 {
                true => String::new(),
                false => format!(" through the interface object `{}`", resolver.holder),
            };
            let message =
                format!("`{place}` is resolved by {all}, and is not @shareable here{through}");
            let hint = "mark it @shareable everywhere when all give the same answer, @external where it is \
                        only referred to, or remove it";
            let diagnostic =
                Diagnostic::new(Code::InvalidFieldSharing, message).coordinate(&place).hint(hint);
            report.push(diagnostic.at(resolver.subgraph, resolver.field.name.location()));
        }
    }
}

/// A stream comes from one place: of two the client would get half.
fn subscription(coordinate: &Coordinate, resolvers: &[Resolver<'_>], report: &mut Report) {
    let place = format!("{}.{}", coordinate.0, coordinate.1);
    let all = names(resolvers);
    for Resolver { subgraph, field, .. } in resolvers {
        let message = format!("`{place}` is a subscription of {all}, and can be of one only");
        let hint = "keep it in one subgraph, or give it different names";
        let diagnostic =
            Diagnostic::new(Code::InvalidFieldSharing, message).coordinate(&place).hint(hint);
        report.push(diagnostic.at(subgraph, field.name.location()));
    }
}

fn names(resolvers: &[Resolver<'_>]) -> String {
    let names: Vec<&str> = resolvers.iter().map(|one| one.subgraph.name.as_str()).collect();
    names.join(", ")
}

fn resolvers(subgraphs: &[Subgraph]) -> BTreeMap<Coordinate, Vec<Resolver<'_>>> {
    let overrides = overrides_of(subgraphs);
    let mut resolvers: BTreeMap<Coordinate, Vec<Resolver<'_>>> = BTreeMap::new();
    let mut stand_ins = Vec::new();
    for subgraph in subgraphs {
        for (holder, definition) in subgraph.types() {
            let ExtendedType::Object(object) = definition else { continue };
            for (name, field) in &object.fields {
                let coordinate = (holder.clone(), name.clone());
                // Who provides a field on some paths promises as much as who resolves it.
                let refers = subgraph.is_external(holder, field)
                    && !subgraph.facts.provided.contains(&coordinate);
                if refers || overrides.of(subgraph, &coordinate).is_some() {
                    continue;
                }
                if subgraph.is_interface_object(holder) {
                    stand_ins.push(Resolver { subgraph, holder, field });
                }
                resolvers.entry(coordinate).or_default().push(Resolver { subgraph, holder, field });
            }
        }
    }
    through_interfaces(subgraphs, stand_ins, &mut resolvers);
    resolvers
}

/// A field of an interface object is one of every object that it stands for.
fn through_interfaces<'a>(
    subgraphs: &'a [Subgraph],
    stand_ins: Vec<Resolver<'a>>,
    resolvers: &mut BTreeMap<Coordinate, Vec<Resolver<'a>>>,
) {
    for Resolver { subgraph, holder, field } in stand_ins {
        let objects: BTreeSet<&Name> =
            subgraphs.iter().flat_map(|other| other.implementers(holder)).collect();
        for object in objects {
            if let Some(known) = resolvers.get_mut(&(object.clone(), field.name.clone())) {
                known.push(Resolver { subgraph, holder, field });
            }
        }
    }
}

impl Resolver<'_> {
    /// A field that is provided somewhere is shared by its nature; the others must say so.
    fn may_be_shared(&self) -> bool {
        let coordinate = (self.holder.clone(), self.field.name.clone());
        self.subgraph.is_shareable(self.holder, self.field)
            || self.subgraph.facts.provided.contains(&coordinate)
    }
}
