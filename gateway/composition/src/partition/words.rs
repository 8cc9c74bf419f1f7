//! What `@merge` and `@route` say, read from their arguments.

use apollo_compiler::ast::{Directive, Value};
use contract::partition::{MergeLaw, RouteBy, UnknownValue};

/// The law of a `@merge`.
pub(super) fn law(directive: &Directive) -> Result<MergeLaw, UnknownValue> {
    word(directive, "law").parse()
}

/// The `by` of a `@merge`, without the `-` of descending keys.
pub(super) fn merge_by(directive: &Directive) -> Vec<&str> {
    let Some(by) = directive.specified_argument_by_name("by") else { return Vec::new() };
    let items = by.as_list().unwrap_or(std::slice::from_ref(by));
    items
        .iter()
        .filter_map(|item| item.as_str())
        .map(|name| name.strip_prefix('-').unwrap_or(name))
        .collect()
}

/// The `by` of a `@route`.
pub(super) fn route_by(directive: &Directive) -> Result<RouteBy, UnknownValue> {
    word(directive, "by").parse()
}

/// The `label` of a `@route`.
pub(super) fn label(directive: &Directive) -> Option<&str> {
    directive.specified_argument_by_name("label")?.as_str()
}

fn word<'a>(directive: &'a Directive, argument: &str) -> &'a str {
    match directive.specified_argument_by_name(argument).map(AsRef::as_ref) {
        Some(Value::Enum(name)) => name,
        _ => "",
    }
}
