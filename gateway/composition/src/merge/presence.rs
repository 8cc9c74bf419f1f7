//! What merges the same way wherever it stands: descriptions, deprecations, tags, accessibility,
//! and protection.

use std::{collections::BTreeSet, fmt::Display};

use apollo_compiler::{
    Node,
    ast::{Directive, Value},
};

use super::{
    authorization::{Requirement, TooManyAlternatives},
    composed,
    cost::Costs,
    join::directive,
};
use crate::{Code, Diagnostic, diagnostic::Report, model::Subgraph, spec};

/// The description that most subgraphs give, the first of these when it is a tie.
pub(super) fn description<'a>(
    coordinate: impl Display,
    all: impl Iterator<Item = Option<&'a Node<str>>>,
    report: &mut Report,
) -> Option<Node<str>> {
    let given: Vec<&Node<str>> = all.flatten().filter(|text| !text.trim().is_empty()).collect();
    let count = |text: &Node<str>| given.iter().filter(|other| **other == text).count();
    let most = given.iter().map(|text| count(text)).max()?;
    let chosen = given.iter().find(|text| count(text) == most)?;
    if most < given.len() {
        let message = "subgraphs describe it differently; the description that most give is taken";
        report.push(
            Diagnostic::new(Code::InconsistentDescription, message)
                .coordinate(coordinate)
                .suspicious(),
        );
    }
    Some(Node::new_str(chosen))
}

/// What all subgraphs together say of an element beyond how it is joined: tags, accessibility,
/// deprecation, protection, cost, and the directives that they compose.
pub(super) fn directives<'a>(
    place: impl Display,
    all: impl Iterator<Item = (&'a Subgraph, &'a Node<Directive>)>,
    report: &mut Report,
) -> Vec<Directive> {
    let mut tags = BTreeSet::new();
    let mut is_inaccessible = false;
    let mut first: Vec<Directive> = Vec::new();
    let mut protection = Vec::new();
    let mut costs = Costs::default();
    let mut composed = composed::Applied::default();
    for (subgraph, found) in all {
        match found.name.as_str() {
            spec::AUTHENTICATED | spec::REQUIRES_SCOPES | spec::POLICY => protection.push(found),
            spec::COST | spec::LIST_SIZE => costs.add(found),
            spec::INACCESSIBLE => is_inaccessible = true,
            spec::TAG => tags.extend(
                found
                    .specified_argument_by_name("name")
                    .and_then(|value| value.as_str())
                    .map(ToOwned::to_owned),
            ),
            "deprecated" | "specifiedBy" if !first.iter().any(|known| known.name == found.name) => {
                first.push(found.as_ref().clone());
            }
            _ => composed.add(subgraph, found),
        }
    }
    let mut merged: Vec<Directive> =
        tags.into_iter().map(|name| directive("tag", [("name", Value::String(name))])).collect();
    if is_inaccessible {
        merged.push(directive("inaccessible", []));
    }
    merged.extend(first);
    merged.extend(requirement(&place, protection.into_iter(), report).into_directives());
    merged.extend(costs.into_directives());
    merged.extend(composed.into_directives(&place, report));
    merged
}

/// What these directives require together; it is an error when that cannot be written down.
pub(super) fn requirement<'a>(
    place: impl Display,
    directives: impl Iterator<Item = &'a Node<Directive>>,
    report: &mut Report,
) -> Requirement {
    Requirement::of(directives).unwrap_or_else(|TooManyAlternatives| {
        let message = format!("what `{place}` requires has too many alternatives together");
        let hint = "require the same scopes and policies in every subgraph, or fewer of them";
        let diagnostic = Diagnostic::new(Code::AuthorizationTooComplex, message);
        report.push(diagnostic.coordinate(place).hint(hint));
        Requirement::default()
    })
}
