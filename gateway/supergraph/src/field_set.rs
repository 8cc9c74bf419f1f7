//! Field sets: what the `key`, `requires` and `provides` of join directives select, read as text
//! alone or against a schema. Whether they fit their types is not asked of a supergraph, which its
//! composer has checked.
//!
//! The parser panics on some texts that are no GraphQL, and reads over what follows a set. A
//! supergraph may come from anywhere, so the first is contained here, and the second refused.

use std::panic::{AssertUnwindSafe, catch_unwind};

use apollo_compiler::{
    Name, Schema,
    ast::{Definition, Directive, Selection},
    executable::FieldSet,
    parser::Parser,
    schema::ExtendedType,
    validation::Valid,
};

use crate::{RECURSION_LIMIT, directive::text, error::SupergraphError};

/// Where in join directives field sets stand: the directive and its argument.
const PLACES: [(&str, &str); 3] =
    [("join__type", "key"), ("join__field", "requires"), ("join__field", "provides")];

/// Reads a text; none when the parser panics. Nothing that it had begun is used then.
pub(crate) fn contained<T>(read: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(read)).ok()
}

/// The selections of a field set, with its braces or without; none when it is no selection set, or
/// more than one.
#[must_use]
pub fn selections(text: &str) -> Option<Vec<Selection>> {
    let document =
        if text.trim_start().starts_with('{') { text.to_owned() } else { format!("{{{text}\n}}") };
    let mut parser = Parser::new().recursion_limit(RECURSION_LIMIT);
    let document = contained(|| parser.parse_ast(document, "fields.graphql"))?.ok()?;
    match document.definitions.as_slice() {
        [Definition::OperationDefinition(operation)] => Some(operation.selection_set.clone()),
        _ => None,
    }
}

/// Reads a field set on a type.
///
/// # Errors
/// [`SupergraphError::Invalid`] when it is none, or does not fit the type.
pub(crate) fn on_type(
    schema: &Valid<Schema>,
    type_name: &Name,
    text: &str,
) -> Result<Valid<FieldSet>, SupergraphError> {
    let invalid = |problem: &str| SupergraphError::Invalid {
        problems: format!("the fields `{text}` of `{type_name}`: {problem}"),
    };
    if selections(text).is_none() {
        return Err(invalid("it is not one selection of fields"));
    }
    let reading =
        || FieldSet::parse_and_validate(schema, type_name.clone(), text, "fields.graphql");
    let read = contained(reading).ok_or_else(|| invalid("it is not one selection of fields"))?;
    read.map_err(|failed| invalid(&failed.errors.to_string()))
}

/// Whether all field sets of a supergraph can be read, so that nobody finds later that one cannot.
///
/// # Errors
/// [`SupergraphError::Invalid`] for the first that cannot.
pub(crate) fn check(schema: &Schema) -> Result<(), SupergraphError> {
    for (type_name, definition) in &schema.types {
        check_all(definition.directives().iter().map(|join| &***join), type_name)?;
        let fields = match definition {
            ExtendedType::Object(object) => &object.fields,
            ExtendedType::Interface(interface) => &interface.fields,
            _ => continue,
        };
        for (name, field) in fields {
            let joins = field.directives.iter().map(|join| &**join);
            check_all(joins, &format!("{type_name}.{name}"))?;
        }
    }
    Ok(())
}

fn check_all<'d>(
    joins: impl Iterator<Item = &'d Directive>,
    coordinate: &str,
) -> Result<(), SupergraphError> {
    for join in joins {
        let places = PLACES.iter().filter(|(name, _)| join.name == *name);
        let sets = places.filter_map(|(_, argument)| text(join, argument));
        for set in sets {
            if selections(set).is_none() {
                let problems =
                    format!("the fields `{set}` at `{coordinate}` are not one selection of fields");
                return Err(SupergraphError::Invalid { problems });
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_set_is_one_selection_with_its_braces_or_without() {
        for good in ["id", "{ id }", "a { b } ... on C { d }", "id # the key", "a(b: \"{\")"] {
            assert!(selections(good).is_some(), "{good}");
        }
        // The parser gives some of these up.
        for bad in
            ["", "{", "id } id", "id } { id", "} id", "{ id } x", "{ id } { x }", "id ~", "#"]
        {
            assert!(selections(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn one_that_cannot_be_read_refuses_the_supergraph() {
        let sdl = |key: &str, requires: &str| {
            format!(
                r#"schema @link(url: "https://specs.apollo.dev/link/v1.0") @link(url: "https://specs.apollo.dev/join/v0.3", for: EXECUTION) {{ query: Query }}
                directive @link(url: String, as: String, for: link__Purpose, import: [link__Import]) repeatable on SCHEMA
                directive @join__graph(name: String!, url: String!) on ENUM_VALUE
                directive @join__type(graph: join__Graph!, key: join__FieldSet) repeatable on OBJECT
                directive @join__field(graph: join__Graph, requires: join__FieldSet) repeatable on FIELD_DEFINITION
                scalar link__Import scalar join__FieldSet enum link__Purpose {{ SECURITY EXECUTION }}
                enum join__Graph {{ A @join__graph(name: "a", url: "http://a") }}
                type Query @join__type(graph: A) {{ t: T @join__field(graph: A, requires: "{requires}") }}
                type T @join__type(graph: A, key: "{key}") {{ id: ID }}"#
            )
        };
        assert!(crate::Supergraph::parse(&sdl("id", "__typename")).is_ok());
        for (key, requires, coordinate) in [("id } x", "a", "`T`"), ("id", "a {", "`Query.t`")] {
            let refused = crate::Supergraph::parse(&sdl(key, requires)).expect_err("it is refused");
            let text = refused.to_string();
            assert!(text.contains(coordinate) && text.contains("not one selection"), "{text}");
        }
    }
}
