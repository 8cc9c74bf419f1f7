//! Subgraphs taken out of a supergraph again, by its join directives alone.

use std::fmt::Write;

use apollo_compiler::{
    Name, Node, Schema,
    ast::{Directive, FieldDefinition, InputValueDefinition},
    schema::{Component, ExtendedType},
};
use gateway_supergraph::{Subgraph, Supergraph};

use super::support::subgraph;
use crate::{
    SubgraphInput,
    model::{fields_of, interfaces_of},
};

/// The subgraphs of a supergraph without partitions and directives of others.
pub(super) fn subgraphs(sdl: &str) -> Vec<SubgraphInput> {
    let supergraph = Supergraph::parse(sdl).expect("it is a supergraph");
    let schema = &supergraph.schema;
    let text = |graph: &Subgraph| Extract { schema, graph: &graph.graph, sdl: String::new() }.all();
    supergraph.subgraphs.iter().map(|graph| subgraph(&graph.name, &text(graph))).collect()
}

struct Extract<'a> {
    schema: &'a Schema,
    graph: &'a str,
    sdl: String,
}

impl Extract<'_> {
    fn all(mut self) -> String {
        for (name, definition) in &self.schema.types {
            let is_own = !definition.is_built_in() && !name.contains("__");
            let joins: Vec<_> = definition
                .directives()
                .get_all("join__type")
                .filter(|join| self.is_here(join))
                .collect();
            if is_own && !joins.is_empty() {
                self.definition(name, definition, &joins);
            }
        }
        self.sdl
    }

    fn is_here(&self, join: &Directive) -> bool {
        argument(join, "graph").is_some_and(|graph| graph == self.graph)
    }

    fn definition(
        &mut self,
        name: &Name,
        definition: &ExtendedType,
        joins: &[&Component<Directive>],
    ) {
        let mut head = String::new();
        for join in joins {
            let key = argument(join, "key").map(|key| {
                let resolvable = argument(join, "resolvable").unwrap_or_else(|| "true".to_owned());
                format!(" @key(fields: {key}, resolvable: {resolvable})")
            });
            head.push_str(&key.unwrap_or_default());
        }
        let is_interface_object =
            joins.iter().any(|join| argument(join, "isInterfaceObject").is_some());
        if is_interface_object {
            head.push_str(" @interfaceObject");
        }
        let shared = definition.directives().iter().map(|directive| &directive.node);
        head.push_str(&carried(shared));
        let body = match definition {
            ExtendedType::Scalar(_) => format!("scalar {name}{head}"),
            ExtendedType::Union(_) => {
                let members = self.joined(definition, "join__unionMember", "member");
                format!("union {name}{head} = {}", members.join(" | "))
            }
            ExtendedType::Enum(found) => {
                let mut values = String::new();
                for (value, definition) in &found.values {
                    let mut joins = definition.directives.get_all("join__enumValue");
                    if joins.any(|join| self.is_here(join)) {
                        let _ = write!(values, " {value}{}", carried(definition.directives.iter()));
                    }
                }
                format!("enum {name}{head} {{{values} }}")
            }
            ExtendedType::InputObject(input) => {
                let fields = input.fields.values().map(|field| self.input(field));
                format!("input {name}{head} {{ {} }}", fields.collect::<Vec<_>>().join(" "))
            }
            ExtendedType::Object(_) | ExtendedType::Interface(_) => {
                let is_object = definition.is_object() || is_interface_object;
                let interfaces = match interfaces_of(definition).is_empty() {
                    true => Vec::new(),
                    false => self.joined(definition, "join__implements", "interface"),
                };
                let fields: Vec<String> = fields_of(definition)
                    .into_iter()
                    .flatten()
                    .filter_map(|(_, field)| self.field(field, is_object))
                    .collect();
                if fields.is_empty() {
                    return;
                }
                let implements = match interfaces.is_empty() {
                    true => String::new(),
                    false => format!(" implements {}", interfaces.join(" & ")),
                };
                let kind = if is_object { "type" } else { "interface" };
                format!("{kind} {name}{implements}{head} {{ {} }}", fields.join(" "))
            }
        };
        let described = definition.description().map(|text| format!("{:?} ", &**text));
        let _ = writeln!(self.sdl, "{}{body}", described.unwrap_or_default());
    }

    /// The names in an argument of the join directives of this graph.
    fn joined(&self, definition: &ExtendedType, join: &str, name: &str) -> Vec<String> {
        let joins = definition.directives().get_all(join).filter(|join| self.is_here(join));
        joins.filter_map(|join| argument(join, name)).map(|name| name.replace('"', "")).collect()
    }

    fn field(&self, field: &FieldDefinition, is_object: bool) -> Option<String> {
        let mut joins = field.directives.get_all("join__field").peekable();
        let join = match joins.peek() {
            Some(_) => Some(joins.find(|join| self.is_here(join))?),
            None => None,
        };
        let get = |name: &str| join.and_then(|join| argument(join, name));
        let ty = get("type").map(|ty| ty.replace('"', "")).unwrap_or_else(|| field.ty.to_string());
        let arguments: Vec<String> = field.arguments.iter().map(|one| self.input(one)).collect();
        let mut text = field.name.to_string();
        if !arguments.is_empty() {
            let _ = write!(text, "({})", arguments.join(" "));
        }
        let _ = write!(text, ": {ty}");
        for name in ["requires", "provides"] {
            if let Some(fields) = get(name) {
                let _ = write!(text, " @{name}(fields: {fields})");
            }
        }
        if let Some(from) = get("override") {
            let _ = write!(text, " @override(from: {from})");
        }
        if get("external").is_some() {
            text.push_str(" @external");
        } else {
            text.push_str(if is_object { " @shareable" } else { "" });
            text.push_str(&carried(field.directives.iter()));
        }
        let described = field.description.as_ref().map(|text| format!("{:?} ", &**text));
        Some(format!("{}{text}", described.unwrap_or_default()))
    }

    fn input(&self, value: &InputValueDefinition) -> String {
        let mut joins = value.directives.get_all("join__field");
        let here = joins.find(|join| self.is_here(join)).and_then(|join| argument(join, "type"));
        let ty = here.map_or_else(|| value.ty.to_string(), |ty| ty.replace('"', ""));
        let default = value.default_value.as_ref();
        let default = default.map(|default| format!(" = {}", default.serialize().no_indent()));
        let default = default.unwrap_or_default();
        format!("{}: {ty}{default}{}", value.name, carried(value.directives.iter()))
    }
}

fn argument(directive: &Directive, name: &str) -> Option<String> {
    let value = directive.specified_argument_by_name(name)?;
    Some(value.serialize().no_indent().to_string())
}

/// The directives that are not of the join specification.
fn carried<'a>(directives: impl Iterator<Item = &'a Node<Directive>>) -> String {
    let own = directives.filter(|directive| !directive.name.starts_with("join__"));
    own.map(|directive| format!(" {}", directive.serialize().no_indent())).collect()
}
