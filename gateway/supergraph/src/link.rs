//! The specifications that a schema links, and under which names their elements stand.

use apollo_compiler::{Schema, ast::Directive, ast::Value};

use crate::{
    directive::{list, text},
    partition,
};

/// Specifications by the `@link` (or the older `@core`) directives of the `schema` definition.
#[derive(Debug, Clone, Default)]
pub(crate) struct Links(Vec<Link>);

/// One linked specification.
#[derive(Debug, Clone)]
pub(crate) struct Link {
    /// Its URL, as written.
    pub(crate) url: String,
    /// Its identity: the URL without the version.
    pub(crate) identity: String,
    /// The version, without `v`.
    pub(crate) version: String,
    /// The prefix of its elements in this schema: the last segment of the identity, or `as`.
    pub(crate) prefix: String,
    /// `SECURITY` or `EXECUTION` when it must not be ignored.
    pub(crate) purpose: Option<String>,
    /// Names imported without the prefix: in the specification, in this schema.
    imports: Vec<(String, String)>,
}

impl Links {
    pub(crate) fn of(schema: &Schema) -> Self {
        let directives = &schema.schema_definition.directives;
        Self(directives.iter().filter_map(|directive| Link::read(directive)).collect())
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Link> {
        self.0.iter()
    }

    /// The link whose identity ends in this, as `specs.apollo.dev/inaccessible`.
    pub(crate) fn find(&self, identity: &str) -> Option<&Link> {
        self.0.iter().find(|link| link.identity.ends_with(identity))
    }

    /// Whether a directive belongs to one of the specifications that say how a graph is made of
    /// others. Those of others, which subgraphs compose, may be meant for clients.
    pub(crate) fn keeps_directive(&self, name: &str) -> bool {
        self.0.iter().filter(|link| !link.is_foreign()).any(|link| {
            name == link.prefix
                || has_prefix(name, &link.prefix)
                || link.imports.iter().any(|(_, local)| local.strip_prefix('@') == Some(name))
        })
    }

    /// Whether a type belongs to one of the specifications.
    pub(crate) fn owns_type(&self, name: &str) -> bool {
        self.0.iter().any(|link| {
            has_prefix(name, &link.prefix) || link.imports.iter().any(|(_, local)| local == name)
        })
    }
}

impl Link {
    fn read(directive: &Directive) -> Option<Self> {
        let url = match directive.name.as_str() {
            "link" => text(directive, "url")?,
            "core" => text(directive, "feature")?,
            _ => return None,
        };
        let (identity, version) = url.rsplit_once("/v").unwrap_or((url, ""));
        let last_segment = identity.rsplit('/').next().unwrap_or(identity);
        let purpose = directive
            .specified_argument_by_name("for")
            .and_then(|value| value.as_enum())
            .map(ToString::to_string);
        Some(Self {
            url: url.to_owned(),
            identity: identity.to_owned(),
            version: version.to_owned(),
            prefix: text(directive, "as").unwrap_or(last_segment).to_owned(),
            purpose,
            imports: list(directive, "import").iter().filter_map(|item| import(item)).collect(),
        })
    }

    /// Whether it is neither of federation nor ours.
    fn is_foreign(&self) -> bool {
        !self.identity.contains("//specs.apollo.dev/")
            && !self.identity.ends_with(partition::IDENTITY)
    }

    /// Whether it is this specification of Apollo's.
    pub(crate) fn is_specification(&self, name: &str) -> bool {
        self.identity.strip_suffix(name).is_some_and(|rest| rest.ends_with("specs.apollo.dev/"))
    }

    /// The name in this schema of a directive of the specification, without `@`.
    pub(crate) fn directive(&self, name: &str) -> String {
        let imported =
            self.imports.iter().find(|(original, _)| original.strip_prefix('@') == Some(name));
        match imported {
            Some((_, local)) => local.trim_start_matches('@').to_owned(),
            None if self.identity.rsplit('/').next() == Some(name) => self.prefix.clone(),
            None => format!("{}__{name}", self.prefix),
        }
    }
}

fn import(value: &Value) -> Option<(String, String)> {
    match value {
        Value::String(name) => Some((name.clone(), name.clone())),
        Value::Object(fields) => {
            let get = |key: &str| {
                fields.iter().find(|(name, _)| name == key).and_then(|(_, value)| value.as_str())
            };
            let name = get("name")?;
            Some((name.to_owned(), get("as").unwrap_or(name).to_owned()))
        }
        _ => None,
    }
}

fn has_prefix(name: &str, prefix: &str) -> bool {
    name.strip_prefix(prefix).is_some_and(|rest| rest.starts_with("__"))
}
