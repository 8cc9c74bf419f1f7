//! Reads `@partition__graph`, `@partition__merge` and `@partition__route` of a supergraph.

use std::collections::BTreeMap;

use apollo_compiler::{
    Name, Node, Schema,
    ast::{Directive, DirectiveList, FieldDefinition, InputValueDefinition},
    schema::{ExtendedType, InterfaceType, ObjectType},
};
use contract::partition::{MergeLaw, RouteBy};

use super::{IDENTITY, KeyRoute, MergeRule, PartitionRules, RouteRule, RowId};
use crate::{
    Subgraph, SupergraphError,
    directive::{list, name, text},
    link::{Link, Links},
};

/// How deep routes may lie in input objects.
const MAX_INPUT_DEPTH: usize = 8;

pub(crate) fn read(
    schema: &Schema,
    links: &Links,
    subgraphs: &[Subgraph],
) -> Result<BTreeMap<String, PartitionRules>, SupergraphError> {
    let Some(link) = links.find(IDENTITY) else { return Ok(BTreeMap::new()) };
    let reader = Reader { schema, words: Words::of(link) };
    let mut rules = BTreeMap::new();
    for directive in schema.schema_definition.directives.get_all(&reader.words.graph) {
        let graph = name(directive, "graph").unwrap_or_default();
        let subgraph = subgraphs
            .iter()
            .find(|subgraph| subgraph.graph == graph)
            .ok_or_else(|| problem("schema", &format!("`{graph}` is not a subgraph")))?;
        rules.insert(subgraph.name.clone(), reader.rules(graph)?);
    }
    Ok(rules)
}

/// The names of the partition directives in this supergraph.
struct Words {
    graph: String,
    merge: String,
    route: String,
}

impl Words {
    fn of(link: &Link) -> Self {
        let word = |name: &str| link.directive(name);
        Self { graph: word("graph"), merge: word("merge"), route: word("route") }
    }
}

struct Reader<'a> {
    schema: &'a Schema,
    words: Words,
}

impl Reader<'_> {
    fn rules(&self, graph: &str) -> Result<PartitionRules, SupergraphError> {
        let mut rules = PartitionRules::default();
        for (type_name, definition) in &self.schema.types {
            let fields = match definition {
                ExtendedType::Object(object) => &object.fields,
                ExtendedType::Interface(interface) => &interface.fields,
                _ => continue,
            };
            let is_root = self.is_root(type_name);
            for (field_name, field) in fields {
                let coordinate = format!("{type_name}.{field_name}");
                if let Some(rule) = self.merge(graph, &field.directives, &coordinate)? {
                    let of_type = rules.merges.entry(type_name.to_string()).or_default();
                    of_type.insert(field_name.to_string(), rule);
                }
                if let Some((by, _)) = self.route(graph, &field.directives, &coordinate)? {
                    let route = KeyRoute { field: field_name.to_string(), by };
                    rules.keys.entry(type_name.to_string()).or_default().push(route);
                }
                if is_root {
                    let routes = self.argument_routes(graph, field, &coordinate)?;
                    let of_type = rules.routes.entry(type_name.to_string()).or_default();
                    of_type.insert(field_name.to_string(), routes);
                }
            }
        }
        rules.row_ids = self.row_ids(graph, &rules.keys);
        Ok(rules)
    }

    /// Where rows of each type have their id.
    fn row_ids(
        &self,
        graph: &str,
        keys: &BTreeMap<String, Vec<KeyRoute>>,
    ) -> BTreeMap<String, RowId> {
        let own = |name: &str| {
            let mut routes = keys.get(name)?.iter();
            routes.find(|route| route.by == RouteBy::Id).map(|route| route.field.as_str())
        };
        let of_abstract = |definition: &ExtendedType| {
            let objects = self.objects(graph, definition);
            let ids = objects.into_iter().map(|object| (object, own(object)));
            let ids: Vec<(&Name, Option<&str>)> = ids.collect();
            if let Some(interface) = definition.as_interface()
                && let Some(field) = common(interface, graph, &ids)
            {
                return Some(RowId::Field(field.to_owned()));
            }
            let of_objects = ids.into_iter().filter_map(|(object, id)| {
                let id = id?.to_owned();
                Some((object.to_string(), id))
            });
            let of_objects: Vec<_> = of_objects.collect();
            (!of_objects.is_empty()).then_some(RowId::Objects(of_objects))
        };
        let of_type = |(name, definition): (&Name, &ExtendedType)| {
            let own = own(name).map(|field| RowId::Field(field.to_owned()));
            let id = own.or_else(|| of_abstract(definition))?;
            Some((name.to_string(), id))
        };
        self.schema.types.iter().filter_map(of_type).collect()
    }

    /// The objects of a union or an interface that a subgraph has.
    fn objects(&self, graph: &str, definition: &ExtendedType) -> Vec<&Name> {
        let members = definition.directives();
        let is_member = |object: &ObjectType| match definition {
            ExtendedType::Interface(interface) => {
                object.implements_interfaces.iter().any(|other| other.name == interface.name)
            }
            ExtendedType::Union(_) => members.get_all("join__unionMember").any(|member| {
                name(member, "graph") == Some(graph)
                    && text(member, "member") == Some(object.name.as_str())
            }),
            _ => false,
        };
        let is_here = |object: &ObjectType| {
            let mut joins = object.directives.get_all("join__type");
            joins.any(|join| name(join, "graph") == Some(graph))
        };
        let objects = self.schema.types.values().filter_map(ExtendedType::as_object);
        let objects = objects.filter(|object| is_here(object) && is_member(object));
        objects.map(|object| &object.name).collect()
    }

    fn is_root(&self, type_name: &str) -> bool {
        self.schema.schema_definition.iter_root_operations().any(|(_, root)| root.name == type_name)
    }

    fn argument_routes(
        &self,
        graph: &str,
        field: &FieldDefinition,
        coordinate: &str,
    ) -> Result<Vec<RouteRule>, SupergraphError> {
        let mut routes = Vec::new();
        for argument in &field.arguments {
            let mut walk = InputWalk { reader: self, graph, routes: &mut routes };
            let mut way = Way {
                argument: &argument.name,
                path: Vec::new(),
                required: true,
                types: Vec::new(),
            };
            walk.value(argument, &mut way, coordinate)?;
        }
        Ok(routes)
    }

    fn merge(
        &self,
        graph: &str,
        directives: &DirectiveList,
        coordinate: &str,
    ) -> Result<Option<MergeRule>, SupergraphError> {
        let Some(directive) = of_graph(directives, &self.words.merge, graph) else {
            return Ok(None);
        };
        let law = text(directive, "law").unwrap_or_default();
        let law =
            law.parse::<MergeLaw>().map_err(|error| problem(coordinate, &error.to_string()))?;
        let by =
            list(directive, "by").iter().filter_map(|item| item.as_str()).map(ToOwned::to_owned);
        Ok(Some(MergeRule { law, by: by.collect() }))
    }

    fn route(
        &self,
        graph: &str,
        directives: &DirectiveList,
        coordinate: &str,
    ) -> Result<Option<(RouteBy, Option<String>)>, SupergraphError> {
        let Some(directive) = of_graph(directives, &self.words.route, graph) else {
            return Ok(None);
        };
        let by = text(directive, "by").unwrap_or_default();
        let by = by.parse::<RouteBy>().map_err(|error| problem(coordinate, &error.to_string()))?;
        let label = text(directive, "label").map(ToOwned::to_owned);
        if by == RouteBy::Label && label.is_none() {
            return Err(problem(coordinate, "a route by LABEL needs a `label`"));
        }
        Ok(Some((by, label)))
    }
}

/// Where a walk through input objects stands.
struct Way<'a> {
    argument: &'a str,
    path: Vec<String>,
    required: bool,
    /// The input types on the way, so that a type that holds itself ends.
    types: Vec<&'a str>,
}

struct InputWalk<'r, 'a> {
    reader: &'a Reader<'a>,
    graph: &'a str,
    routes: &'r mut Vec<RouteRule>,
}

impl<'a> InputWalk<'_, 'a> {
    fn value(
        &mut self,
        value: &'a Node<InputValueDefinition>,
        way: &mut Way<'a>,
        coordinate: &str,
    ) -> Result<(), SupergraphError> {
        let required = way.required && value.is_required();
        if let Some((by, label)) = self.reader.route(self.graph, &value.directives, coordinate)? {
            self.routes.push(RouteRule {
                argument: way.argument.to_owned(),
                path: way.path.clone(),
                by,
                label,
                required,
                list: value.ty.is_list(),
            });
        }
        let type_name = value.ty.inner_named_type().as_str();
        let ends = value.ty.is_list()
            || way.types.contains(&type_name)
            || way.types.len() >= MAX_INPUT_DEPTH;
        let Some(input) = self.reader.schema.get_input_object(type_name).filter(|_| !ends) else {
            return Ok(());
        };
        let outer = std::mem::replace(&mut way.required, required);
        way.types.push(type_name);
        for (field_name, field) in &input.fields {
            way.path.push(field_name.to_string());
            self.value(field, way, &format!("{type_name}.{field_name}"))?;
            way.path.pop();
        }
        way.types.pop();
        way.required = outer;
        Ok(())
    }
}

/// The field of an interface that a subgraph has and that is the id of all these objects.
fn common<'i>(
    interface: &InterfaceType,
    graph: &str,
    ids: &[(&Name, Option<&'i str>)],
) -> Option<&'i str> {
    let id = ids.first()?.1?;
    let field = interface.fields.get(id)?;
    let is_here = field.directives.get("join__field").is_none()
        || of_graph(&field.directives, "join__field", graph).is_some();
    (is_here && ids.iter().all(|(_, other)| *other == Some(id))).then_some(id)
}

fn of_graph<'a>(
    directives: &'a DirectiveList,
    directive: &str,
    graph: &str,
) -> Option<&'a Node<Directive>> {
    directives.iter().find(|found| found.name == directive && name(found, "graph") == Some(graph))
}

fn problem(coordinate: &str, problem: &str) -> SupergraphError {
    SupergraphError::PartitionRule {
        coordinate: coordinate.to_owned(),
        problem: problem.to_owned(),
    }
}
