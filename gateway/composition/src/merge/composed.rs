//! Directives of others that subgraphs compose: their specifications must agree, the newest
//! definition counts, and every use goes to the supergraph. What they mean is not known here.

use std::collections::BTreeMap;

use apollo_compiler::{
    Name, Node,
    ast::{Directive, DirectiveDefinition},
};

use crate::{Code, Diagnostic, diagnostic::Report, ingest::ComposedDirective, model::Subgraph};

/// Names that the supergraph itself needs.
const RESERVED: &[&str] = &[
    "authenticated",
    "cost",
    "deprecated",
    "inaccessible",
    "include",
    "link",
    "listSize",
    "oneOf",
    "policy",
    "requiresScopes",
    "skip",
    "specifiedBy",
    "tag",
];

/// A specification of others, as the supergraph links it.
#[derive(Debug)]
pub(crate) struct ForeignLink {
    pub(crate) url: String,
    pub(crate) purpose: Option<Name>,
    /// The names of its directives in the specification and here, without `@`.
    pub(crate) imports: BTreeMap<String, Name>,
    version: (u32, u32),
}

/// What the supergraph has of composed directives.
#[derive(Debug, Default)]
pub(crate) struct Foreign {
    /// By identity.
    pub(crate) links: BTreeMap<String, ForeignLink>,
    pub(crate) definitions: BTreeMap<Name, Node<DirectiveDefinition>>,
}

impl Foreign {
    pub(super) fn of(subgraphs: &[Subgraph], report: &mut Report) -> Self {
        let mut foreign = Self::default();
        let mut newest: BTreeMap<Name, (u32, u32)> = BTreeMap::new();
        for subgraph in subgraphs {
            for composed in &subgraph.composed {
                if let Some(message) = foreign.misfit(composed) {
                    let diagnostic = Diagnostic::new(Code::DirectiveComposition, message)
                        .coordinate(format!("@{}", composed.name))
                        .hint("compose one directive of one specification under one name");
                    report.push(diagnostic.at(subgraph, composed.node.location()));
                    continue;
                }
                foreign.link(composed);
                let known = newest.get(&composed.name);
                if known.is_none_or(|known| *known < composed.version) {
                    newest.insert(composed.name.clone(), composed.version);
                    foreign.define(subgraph, &composed.name);
                }
            }
        }
        foreign
    }

    /// Why a directive does not go with those before it.
    fn misfit(&self, composed: &ComposedDirective) -> Option<String> {
        let name = &composed.name;
        let is_reserved = RESERVED.contains(&name.as_str())
            || ["join__", "link__", "partition__"].iter().any(|prefix| name.starts_with(prefix));
        if is_reserved {
            return Some(format!("`@{name}` is a name that the supergraph needs for itself"));
        }
        let link = self.links.get(&composed.identity);
        if let Some(link) = link.filter(|link| link.version.0 != composed.version.0) {
            return Some(format!("`@{name}` is of {}, and others link {}", composed.url, link.url));
        }
        let local = link.and_then(|link| link.imports.get(&composed.original));
        if let Some(local) = local.filter(|local| *local != name) {
            return Some(format!("`@{name}` is called `@{local}` in another subgraph"));
        }
        let is_others = |(identity, link): (&String, &ForeignLink)| {
            link.imports.iter().any(|(original, local)| {
                local == name && (*identity != composed.identity || *original != composed.original)
            })
        };
        self.links
            .iter()
            .any(is_others)
            .then(|| format!("`@{name}` is a directive of another specification elsewhere"))
    }

    fn link(&mut self, composed: &ComposedDirective) {
        let link = self.links.entry(composed.identity.clone()).or_insert_with(|| ForeignLink {
            url: composed.url.clone(),
            purpose: None,
            imports: BTreeMap::new(),
            version: composed.version,
        });
        if link.version < composed.version {
            link.version = composed.version;
            link.url.clone_from(&composed.url);
        }
        link.purpose = link.purpose.take().or_else(|| composed.purpose.clone());
        link.imports.insert(composed.original.clone(), composed.name.clone());
    }

    fn define(&mut self, subgraph: &Subgraph, name: &Name) {
        if let Some(definition) = subgraph.schema.directive_definitions.get(name) {
            self.definitions.insert(name.clone(), Node::new(definition.as_ref().clone()));
        }
    }
}

/// The uses of composed directives on one element.
#[derive(Debug, Default)]
pub(super) struct Applied(Vec<(Directive, bool)>);

impl Applied {
    /// Takes the use of a directive when its subgraph composes it.
    pub(super) fn add(&mut self, subgraph: &Subgraph, found: &Node<Directive>) {
        let is_known = |(known, _): &(Directive, bool)| known == found.as_ref();
        if subgraph.composes(&found.name) && !self.0.iter().any(is_known) {
            let definition = subgraph.schema.directive_definitions.get(&found.name);
            let is_repeatable = definition.is_some_and(|definition| definition.repeatable);
            self.0.push((found.as_ref().clone(), is_repeatable));
        }
    }

    /// Every use; of a directive that is not repeatable there can be only one.
    pub(super) fn into_directives(
        self,
        place: impl std::fmt::Display,
        report: &mut Report,
    ) -> Vec<Directive> {
        for (index, (found, is_repeatable)) in self.0.iter().enumerate() {
            let same = |(other, _): &(Directive, bool)| other.name == found.name;
            if !is_repeatable && self.0[..index].iter().any(same) {
                let message = format!(
                    "`@{}` stands on `{place}` with different arguments, and is not repeatable",
                    found.name
                );
                let hint = "give it the same arguments in every subgraph";
                let diagnostic = Diagnostic::new(Code::DirectiveComposition, message);
                report.push(diagnostic.coordinate(&place).hint(hint));
            }
        }
        self.0.into_iter().map(|(found, _)| found).collect()
    }
}
