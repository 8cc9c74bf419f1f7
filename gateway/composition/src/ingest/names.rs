//! What the directives and types of a subgraph mean, by the specifications that it links.

use std::collections::{BTreeMap, BTreeSet};

use apollo_compiler::Schema;

use super::{Problems, composed, links::Link, versions};
use crate::{Code, Diagnostic, spec};

const PARTITION: &str = "specs.yituan.example/partition";

/// Directives of federation that composition knows and refuses, wherever they are linked from:
/// leaving one out would change an answer.
const REFUSED: &[&str] = &["cacheTag", "connect", "context", "fromContext", "source"];

/// Directives that protect fields. Under one of these names and without its specification, a
/// directive would look like protection and be none.
const PROTECTING: &[&str] = &["authenticated", "policy", "requiresScopes"];

/// Specifications of federation directives that can be linked on their own.
const SINGLE: &[&str] = &[
    "specs.apollo.dev/authenticated",
    "specs.apollo.dev/cost",
    "specs.apollo.dev/inaccessible",
    "specs.apollo.dev/policy",
    "specs.apollo.dev/requiresScopes",
    "specs.apollo.dev/tag",
];

/// Directives that everybody knows by these names without linking anything, in federation 1.
const VERSION_1: &[&str] =
    &["extends", "external", "inaccessible", "key", "provides", "requires", "tag"];

/// What a directive is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A directive of GraphQL or of the subgraph's own.
    Own,
    /// One of [`crate::spec`].
    Canonical(&'static str),
    /// Something that only tells how to read the schema.
    Machinery,
    /// Something that is not supported.
    Refused,
}

/// The names of a subgraph.
#[derive(Debug, Default)]
pub(super) struct Names {
    directives: BTreeMap<String, Meaning>,
    types: BTreeSet<String>,
    prefixes: Vec<(String, Family)>,
    is_v1: bool,
    /// The minor version of federation.
    minor: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Family {
    Federation,
    Partition,
    Machinery,
    Refused,
}

impl Names {
    pub(super) fn new(schema: &Schema, links: &[Link], problems: &mut Problems<'_>) -> Self {
        let federation = links.iter().find(|link| link.is("specs.apollo.dev/federation"));
        let mut names = Self {
            is_v1: federation.is_none(),
            minor: federation.and_then(versions::minor).unwrap_or(versions::NEWEST),
            ..Self::default()
        };
        names.directives.insert("composeDirective".to_owned(), Meaning::Machinery);
        names.directives.insert("link".to_owned(), Meaning::Machinery);
        names.prefixes.push(("link".to_owned(), Family::Machinery));
        if names.is_v1 {
            for name in VERSION_1 {
                names.directives.insert(
                    (*name).to_owned(),
                    Family::Federation.meaning(name).unwrap_or(Meaning::Own),
                );
            }
            names.types.insert("_FieldSet".to_owned());
        }
        for link in links {
            names.link(schema, link, problems);
        }
        names.protection(schema, problems);
        names
    }

    pub(super) fn is_v1(&self) -> bool {
        self.is_v1
    }

    pub(super) fn meaning(&self, directive: &str) -> Meaning {
        if let Some(meaning) = self.directives.get(directive) {
            return *meaning;
        }
        let namespaced = self.prefixes.iter().find_map(|(prefix, family)| {
            let name = directive.strip_prefix(prefix.as_str())?.strip_prefix("__")?;
            if *family == Family::Federation && versions::since(name) > self.minor {
                return Some(Meaning::Refused);
            }
            Some(family.meaning(name).unwrap_or(Meaning::Refused))
        });
        namespaced.unwrap_or(Meaning::Own)
    }

    /// Whether a type belongs to a linked specification.
    pub(super) fn owns_type(&self, name: &str) -> bool {
        let is_prefixed = |(prefix, _): &(String, Family)| {
            name.strip_prefix(prefix.as_str()).is_some_and(|rest| rest.starts_with("__"))
        };
        self.types.contains(name) || self.prefixes.iter().any(is_prefixed)
    }

    /// No directive of a subgraph's own may pass for one that protects.
    fn protection(&self, schema: &Schema, problems: &mut Problems<'_>) {
        for name in PROTECTING {
            let Some(definition) = schema.directive_definitions.get(*name) else { continue };
            if self.meaning(name) == Meaning::Own {
                let message = format!(
                    "`@{name}` is defined and its specification is not linked: it would protect nothing"
                );
                let diagnostic = Diagnostic::new(Code::AuthorizationNotLinked, message)
                    .coordinate(format!("@{name}"))
                    .hint("import it from the federation specification, or give it another name");
                problems.push(schema, Some(definition), diagnostic);
            }
        }
    }

    fn link(&mut self, schema: &Schema, link: &Link, problems: &mut Problems<'_>) {
        let Some(family) = family(link) else { return foreign(schema, link, problems) };
        version(schema, link, family, problems);
        self.prefixes.push((link.prefix.clone(), family));
        // The directive that is called like its specification: `@inaccessible`, `@tag`, `@cost`.
        if !matches!(family, Family::Federation | Family::Partition) || is_single(link) {
            let own = link.identity.rsplit('/').next().unwrap_or_default();
            self.directives
                .insert(link.prefix.clone(), family.meaning(own).unwrap_or(Meaning::Refused));
        }
        for (name, local) in &link.imports {
            let Some((name, local)) = name.strip_prefix('@').zip(local.strip_prefix('@')) else {
                self.types.insert(local.clone());
                continue;
            };
            let is_too_new = family == Family::Federation
                && !is_single(link)
                && versions::since(name) > self.minor;
            match family.meaning(name) {
                Some(_) if is_too_new => too_new(schema, link, name, problems),
                Some(meaning) => {
                    self.directives.insert(local.to_owned(), meaning);
                }
                None => unknown_import(schema, link, name, problems),
            }
        }
    }
}

impl Family {
    /// What a name of the specification means; nothing when the specification has no such name.
    fn meaning(self, name: &str) -> Option<Meaning> {
        if REFUSED.contains(&name) && self != Self::Partition {
            return Some(Meaning::Refused);
        }
        match self {
            Self::Federation if name == "composeDirective" => Some(Meaning::Machinery),
            Self::Federation => spec::federation(name).map(Meaning::Canonical),
            Self::Partition => spec::partition(name).map(Meaning::Canonical),
            Self::Machinery => Some(Meaning::Machinery),
            Self::Refused => Some(Meaning::Refused),
        }
    }
}

/// A specification that nobody here knows: its directives stay in the subgraph, as Apollo has
/// it, unless it says that it must not be ignored.
fn foreign(schema: &Schema, link: &Link, problems: &mut Problems<'_>) {
    if link.purpose.is_some() && !composed::uses(schema, link) {
        let message = format!("{} must not be ignored, and is not supported", link.url);
        problems.push(schema, Some(&link.node), Diagnostic::new(Code::UnsupportedFeature, message));
    }
}

/// Which specification a link is; nothing for those of others.
fn family(link: &Link) -> Option<Family> {
    if link.is("specs.apollo.dev/federation") || is_single(link) {
        Some(Family::Federation)
    } else if link.is(PARTITION) {
        Some(Family::Partition)
    } else if link.is("specs.apollo.dev/link") {
        Some(Family::Machinery)
    } else if link.identity.contains("specs.apollo.dev/") {
        Some(Family::Refused)
    } else {
        None
    }
}

/// Specifications of one directive that federation includes.
fn is_single(link: &Link) -> bool {
    SINGLE.iter().any(|identity| link.is(identity))
}

/// Another version may mean anything.
fn version(schema: &Schema, link: &Link, family: Family, problems: &mut Problems<'_>) {
    let is_federation = family == Family::Federation && !is_single(link);
    let is_known = |(major, minor): (u32, u32)| match family {
        Family::Federation if is_federation => major == 2 && minor <= versions::NEWEST,
        Family::Federation => major <= 1,
        Family::Partition | Family::Machinery => major == 1,
        Family::Refused => true,
    };
    let (code, message) = match link.version() {
        Some(version) if is_known(version) => return,
        None if family == Family::Refused => return,
        None => (Code::InvalidLinkIdentifier, format!("{} does not end in a version", link.url)),
        Some(_) => {
            let code =
                if is_federation { Code::UnknownFederationVersion } else { Code::InvalidLink };
            (code, format!("{} is a version that is not known here", link.url))
        }
    };
    let diagnostic = Diagnostic::new(code, message)
        .hint("link a known version, such as https://specs.apollo.dev/federation/v2.9");
    problems.push(schema, Some(&link.node), diagnostic);
}

fn too_new(schema: &Schema, link: &Link, name: &str, problems: &mut Problems<'_>) {
    let since = versions::since(name);
    let message = format!("{} has no `@{name}`: it came with version 2.{since}", link.url);
    let hint = format!("link https://specs.apollo.dev/federation/v2.{since} or newer");
    problems.push(schema, Some(&link.node), Diagnostic::new(Code::InvalidLink, message).hint(hint));
}

fn unknown_import(schema: &Schema, link: &Link, name: &str, problems: &mut Problems<'_>) {
    let message = format!("{} has no `@{name}` that is known here", link.url);
    let diagnostic =
        Diagnostic::new(Code::InvalidLink, message).hint("correct the name, or do not import it");
    problems.push(schema, Some(&link.node), diagnostic);
}
