//! Supergraphs of the first version of the join specification, which composers of Federation 1
//! write, in the words of the third. The first says who owns an entity and which fields others add;
//! the third says of every type and field which subgraphs have it, and planning reads that.
//!
//! The first does not say which subgraphs have a type that is no entity: as then, all are taken to.

use std::collections::BTreeMap;

use apollo_compiler::{
    Name, Node, Schema,
    ast::{Argument, Directive, Value},
    executable::{Selection, SelectionSet},
    schema::{Component, ExtendedType},
    validation::Valid,
};

use crate::{
    SupergraphError,
    directive::{name, text},
    field_set,
    link::Links,
};

const OLD: &str = "https://specs.apollo.dev/join/v0.1";
const NEW: &str = "https://specs.apollo.dev/join/v0.3";

const DEFINITIONS: &str = "
directive @join__graph(name: String!, url: String!) on ENUM_VALUE
directive @join__type(graph: join__Graph!, key: join__FieldSet, extension: Boolean! = false, resolvable: Boolean! = true, isInterfaceObject: Boolean! = false) repeatable on OBJECT | INTERFACE | UNION | ENUM | INPUT_OBJECT | SCALAR
directive @join__field(graph: join__Graph, requires: join__FieldSet, provides: join__FieldSet, type: String, external: Boolean, override: String, usedOverridden: Boolean) repeatable on FIELD_DEFINITION | INPUT_FIELD_DEFINITION
directive @join__implements(graph: join__Graph!, interface: String!) repeatable on OBJECT | INTERFACE
directive @join__unionMember(graph: join__Graph!, member: String!) repeatable on UNION
directive @join__enumValue(graph: join__Graph!) repeatable on ENUM_VALUE
";

/// The text of a supergraph of the first version in the words of the third; `None` for any other.
pub(crate) fn upgraded(
    schema: &Valid<Schema>,
    links: &Links,
) -> Result<Option<String>, SupergraphError> {
    let join = links.find("specs.apollo.dev/join");
    if join.is_none_or(|join| join.version != "0.1" || join.prefix != "join") {
        return Ok(None);
    }
    let upgrade = Upgrade::of(schema)?;
    let mut new = Schema::clone(schema);
    new.directive_definitions.retain(|name, _| !name.starts_with("join__"));
    for (name, definition) in &mut new.types {
        if !definition.is_built_in() && !name.contains("__") {
            upgrade.definition(name, definition);
        }
    }
    let text = new.serialize().to_string().replace(OLD, NEW);
    Ok(Some(text + DEFINITIONS))
}

/// How a subgraph has a field that another one owns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Has {
    /// As a part of a key: it can give it.
    Key,
    /// To be told it, or at some places alone.
    External,
}

struct Upgrade {
    graphs: Vec<Name>,
    /// The subgraphs of each entity, its owner first.
    entities: BTreeMap<Name, Vec<Name>>,
    /// By type, field and subgraph.
    borrowed: BTreeMap<(Name, Name, Name), Has>,
}

impl Upgrade {
    fn of(schema: &Valid<Schema>) -> Result<Self, SupergraphError> {
        let graphs = schema.get_enum("join__Graph").map(|graphs| graphs.values.keys().cloned());
        let mut upgrade = Self {
            graphs: graphs.into_iter().flatten().collect(),
            entities: BTreeMap::new(),
            borrowed: BTreeMap::new(),
        };
        for (type_name, definition) in &schema.types {
            let ExtendedType::Object(object) = definition else { continue };
            let Some(owner) = object.directives.get("join__owner").and_then(|one| graph(one))
            else {
                continue;
            };
            let others = object.directives.get_all("join__type").filter_map(|one| graph(one));
            let mut graphs = vec![owner.clone()];
            graphs.extend(others.filter(|graph| *graph != owner));
            graphs.dedup();
            upgrade.entities.insert(type_name.clone(), graphs);
        }
        upgrade.borrow_all(schema)?;
        Ok(upgrade)
    }

    /// Notes what subgraphs have of the fields of others: parts of keys, what they require, what
    /// they provide.
    fn borrow_all(&mut self, schema: &Valid<Schema>) -> Result<(), SupergraphError> {
        for (type_name, definition) in &schema.types {
            let ExtendedType::Object(object) = definition else { continue };
            for field in object.fields.values() {
                for join in field.directives.get_all("join__field") {
                    let Some(graph) = graph(join) else { continue };
                    if let Some(set) = text(join, "requires") {
                        self.borrow(schema, type_name, set, &graph, Has::External)?;
                    }
                    if let Some(set) = text(join, "provides") {
                        let of = field.ty.inner_named_type();
                        self.borrow(schema, of, set, &graph, Has::External)?;
                    }
                }
            }
            for join in object.directives.get_all("join__type") {
                if let (Some(graph), Some(key)) = (graph(join), text(join, "key")) {
                    self.borrow(schema, type_name, key, &graph, Has::Key)?;
                }
            }
        }
        Ok(())
    }

    fn borrow(
        &mut self,
        schema: &Valid<Schema>,
        of: &Name,
        fields: &str,
        graph: &Name,
        has: Has,
    ) -> Result<(), SupergraphError> {
        let set = field_set::on_type(schema, of, fields)?;
        self.borrow_set(&set.selection_set, graph, has);
        Ok(())
    }

    fn borrow_set(&mut self, set: &SelectionSet, graph: &Name, has: Has) {
        for selection in &set.selections {
            match selection {
                Selection::Field(field) => {
                    let place = (set.ty.clone(), field.name.clone(), graph.clone());
                    let known = self.borrowed.entry(place).or_insert(has);
                    if has == Has::Key {
                        *known = has;
                    }
                    self.borrow_set(&field.selection_set, graph, has);
                }
                Selection::InlineFragment(fragment) => {
                    self.borrow_set(&fragment.selection_set, graph, has);
                }
                Selection::FragmentSpread(_) => {}
            }
        }
    }

    /// The subgraphs that have a type.
    fn graphs_of(&self, type_name: &Name) -> &[Name] {
        self.entities.get(type_name).map_or(&self.graphs, Vec::as_slice)
    }

    fn definition(&self, name: &Name, definition: &mut ExtendedType) {
        let is_of_all = !self.entities.contains_key(name);
        let types = || {
            let graphs = self.graphs.iter().filter(|_| is_of_all);
            graphs.map(|graph| Component::new(directive("join__type", graph, None)))
        };
        match definition {
            ExtendedType::Object(object) => {
                let object = object.make_mut();
                object.directives.retain(|one| one.name != "join__owner");
                object.directives.extend(types());
                for interface in &object.implements_interfaces {
                    let of = self.graphs_of(name).iter().map(|graph| {
                        let interface = ("interface", interface.as_str());
                        Component::new(directive("join__implements", graph, Some(interface)))
                    });
                    object.directives.extend(of);
                }
                if let Some(owner) = self.entities.get(name).and_then(|graphs| graphs.first()) {
                    for (field_name, field) in &mut object.fields {
                        let field = field.make_mut();
                        self.entity_field(name, field_name, owner, &mut field.directives.0);
                    }
                }
            }
            ExtendedType::Interface(interface) => interface.make_mut().directives.extend(types()),
            ExtendedType::Union(union_type) => {
                let union_type = union_type.make_mut();
                union_type.directives.extend(types());
                for member in &union_type.members {
                    let of = self.graphs_of(&member.name).iter().map(|graph| {
                        let member = ("member", member.as_str());
                        Component::new(directive("join__unionMember", graph, Some(member)))
                    });
                    union_type.directives.extend(of);
                }
            }
            ExtendedType::Enum(enum_type) => {
                let enum_type = enum_type.make_mut();
                enum_type.directives.extend(types());
                for value in enum_type.values.values_mut() {
                    let of = self.graphs.iter();
                    let of = of.map(|graph| Node::new(directive("join__enumValue", graph, None)));
                    value.make_mut().directives.0.extend(of);
                }
            }
            ExtendedType::InputObject(input) => input.make_mut().directives.extend(types()),
            ExtendedType::Scalar(scalar) => scalar.make_mut().directives.extend(types()),
        }
    }

    /// A field of an entity is its owner's unless it says otherwise.
    fn entity_field(
        &self,
        type_name: &Name,
        field: &Name,
        owner: &Name,
        directives: &mut Vec<Node<Directive>>,
    ) {
        let home =
            directives.iter().find(|one| one.name == "join__field").and_then(|one| graph(one));
        if home.is_none() {
            directives.retain(|one| one.name != "join__field");
            directives.push(Node::new(directive("join__field", owner, None)));
        }
        let home = home.as_ref().unwrap_or(owner);
        for other in self.graphs_of(type_name).iter().filter(|graph| *graph != home) {
            let place = (type_name.clone(), field.clone(), other.clone());
            let Some(has) = self.borrowed.get(&place) else { continue };
            let mut join = directive("join__field", other, None);
            if *has == Has::External {
                join.arguments.push(argument("external", Value::Boolean(true)));
            }
            directives.push(Node::new(join));
        }
    }
}

fn graph(directive: &Directive) -> Option<Name> {
    Name::new(name(directive, "graph")?).ok()
}

fn directive(name: &'static str, graph: &Name, more: Option<(&'static str, &str)>) -> Directive {
    let mut arguments = vec![argument("graph", Value::Enum(graph.clone()))];
    arguments.extend(more.map(|(name, value)| argument(name, Value::String(value.to_owned()))));
    Directive { name: Name::new_static_unchecked(name), arguments }
}

fn argument(name: &'static str, value: Value) -> Node<Argument> {
    Node::new(Argument { name: Name::new_static_unchecked(name), value: Node::new(value) })
}
