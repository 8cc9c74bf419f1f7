//! What came with which version of federation: a subgraph uses what the version that it links has.

use apollo_compiler::{
    Name, Node, Schema,
    ast::Directive,
    schema::{DirectiveList, ExtendedType},
};

use super::{Problems, links::Link};
use crate::{Code, Diagnostic, model::fields_of, spec};

/// The newest version of federation that is known here.
pub(super) const NEWEST: u32 = 14;

/// Directives that did not come with version 2.0.
const SINCE: &[(&str, u32)] = &[
    ("composeDirective", 1),
    ("interfaceObject", 3),
    ("authenticated", 5),
    ("requiresScopes", 5),
    ("policy", 6),
    ("context", 8),
    ("fromContext", 8),
    ("cost", 9),
    ("listSize", 9),
    ("cacheTag", 12),
];
const REPEATED_SHAREABLE: u32 = 2;
const KEYS_OF_INTERFACES: u32 = 3;
const LABELS: u32 = 7;

/// The first version 2 that has a directive.
pub(super) fn since(directive: &str) -> u32 {
    SINCE.iter().find(|(name, _)| *name == directive).map_or(0, |(_, since)| *since)
}

/// The minor version of a version 2.
pub(super) fn minor(link: &Link) -> Option<u32> {
    link.version().filter(|(major, _)| *major == 2).map(|(_, minor)| minor)
}

/// Checks what came to directives later than they did.
pub(super) fn check_uses(schema: &Schema, links: &[Link], problems: &mut Problems<'_>) {
    let federation = links.iter().find(|link| link.is("specs.apollo.dev/federation"));
    let Some(minor) = federation.and_then(minor).filter(|minor| *minor < LABELS) else { return };
    for (name, definition) in &schema.types {
        if minor < KEYS_OF_INTERFACES {
            key_of_interface(schema, name, definition, problems);
        }
        if minor < REPEATED_SHAREABLE {
            repeated_shareable(schema, name, definition.directives(), problems);
        }
        for (field_name, field) in fields_of(definition).into_iter().flatten() {
            let directive = field.directives.get(spec::OVERRIDE);
            if let Some(directive) =
                directive.filter(|one| one.specified_argument_by_name("label").is_some())
            {
                let place = format!("{name}.{field_name}");
                let message = format!("@override on `{place}` has a label");
                newer(schema, Code::InvalidGraphql, &place, directive, message, LABELS, problems);
            }
        }
    }
}

fn key_of_interface(
    schema: &Schema,
    name: &Name,
    definition: &ExtendedType,
    problems: &mut Problems<'_>,
) {
    if let Some(key) = definition.directives().get(spec::KEY)
        && definition.is_interface()
    {
        let message = format!("the interface `{name}` has a @key");
        let code = Code::KeyOnInterface;
        newer(schema, code, name, &key.node, message, KEYS_OF_INTERFACES, problems);
    }
}

fn repeated_shareable(
    schema: &Schema,
    name: &Name,
    directives: &DirectiveList,
    problems: &mut Problems<'_>,
) {
    if let Some(second) = directives.get_all(spec::SHAREABLE).nth(1) {
        let message = format!("@shareable stands twice on `{name}`");
        let code = Code::InvalidGraphql;
        newer(schema, code, name, &second.node, message, REPEATED_SHAREABLE, problems);
    }
}

fn newer(
    schema: &Schema,
    code: Code,
    place: &str,
    directive: &Node<Directive>,
    message: String,
    since: u32,
    problems: &mut Problems<'_>,
) {
    let message = format!("{message}, which federation has since version 2.{since}");
    let diagnostic = Diagnostic::new(code, message).coordinate(place);
    let hint = format!("link https://specs.apollo.dev/federation/v2.{since} or newer");
    problems.push(schema, Some(directive), diagnostic.hint(hint));
}
