//! Reading arguments of directives, with no opinion on what they mean.

use apollo_compiler::{Node, ast::Directive, ast::Value};

/// A string argument.
pub(crate) fn text<'a>(directive: &'a Directive, argument: &str) -> Option<&'a str> {
    directive.specified_argument_by_name(argument)?.as_str()
}

/// An enum argument, as a graph of `join__Graph`.
pub(crate) fn name<'a>(directive: &'a Directive, argument: &str) -> Option<&'a str> {
    directive.specified_argument_by_name(argument)?.as_enum().map(|name| name.as_str())
}

/// The items of a list argument; a single value counts as a list of one, as everywhere in GraphQL.
pub(crate) fn list<'a>(directive: &'a Directive, argument: &str) -> &'a [Node<Value>] {
    match directive.specified_argument_by_name(argument) {
        Some(value) if value.is_null() => &[],
        Some(value) => value.as_list().unwrap_or(std::slice::from_ref(value)),
        None => &[],
    }
}
