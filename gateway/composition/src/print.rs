//! Puts the head on a merged schema (links, definitions of join directives, the enum of
//! subgraphs), checks the whole, and prints it.

use apollo_compiler::{
    Name, Node, Schema,
    ast::{
        DirectiveList as AstDirectives, DirectiveLocation, EnumValueDefinition,
        InputValueDefinition, Value,
    },
    schema::{Component, DirectiveList, EnumType, ExtendedType},
};

use crate::{
    Code, Diagnostic, Skew,
    definitions::{
        JOIN, JOIN_FIELD, JOIN_FIELD_LABELLED, ONE_OF, PARTITION, PARTITION_LACKS, SPECIFICATIONS,
        Specification,
    },
    diagnostic::Report,
    merge::{Foreign, Merged, directive},
    model::fields_of,
    partition::versions,
};

/// The supergraph as text.
pub(crate) fn print(merged: Merged, skew: &[Skew], report: &mut Report) -> String {
    let Merged { mut schema, graphs, partitioned, foreign, has_labels } = merged;
    // Links come before what else stands on the schema definition.
    let composed = std::mem::take(&mut schema.schema_definition.make_mut().directives);
    define(&mut schema, JOIN);
    define(&mut schema, if has_labels { JOIN_FIELD_LABELLED } else { JOIN_FIELD });
    let version = if has_labels { "0.4" } else { "0.3" };
    link(&mut schema, "https://specs.apollo.dev/link/v1.0", None, &[]);
    let join = format!("https://specs.apollo.dev/join/v{version}");
    link(&mut schema, &join, Some("EXECUTION"), &[]);
    let is_tagged = composed.iter().any(|directive| directive.name == "tag");
    for specification in SPECIFICATIONS {
        let is_of_schema = is_tagged && specification.directives.contains(&"tag");
        if is_of_schema || specification.directives.iter().any(|name| uses(&schema, name)) {
            link_specification(&mut schema, specification);
        }
    }
    if is_tagged && let Some(tag) = schema.directive_definitions.get_mut("tag") {
        tag.make_mut().locations.push(DirectiveLocation::Schema);
    }
    link_foreign(&mut schema, foreign);
    if uses(&schema, "oneOf") {
        define(&mut schema, ONE_OF);
    }
    if !partitioned.is_empty() {
        define(&mut schema, PARTITION);
        link(&mut schema, contract::partition::SPEC_URL, None, &[]);
        partition_graphs(&mut schema, &partitioned);
        partition_versions(&mut schema, &graphs, skew);
    }
    schema.schema_definition.make_mut().directives.extend(composed);
    let graph_type = graph_enum(&graphs);
    schema.types.insert(graph_type.name.clone(), graph_type.into());
    schema.types.sort_by(|left, _, right, _| left.cmp(right));
    schema.directive_definitions.sort_by(|left, _, right, _| left.cmp(right));
    checked(schema, report)
}

/// What is printed must be a schema. When it is not, a rule is missing, and that is said.
pub(crate) fn checked(schema: Schema, report: &mut Report) -> String {
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

/// Defines and links a specification.
pub(crate) fn link_specification(schema: &mut Schema, specification: &Specification) {
    let imports = specification.imports.iter().filter(|name| uses(schema, &name[1..]));
    let imports: Vec<Value> = imports.map(|name| Value::from(*name)).collect();
    define(schema, specification.definitions);
    link(schema, specification.url, specification.is_security.then_some("SECURITY"), &imports);
}

/// Directives of others are imported by name, with what they are called in their specification.
fn link_foreign(schema: &mut Schema, foreign: Foreign) {
    for found in foreign.links.values() {
        let import = |(original, local): (&String, &Name)| {
            if original == local.as_str() {
                return Value::String(format!("@{local}"));
            }
            let entry = |key: &str, name: &str| {
                (Name::new_unchecked(key), Node::new(Value::String(format!("@{name}"))))
            };
            Value::Object(vec![entry("name", original), entry("as", local)])
        };
        let imports: Vec<Value> = found.imports.iter().map(import).collect();
        link(schema, &found.url, found.purpose.as_ref().map(Name::as_str), &imports);
    }
    schema.directive_definitions.extend(foreign.definitions);
}

fn link(schema: &mut Schema, url: &str, purpose: Option<&str>, imports: &[Value]) {
    let mut arguments = vec![("url", Value::from(url))];
    if let Some(purpose) = purpose {
        arguments.push(("for", Value::Enum(Name::new_unchecked(purpose))));
    }
    if !imports.is_empty() {
        let imports = imports.iter().cloned().map(Node::new).collect();
        arguments.push(("import", Value::List(imports)));
    }
    schema.schema_definition.make_mut().directives.push(directive("link", arguments));
}

fn partition_graphs(schema: &mut Schema, graphs: &[Name]) {
    for graph in graphs {
        let found = directive("partition__graph", [("graph", Value::Enum(graph.clone()))]);
        schema.schema_definition.make_mut().directives.push(found);
    }
}

/// What each older version of partitions lacks, so that the supergraph tells it whole.
fn partition_versions(schema: &mut Schema, graphs: &[(Name, String, String)], skew: &[Skew]) {
    for (graph, name, _) in graphs {
        for version in versions(skew, name) {
            if !schema.directive_definitions.contains_key("partition__lacks") {
                define(schema, PARTITION_LACKS);
            }
            let texts = |all: Vec<&str>| {
                Value::List(all.into_iter().map(|text| Node::new(Value::from(text))).collect())
            };
            let arguments = [
                ("graph", Value::Enum(graph.clone())),
                ("partitions", texts(version.partitions)),
                ("elements", texts(version.lacks)),
            ];
            let found = directive("partition__lacks", arguments);
            schema.schema_definition.make_mut().directives.push(found);
        }
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
pub(crate) fn uses(schema: &Schema, name: &str) -> bool {
    let of_directive = |argument: &Node<InputValueDefinition>| argument.directives.has(name);
    let mut directives = schema.directive_definitions.values();
    directives.any(|definition| definition.arguments.iter().any(of_directive))
        || schema.types.values().any(|definition| {
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
