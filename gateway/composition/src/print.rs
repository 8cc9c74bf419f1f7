//! Puts the head on a merged schema (links, definitions of join directives, the enum of
//! subgraphs), checks the whole, and prints it.

use apollo_compiler::{
    Name, Node, Schema,
    ast::{DirectiveList as AstDirectives, EnumValueDefinition, Value},
    schema::{Component, DirectiveList, EnumType, ExtendedType},
};

use crate::{
    Code, Diagnostic,
    diagnostic::Report,
    merge::{Merged, directive},
    model::fields_of,
};

const JOIN: &str = "
directive @join__enumValue(graph: join__Graph!) repeatable on ENUM_VALUE
directive @join__field(graph: join__Graph, requires: join__FieldSet, provides: join__FieldSet, type: String, external: Boolean, override: String, usedOverridden: Boolean) repeatable on FIELD_DEFINITION | INPUT_FIELD_DEFINITION
directive @join__graph(name: String!, url: String!) on ENUM_VALUE
directive @join__implements(graph: join__Graph!, interface: String!) repeatable on OBJECT | INTERFACE
directive @join__type(graph: join__Graph!, key: join__FieldSet, extension: Boolean! = false, resolvable: Boolean! = true, isInterfaceObject: Boolean! = false) repeatable on OBJECT | INTERFACE | UNION | ENUM | INPUT_OBJECT | SCALAR
directive @join__unionMember(graph: join__Graph!, member: String!) repeatable on UNION
directive @link(url: String, as: String, for: link__Purpose, import: [link__Import]) repeatable on SCHEMA
scalar join__FieldSet
scalar link__Import
enum link__Purpose { SECURITY EXECUTION }
";

const TAG: &str = "directive @tag(name: String!) repeatable on FIELD_DEFINITION | OBJECT | INTERFACE | UNION | ARGUMENT_DEFINITION | SCALAR | ENUM | ENUM_VALUE | INPUT_OBJECT | INPUT_FIELD_DEFINITION";

const INACCESSIBLE: &str = "directive @inaccessible on FIELD_DEFINITION | OBJECT | INTERFACE | UNION | ARGUMENT_DEFINITION | SCALAR | ENUM | ENUM_VALUE | INPUT_OBJECT | INPUT_FIELD_DEFINITION";

const ONE_OF: &str = "directive @oneOf on INPUT_OBJECT";

const PARTITION: &str = "
directive @partition__graph(graph: join__Graph!) repeatable on SCHEMA
directive @partition__merge(graph: join__Graph!, law: String!, by: [String!]) repeatable on FIELD_DEFINITION
directive @partition__route(graph: join__Graph!, by: String!, label: String) repeatable on ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION | FIELD_DEFINITION
";

/// The supergraph as text.
pub(crate) fn print(merged: Merged, report: &mut Report) -> String {
    let Merged { mut schema, graphs, partitioned } = merged;
    define(&mut schema, JOIN);
    link(&mut schema, "https://specs.apollo.dev/link/v1.0", None);
    link(&mut schema, "https://specs.apollo.dev/join/v0.3", Some("EXECUTION"));
    if uses(&schema, "tag") {
        define(&mut schema, TAG);
        link(&mut schema, "https://specs.apollo.dev/tag/v0.3", None);
    }
    if uses(&schema, "inaccessible") {
        define(&mut schema, INACCESSIBLE);
        link(&mut schema, "https://specs.apollo.dev/inaccessible/v0.2", Some("SECURITY"));
    }
    if uses(&schema, "oneOf") {
        define(&mut schema, ONE_OF);
    }
    if !partitioned.is_empty() {
        define(&mut schema, PARTITION);
        link(&mut schema, contract::partition::SPEC_URL, None);
        partition_graphs(&mut schema, &partitioned);
    }
    let graph_type = graph_enum(&graphs);
    schema.types.insert(graph_type.name.clone(), graph_type.into());
    schema.types.sort_by(|left, _, right, _| left.cmp(right));
    schema.directive_definitions.sort_by(|left, _, right, _| left.cmp(right));
    checked(schema, report)
}

/// What is printed must be a schema. When it is not, a rule is missing, and that is said.
fn checked(schema: Schema, report: &mut Report) -> String {
    match schema.validate() {
        Ok(schema) => schema.serialize().to_string(),
        Err(failed) => {
            for error in failed.errors.iter() {
                let message =
                    format!("the supergraph would not be a valid schema: {}", error.error);
                report.push(Diagnostic::new(Code::Internal, message));
            }
            String::new()
        }
    }
}

fn define(schema: &mut Schema, sdl: &str) {
    let definitions = Schema::parse(sdl, "").unwrap_or_else(|failed| failed.partial);
    for (name, definition) in definitions.directive_definitions {
        if !definition.is_built_in() {
            schema.directive_definitions.insert(name, definition);
        }
    }
    for (name, definition) in definitions.types {
        if !definition.is_built_in() {
            schema.types.insert(name, definition);
        }
    }
}

fn link(schema: &mut Schema, url: &str, purpose: Option<&str>) {
    let mut arguments = vec![("url", Value::from(url))];
    if let Some(purpose) = purpose {
        arguments.push(("for", Value::Enum(Name::new_unchecked(purpose))));
    }
    schema.schema_definition.make_mut().directives.push(directive("link", arguments));
}

fn partition_graphs(schema: &mut Schema, graphs: &[Name]) {
    for graph in graphs {
        let found = directive("partition__graph", [("graph", Value::Enum(graph.clone()))]);
        schema.schema_definition.make_mut().directives.push(found);
    }
}

fn graph_enum(graphs: &[(Name, String, String)]) -> EnumType {
    let value = |(graph, name, url): &(Name, String, String)| {
        let arguments = [("name", Value::from(name)), ("url", Value::from(url))];
        let directives = AstDirectives(vec![Node::new(directive("join__graph", arguments))]);
        let value = EnumValueDefinition { description: None, value: graph.clone(), directives };
        (graph.clone(), Component::new(value))
    };
    EnumType {
        description: None,
        name: Name::new_unchecked("join__Graph"),
        directives: DirectiveList::default(),
        values: graphs.iter().map(value).collect(),
    }
}

/// Whether a directive stands anywhere in the schema.
fn uses(schema: &Schema, name: &str) -> bool {
    schema.types.values().any(|definition| {
        definition.directives().has(name)
            || fields_of(definition).into_iter().flatten().any(|(_, field)| {
                field.directives.has(name)
                    || field.arguments.iter().any(|argument| argument.directives.has(name))
            })
            || match definition {
                ExtendedType::Enum(found) => {
                    found.values.values().any(|value| value.directives.has(name))
                }
                ExtendedType::InputObject(found) => {
                    found.fields.values().any(|field| field.directives.has(name))
                }
                _ => false,
            }
    })
}
