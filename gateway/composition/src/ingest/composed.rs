//! `@composeDirective`: the directives of others that a subgraph wants to see in the supergraph.
//! Whether those of several subgraphs fit together is `merge`'s question.

use apollo_compiler::{Name, Node, Schema, ast::Directive, ast::Value};

use super::{
    Problems,
    links::{self, Link},
    names::{Meaning, Names},
};
use crate::{Code, Diagnostic, spec};

/// Directives that go to the supergraph anyway.
const CARRIED: &[&str] = &[
    spec::TAG,
    spec::INACCESSIBLE,
    spec::AUTHENTICATED,
    spec::REQUIRES_SCOPES,
    spec::POLICY,
    spec::COST,
    spec::LIST_SIZE,
    spec::MERGE,
    spec::ROUTE,
];

/// A directive that goes to the supergraph as it is.
#[derive(Debug, Clone)]
pub(crate) struct ComposedDirective {
    /// Its name in the subgraph.
    pub(crate) name: Name,
    /// Its name in its specification.
    pub(crate) original: String,
    /// The URL of the specification without the version.
    pub(crate) identity: String,
    /// The URL with the version.
    pub(crate) url: String,
    /// The major and the minor version.
    pub(crate) version: (u32, u32),
    /// Why routers may not ignore the specification, if so.
    pub(crate) purpose: Option<Name>,
    /// The `@composeDirective`.
    pub(crate) node: Node<Directive>,
}

/// Reads every `@composeDirective` of something other than federation and partition directives,
/// which are carried on their own.
pub(super) fn read(
    schema: &Schema,
    links: &[Link],
    names: &Names,
    problems: &mut Problems<'_>,
) -> Vec<ComposedDirective> {
    let mut composed: Vec<ComposedDirective> = Vec::new();
    for node in directives(schema) {
        match one(schema, links, names, node) {
            Ok(None) => {}
            Ok(Some(found)) if composed.iter().any(|known| known.name == found.name) => {}
            Ok(Some(found)) => composed.push(found),
            Err(message) => {
                let hint = "define the directive, `@link` its specification, and import the directive from it";
                let diagnostic = Diagnostic::new(Code::DirectiveComposition, message).hint(hint);
                problems.push(schema, Some(node), diagnostic);
            }
        }
    }
    composed
}

/// Whether a directive of a specification is composed.
pub(super) fn uses(schema: &Schema, link: &Link) -> bool {
    directives(schema)
        .filter_map(|node| links::argument(node, "name")?.as_str()?.strip_prefix('@'))
        .any(|name| link.original(name).is_some())
}

fn directives(schema: &Schema) -> impl Iterator<Item = &Node<Directive>> {
    let all = schema.schema_definition.directives.iter().map(|directive| &directive.node);
    all.filter(|node| node.name == "composeDirective" || node.name.ends_with("__composeDirective"))
}

fn one(
    schema: &Schema,
    links: &[Link],
    names: &Names,
    node: &Node<Directive>,
) -> Result<Option<ComposedDirective>, String> {
    let Some(given) = links::argument(node, "name").and_then(Value::as_str) else {
        return Err("`@composeDirective` needs a `name`, a string".to_owned());
    };
    let Some(name) = given.strip_prefix('@') else {
        return Err(format!(
            "`@composeDirective` of `{given}`: names of directives begin with `@`"
        ));
    };
    match names.meaning(name) {
        Meaning::Canonical(directive) if CARRIED.contains(&directive) => return Ok(None),
        Meaning::Canonical(_) => {
            return Err(format!("`@{name}` is for composition, and has no meaning afterwards"));
        }
        Meaning::Machinery | Meaning::Refused => {
            return Err(format!("`@{name}` tells how to read a subgraph, and cannot be composed"));
        }
        Meaning::Own => {}
    }
    if !schema.directive_definitions.contains_key(name) {
        return Err(format!("`@{name}` is composed, and is not defined"));
    }
    let linked = links.iter().find_map(|link| Some((link, link.original(name)?)));
    let Some((link, original)) = linked else {
        return Err(format!("`@{name}` is composed, and belongs to no linked specification"));
    };
    let Some(version) = link.version() else {
        return Err(format!("`@{name}` is composed, and {} has no version", link.url));
    };
    let name = Name::new(name).map_err(|_| format!("`@{name}` is no name of a directive"))?;
    Ok(Some(ComposedDirective {
        name,
        original: original.to_owned(),
        identity: link.identity.clone(),
        url: link.url.clone(),
        version,
        purpose: link.purpose.clone(),
        node: node.clone(),
    }))
}
