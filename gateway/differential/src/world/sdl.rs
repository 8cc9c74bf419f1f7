//! The schema of a subgraph: as it is composed, and as it is executed.

use super::{Field, Named, ObjectKind, ObjectType, Shape, Source, World, write};

const LINK: &str = r#"extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key", "@shareable", "@external", "@requires", "@provides", "@override", "@inaccessible", "@interfaceObject"])
"#;

const COMMON: &str = "enum Color { RED GREEN BLUE }
scalar Json
input In { a: Int! = 1 b: String c: [Color] d: In }
";

/// Which of the two schemas of a subgraph is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum For {
    Composition,
    Execution,
}

impl World {
    /// The subgraph as it is composed.
    #[must_use]
    pub fn subgraph_sdl(&self, subgraph: usize) -> String {
        LINK.to_owned() + &self.sdl(subgraph, For::Composition)
    }

    /// The subgraph as it is executed: without directives, with `_entities`.
    #[must_use]
    pub fn executable_sdl(&self, subgraph: usize) -> String {
        let entities: Vec<&str> = self
            .types
            .iter()
            .filter(|one| !one.keys_in(subgraph).is_empty())
            .map(|one| one.name.as_str())
            .collect();
        let mut sdl = self.sdl(subgraph, For::Execution);
        if !entities.is_empty() {
            let entities = entities.join(" | ");
            write(
                &mut sdl,
                format_args!(
                    "union _Entity = {entities}\nscalar _Any\n\
                     extend type Query {{ _entities(representations: [_Any!]!): [_Entity]! }}\n"
                ),
            );
        }
        sdl
    }

    fn sdl(&self, subgraph: usize, purpose: For) -> String {
        let mut sdl = COMMON.to_owned();
        self.abstract_types(subgraph, purpose, &mut sdl);
        for one in &self.types {
            if one.homes.contains(&subgraph) || one.kind == ObjectKind::Root {
                self.object(one, subgraph, purpose, &mut sdl);
            }
        }
        sdl
    }

    fn abstract_types(&self, subgraph: usize, purpose: For, sdl: &mut String) {
        if !self.possible_in(Named::Node, subgraph).is_empty() {
            let mut extra = String::new();
            if self.has_extra(subgraph) {
                extra += " extra: Int";
                if let Some(peer) = &self.peer {
                    extra += &format!(" peer: {}", self.type_text(peer));
                }
            }
            write(sdl, format_args!("interface Node {{ id: ID! name: String{extra} }}\n"));
        }
        if self.thing.is_some_and(|one| one.defined_in == subgraph) {
            let key = if purpose == For::Composition { " @key(fields: \"id\")" } else { "" };
            write(sdl, format_args!("interface Thing{key} {{ id: ID! name: String }}\n"));
        }
        let members = self.possible_in(Named::Either, subgraph);
        if !members.is_empty() {
            let names: Vec<&str> =
                members.iter().map(|index| self.types[*index].name.as_str()).collect();
            write(sdl, format_args!("union Either = {}\n", names.join(" | ")));
        }
    }

    fn object(&self, one: &ObjectType, subgraph: usize, purpose: For, sdl: &mut String) {
        let mut fields = String::new();
        for field in &one.fields {
            self.field(one, field, subgraph, purpose, &mut fields);
        }
        if fields.is_empty() {
            if one.name == "Query" && purpose == For::Execution {
                write(sdl, format_args!("type Query {{ _service: String }}\n"));
            }
            return;
        }
        write(sdl, format_args!("type {}", one.name));
        let is_thing = one.is_thing && self.thing.is_some_and(|thing| thing.defined_in == subgraph);
        match (one.implements_in.contains(&subgraph), is_thing) {
            (true, true) => write(sdl, format_args!(" implements Node & Thing")),
            (true, false) => write(sdl, format_args!(" implements Node")),
            (false, true) => write(sdl, format_args!(" implements Thing")),
            (false, false) => {}
        }
        if one.kind == ObjectKind::InterfaceObject && purpose == For::Composition {
            write(sdl, format_args!(" @interfaceObject"));
        }
        if purpose == For::Composition {
            for key in one.keys_in(subgraph) {
                write(sdl, format_args!(" @key(fields: \"{key}\")"));
            }
            if one.kind == ObjectKind::Value {
                write(sdl, format_args!(" @shareable"));
            }
        }
        write(sdl, format_args!(" {{{fields} }}\n"));
    }

    fn field(
        &self,
        one: &ObjectType,
        field: &Field,
        subgraph: usize,
        purpose: For,
        sdl: &mut String,
    ) {
        let is_external = self.is_external(one, field, subgraph);
        if !is_external && !is_printed(one, field, subgraph) {
            return;
        }
        let arguments = match &field.source {
            Source::Arguments(arguments) => format!("({arguments})"),
            Source::Lookup => "(id: ID!)".to_owned(),
            Source::Effect => "(n: Int)".to_owned(),
            _ => String::new(),
        };
        let shape = if field.is_looser_in.contains(&subgraph) {
            field.shape.clone().nullable()
        } else {
            field.shape.clone()
        };
        write(sdl, format_args!(" {}{arguments}: {}", field.name, self.type_text(&shape)));
        if purpose == For::Execution {
            return;
        }
        if is_external {
            write(sdl, format_args!(" @external"));
        } else if is_shared(one, field) && !one.is_key_in(&field.name, subgraph) {
            write(sdl, format_args!(" @shareable"));
        }
        if field.is_hidden && !is_external {
            write(sdl, format_args!(" @inaccessible"));
        }
        if let Source::Required(needed) = &field.source {
            write(sdl, format_args!(" @requires(fields: \"{needed}\")"));
        }
        if let Some(provided) = &field.provides {
            write(sdl, format_args!(" @provides(fields: \"{provided}\")"));
        }
        if let Some(from) = field.taken_from.filter(|from| *from != subgraph) {
            let label = field.label.map(|label| format!(", label: \"{label}\""));
            let label = label.unwrap_or_default();
            write(sdl, format_args!(" @override(from: \"s{from}\"{label})"));
        }
    }

    /// Whether a subgraph names a field of others, as one that it needs or provides.
    fn is_external(&self, one: &ObjectType, field: &Field, subgraph: usize) -> bool {
        let needed = |other: &Field| {
            other.homes.contains(&subgraph) && other.source == Source::Required(field.name.clone())
        };
        let index = self.types.iter().position(|other| other.name == one.name);
        let provided = |other: &Field| {
            other.homes.contains(&subgraph)
                && other.provides.as_ref() == Some(&field.name)
                && Some(other.shape.named()) == index.map(Named::Object)
        };
        !field.homes.contains(&subgraph)
            && (one.fields.iter().any(needed)
                || self.types.iter().flat_map(|other| &other.fields).any(provided))
    }

    fn type_text(&self, shape: &Shape) -> String {
        let (text, non_null) = match shape {
            Shape::Named { non_null, named } => (self.type_name(*named).to_owned(), *non_null),
            Shape::List { non_null, of } => (format!("[{}]", self.type_text(of)), *non_null),
        };
        if non_null { text + "!" } else { text }
    }

    fn type_name(&self, named: Named) -> &str {
        match named {
            Named::Leaf(name) => name,
            Named::Object(index) => &self.types[index].name,
            Named::Node => "Node",
            Named::Either => "Either",
            Named::Thing => "Thing",
        }
    }
}

/// Whether the SDL of a subgraph has a field as its own. `k`, `j` and `at` are there where they are
/// keys, `id` where it is one and where an interface wants it.
fn is_printed(one: &ObjectType, field: &Field, subgraph: usize) -> bool {
    if field.taken_from == Some(subgraph) {
        return true;
    }
    if field.source == Source::Key && !one.is_key_in(&field.name, subgraph) {
        return field.name == "id" && one.implements_in.contains(&subgraph);
    }
    field.homes.contains(&subgraph)
}

fn is_shared(one: &ObjectType, field: &Field) -> bool {
    one.kind != ObjectKind::Value && (field.homes.len() > 1 || field.is_provided)
}
