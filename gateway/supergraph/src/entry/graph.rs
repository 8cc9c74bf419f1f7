//! Adds the entry to a supergraph: a subgraph with `_service`, `_entities`, and the keys.

use std::collections::{BTreeMap, BTreeSet};

use apollo_compiler::{
    Name, Node, Schema,
    ast::{Directive, EnumValueDefinition, Value},
    executable::SelectionSet,
    name,
    schema::{Component, ExtendedType},
    validation::Valid,
};

use crate::{
    SupergraphError,
    directive::{name as enum_argument, text},
    field_set, read,
};

/// The name of the subgraph that the gateway itself answers.
pub const ENTRY: &str = "_entry";

const GRAPH: Name = name!("_ENTRY");

/// The supergraph with the entry.
///
/// # Errors
/// When the text is not a valid schema, or has no `join__Graph`.
pub fn with_entry(sdl: &str) -> Result<String, SupergraphError> {
    let schema = read(sdl)?;
    let keys = keys(&schema);
    let mut known = Known::default();
    for (type_name, keys) in &keys {
        for key in keys {
            known.add_key(&schema, type_name, key);
        }
    }
    let mut schema = schema.into_inner();
    add_graph(&mut schema)?;
    let query = schema
        .schema_definition
        .query
        .as_ref()
        .map_or_else(|| name!("Query"), |query| query.name.clone());
    known.fields.entry(query.to_string()).or_default();
    for (type_name, fields) in &known.fields {
        add_object(&mut schema, type_name, fields, keys.get(type_name));
    }
    for leaf in &known.leaves {
        add_leaf(&mut schema, leaf);
    }
    add_roots(&mut schema, &query, keys.keys());
    Ok(schema.to_string())
}

/// The keys by which clients above can ask for objects of a type: those of which all is public.
fn keys(schema: &Valid<Schema>) -> BTreeMap<String, Vec<String>> {
    let mut keys: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (type_name, definition) in &schema.types {
        let Some(object) = definition.as_object() else { continue };
        if object.directives.has("inaccessible") {
            continue;
        }
        for join in object.directives.get_all("join__type") {
            let flag = |name: &str| {
                join.specified_argument_by_name(name).and_then(|value| value.to_bool())
            };
            let Some(key) = text(join, "key").filter(|_| flag("resolvable") != Some(false)) else {
                continue;
            };
            let of_type = keys.entry(type_name.to_string()).or_default();
            if !of_type.iter().any(|known| known == key) {
                of_type.push(key.to_owned());
            }
        }
    }
    keys
}

/// What the entry knows.
#[derive(Default)]
struct Known {
    /// Fields of objects.
    fields: BTreeMap<String, BTreeSet<String>>,
    /// Scalars and enums.
    leaves: BTreeSet<String>,
}

impl Known {
    fn add_key(&mut self, schema: &Valid<Schema>, type_name: &str, key: &str) {
        let Ok(type_name) = Name::new(type_name) else { return };
        if let Ok(set) = field_set::on_type(schema, &type_name, key) {
            self.add(&set.selection_set);
        }
    }

    fn add(&mut self, set: &SelectionSet) {
        for field in set.fields() {
            let of_type = self.fields.entry(set.ty.to_string()).or_default();
            of_type.insert(field.name.to_string());
            if field.selection_set.selections.is_empty() {
                self.leaves.insert(field.definition.ty.inner_named_type().to_string());
            } else {
                self.add(&field.selection_set);
            }
        }
    }
}

fn add_graph(schema: &mut Schema) -> Result<(), SupergraphError> {
    let graphs = schema.types.get_mut("join__Graph");
    let Some(ExtendedType::Enum(graphs)) = graphs else {
        return Err(SupergraphError::Graphs { problem: "the enum is absent".to_owned() });
    };
    let arguments = [("name", Value::from(ENTRY)), ("url", Value::from(""))];
    let mut value =
        EnumValueDefinition { description: None, value: GRAPH, directives: Default::default() };
    value.directives.push(Node::new(directive("join__graph", arguments)));
    graphs.make_mut().values.insert(GRAPH, Component::new(value));
    Ok(())
}

/// Adds an object to the entry. Fields that all its graphs have must name them from now on, as the
/// entry does not have them.
fn add_object(
    schema: &mut Schema,
    type_name: &str,
    fields: &BTreeSet<String>,
    keys: Option<&Vec<String>>,
) {
    let Some(ExtendedType::Object(object)) = schema.types.get_mut(type_name) else { return };
    let object = object.make_mut();
    let joins = object.directives.get_all("join__type");
    let graphs: BTreeSet<String> =
        joins.filter_map(|join| enum_argument(join, "graph")).map(str::to_owned).collect();
    for (field_name, field) in &mut object.fields {
        let directives = &mut field.make_mut().directives;
        if !directives.has("join__field") {
            directives.extend(graphs.iter().filter_map(|graph| {
                let graph = Value::Enum(Name::new(graph).ok()?);
                Some(Node::new(directive("join__field", [("graph", graph)])))
            }));
        }
        if fields.contains(field_name.as_str()) {
            directives.push(Node::new(directive("join__field", [("graph", entry())])));
        }
    }
    let keys = keys.into_iter().flatten().map(|key| {
        let resolvable = ("resolvable", Value::Boolean(false));
        directive(
            "join__type",
            [("graph", entry()), ("key", Value::from(key.as_str())), resolvable],
        )
    });
    let joins: Vec<Directive> = keys.collect();
    if joins.is_empty() {
        object.directives.push(directive("join__type", [("graph", entry())]));
    }
    for join in joins {
        object.directives.push(join);
    }
}

fn add_leaf(schema: &mut Schema, name: &str) {
    let join = directive("join__type", [("graph", entry())]);
    match schema.types.get_mut(name) {
        Some(ExtendedType::Scalar(scalar)) if !scalar.is_built_in() => {
            scalar.make_mut().directives.push(join);
        }
        Some(ExtendedType::Enum(found)) => {
            let found = found.make_mut();
            found.directives.push(join);
            for value in found.values.values_mut() {
                let join = directive("join__enumValue", [("graph", entry())]);
                value.make_mut().directives.push(Node::new(join));
            }
        }
        _ => {}
    }
}

/// Adds `_service`, and `_entities` when there are any.
fn add_roots<'k>(schema: &mut Schema, query: &Name, types: impl Iterator<Item = &'k String>) {
    let names: Vec<&str> = types.map(String::as_str).collect();
    let members: Vec<String> = names
        .iter()
        .map(|name| format!("@join__unionMember(graph: {GRAPH}, member: \"{name}\")"))
        .collect();
    let mut fields = format!("_service: _Service! @join__field(graph: {GRAPH})");
    let mut entities = String::new();
    if !names.is_empty() {
        fields += &format!(
            " _entities(representations: [_Any!]!): [_Entity]! @join__field(graph: {GRAPH})"
        );
        entities = format!(
            "scalar _Any @join__type(graph: {GRAPH})
            union _Entity @join__type(graph: {GRAPH}) {} = {}",
            members.join(" "),
            names.join(" | "),
        );
    }
    let text = format!(
        "type _Service @join__type(graph: {GRAPH}) {{ sdl: String! @join__field(graph: {GRAPH}) }}
        type {query} {{ {fields} }}
        {entities}"
    );
    let mut own = Schema::parse(text, "entry.graphql").unwrap_or_else(|failed| failed.partial);
    if let (Some(ExtendedType::Object(roots)), Some(ExtendedType::Object(all))) =
        (own.types.swap_remove(query), schema.types.get_mut(query))
    {
        let added = roots.fields.iter().map(|(name, field)| (name.clone(), field.clone()));
        all.make_mut().fields.extend(added);
    }
    let added =
        own.types.into_iter().filter(|(name, _)| name.starts_with('_') && !name.starts_with("__"));
    schema.types.extend(added);
}

fn entry() -> Value {
    Value::Enum(GRAPH)
}

fn directive<const N: usize>(
    name: &'static str,
    arguments: [(&'static str, Value); N],
) -> Directive {
    let argument = |(name, value)| {
        Node::new(apollo_compiler::ast::Argument {
            name: Name::new_unchecked(name),
            value: Node::new(value),
        })
    };
    Directive {
        name: Name::new_unchecked(name),
        arguments: arguments.into_iter().map(argument).collect(),
    }
}
