//! The specifications that a subgraph links.

use apollo_compiler::{
    Name, Node, Schema,
    ast::{Directive, Value},
};

use super::Problems;
use crate::{Code, Diagnostic};

/// A linked specification.
#[derive(Debug, Clone)]
pub(super) struct Link {
    pub(super) url: String,
    /// The URL without its version.
    pub(super) identity: String,
    /// What its elements are prefixed with: the end of the identity, or `as`.
    pub(super) prefix: String,
    /// Whether it says `as`.
    pub(super) is_named: bool,
    /// `SECURITY` or `EXECUTION` when it must not be ignored.
    pub(super) purpose: Option<Name>,
    /// Imported elements: their name in the specification and here, both with `@` for directives.
    pub(super) imports: Vec<(String, String)>,
    pub(super) node: Node<Directive>,
}

impl Link {
    pub(super) fn is(&self, identity: &str) -> bool {
        self.identity.ends_with(identity)
    }

    /// The major and the minor version; nothing when the URL has none.
    pub(super) fn version(&self) -> Option<(u32, u32)> {
        let (_, version) = self.url.rsplit_once("/v")?;
        let (major, minor) = version.split_once('.')?;
        Some((major.parse().ok()?, minor.parse().ok()?))
    }

    /// The name here of the directive that is called like the specification, without `@`.
    pub(super) fn local(&self, name: &str) -> String {
        let imported =
            self.imports.iter().find(|(original, _)| original.strip_prefix('@') == Some(name));
        let local = imported.and_then(|(_, local)| local.strip_prefix('@'));
        local.unwrap_or(&self.prefix).to_owned()
    }

    /// The name in the specification of a directive, when it is one of these. Names are without `@`.
    pub(super) fn original<'a>(&'a self, directive: &'a str) -> Option<&'a str> {
        let imported =
            self.imports.iter().find(|(_, local)| local.strip_prefix('@') == Some(directive));
        if let Some((name, _)) = imported {
            return name.strip_prefix('@');
        }
        if directive == self.prefix {
            return self.identity.rsplit('/').next();
        }
        directive.strip_prefix(self.prefix.as_str())?.strip_prefix("__")
    }
}

/// Reads every `@link` of the schema definition and its extensions.
pub(super) fn read(schema: &Schema, problems: &mut Problems<'_>) -> Vec<Link> {
    let directives = &schema.schema_definition.directives;
    let name = link_name(schema);
    directives
        .get_all(&name)
        .filter_map(|directive| link(schema, &directive.node, problems))
        .collect()
}

/// `@link` itself can be renamed by the link that introduces it.
pub(super) fn link_name(schema: &Schema) -> String {
    let introduces = |directive: &&Node<Directive>| {
        argument(directive, "url")
            .and_then(Value::as_str)
            .is_some_and(|url| url.contains("specs.apollo.dev/link/"))
    };
    let introducing = schema
        .schema_definition
        .directives
        .iter()
        .map(|directive| &directive.node)
        .find(introduces);
    introducing.map_or_else(|| "link".to_owned(), |directive| directive.name.to_string())
}

fn link(schema: &Schema, node: &Node<Directive>, problems: &mut Problems<'_>) -> Option<Link> {
    let Some(url) = argument(node, "url").and_then(Value::as_str) else {
        let diagnostic = Diagnostic::new(Code::InvalidLink, "`@link` needs a `url`, a string");
        problems.push(schema, Some(node), diagnostic);
        return None;
    };
    let identity = match url.rsplit_once("/v") {
        Some((identity, version)) if version.starts_with(|c: char| c.is_ascii_digit()) => identity,
        _ => url,
    };
    let last = identity.trim_end_matches('/').rsplit('/').next().unwrap_or(identity);
    let name = argument(node, "as").and_then(Value::as_str);
    let prefix = name.unwrap_or(last);
    let imports = argument(node, "import").and_then(Value::as_list).unwrap_or_default();
    Some(Link {
        url: url.to_owned(),
        identity: identity.to_owned(),
        prefix: prefix.to_owned(),
        is_named: name.is_some(),
        purpose: argument(node, "for").and_then(Value::as_enum).cloned(),
        imports: imports.iter().filter_map(|item| import(schema, item, problems)).collect(),
        node: node.clone(),
    })
}

fn import(
    schema: &Schema,
    item: &Node<Value>,
    problems: &mut Problems<'_>,
) -> Option<(String, String)> {
    let read = match item.as_ref() {
        Value::String(name) => Some((name.clone(), name.clone())),
        Value::Object(fields) => {
            let get = |key: &str| {
                fields.iter().find(|(name, _)| name == key).and_then(|(_, value)| value.as_str())
            };
            let is_known = fields.iter().all(|(name, _)| name == "name" || name == "as");
            get("name")
                .filter(|_| is_known)
                .map(|name| (name.to_owned(), get("as").unwrap_or(name).to_owned()))
        }
        _ => None,
    };
    let agrees = |(name, local): &(String, String)| name.starts_with('@') == local.starts_with('@');
    let read = read.filter(agrees);
    if read.is_none() {
        let message =
            "an import is a name, or `{ name: …, as: … }` of two names with or two without `@`";
        problems.push(schema, Some(item), Diagnostic::new(Code::InvalidLink, message));
    }
    read
}

pub(super) fn argument<'a>(directive: &'a Node<Directive>, name: &str) -> Option<&'a Value> {
    directive.specified_argument_by_name(name).map(AsRef::as_ref)
}
