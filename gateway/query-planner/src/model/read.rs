//! Reads the model from the join directives of a supergraph.

use std::{collections::HashMap, sync::Arc};

use apollo_compiler::{
    Node, Schema,
    ast::{self, Directive},
    schema::{Component, ExtendedType},
};
use gateway_supergraph::{Supergraph, field_set};

use super::{FieldModel, GraphId, Held, Kind, Model, Resolver, TypeId, TypeModel};
use crate::sets::{Arguments, Item, SetId, Sets, Want};

/// Makes the model of a supergraph.
pub(super) struct Builder<'a> {
    supergraph: &'a Supergraph,
    schema: &'a Schema,
    graph_ids: HashMap<&'a str, GraphId>,
    by_name: HashMap<String, TypeId>,
    sets: Sets<'static>,
}

impl<'a> Builder<'a> {
    pub(super) fn new(supergraph: &'a Supergraph) -> Self {
        let schema: &Schema = &supergraph.schema;
        let graphs = supergraph.subgraphs.iter().enumerate();
        let names = schema.types.keys().enumerate();
        Self {
            supergraph,
            schema,
            graph_ids: graphs.map(|(id, graph)| (graph.graph.as_str(), id)).collect(),
            by_name: names.map(|(id, name)| (name.to_string(), id)).collect(),
            sets: Sets::default(),
        }
    }

    pub(super) fn build(mut self) -> Model {
        let schema = self.schema;
        let mut types: Vec<TypeModel> =
            schema.types.iter().map(|(name, definition)| self.ty(name, definition)).collect();
        let possible: Vec<Vec<TypeId>> =
            (0..types.len()).map(|ty| self.possible(&types, ty)).collect();
        let possible_in: Vec<Vec<Vec<TypeId>>> = schema
            .types
            .iter()
            .enumerate()
            .map(|(ty, (_, definition))| {
                let graphs = 0..self.graph_ids.len();
                graphs.map(|graph| self.possible_in(&types, ty, definition, graph)).collect()
            })
            .collect();
        for (ty, (possible, possible_in)) in
            types.iter_mut().zip(possible.into_iter().zip(possible_in))
        {
            (ty.possible, ty.possible_in) = (possible, possible_in);
        }
        let roots = schema.schema_definition.iter_root_operations();
        let roots = roots.filter_map(|(kind, name)| {
            Some((kind.name(), self.by_name.get(name.as_str()).copied()?))
        });
        Model {
            roots: roots.collect(),
            graphs: self.supergraph.subgraphs.iter().map(|one| one.name.clone()).collect(),
            types,
            by_name: self.by_name,
            sets: self.sets,
        }
    }

    fn ty(&mut self, name: &str, definition: &ExtendedType) -> TypeModel {
        let (kind, fields, interfaces) = match definition {
            ExtendedType::Object(one) => {
                (Kind::Object, Some(&one.fields), Some(&one.implements_interfaces))
            }
            ExtendedType::Interface(one) => {
                (Kind::Interface, Some(&one.fields), Some(&one.implements_interfaces))
            }
            ExtendedType::Union(_) => (Kind::Union, None, None),
            _ => (Kind::Leaf, None, None),
        };
        let held = self.holdings(definition);
        let fields = fields.into_iter().flatten();
        let fields = fields
            .map(|(field, definition)| (field.to_string(), self.field(definition, &held)))
            .collect();
        let interfaces = interfaces.into_iter().flatten();
        let interfaces =
            interfaces.filter_map(|name| self.by_name.get(name.as_str()).copied()).collect();
        TypeModel {
            name: name.to_owned(),
            kind,
            held,
            fields,
            interfaces,
            possible: Vec::new(),
            possible_in: Vec::new(),
        }
    }

    fn holdings(&mut self, definition: &ExtendedType) -> Vec<Option<Held>> {
        let mut held: Vec<Option<Held>> = Vec::new();
        held.resize_with(self.graph_ids.len(), || None);
        for join in definition.directives().get_all("join__type") {
            let Some(graph) = self.graph(join) else { continue };
            let key = text(join, "key").map(|key| self.set(key));
            let Some(place) = held.get_mut(graph) else { continue };
            let one = place.get_or_insert_default();
            one.is_interface_object |= flag(join, "isInterfaceObject").unwrap_or(false);
            if flag(join, "resolvable").unwrap_or(true) {
                one.keys.extend(key);
            }
        }
        held
    }

    fn field(
        &mut self,
        definition: &Component<ast::FieldDefinition>,
        held: &[Option<Held>],
    ) -> FieldModel {
        let joins: Vec<&Node<Directive>> = definition.directives.get_all("join__field").collect();
        let plain = |this: &Self| Resolver {
            target: this.target(&definition.ty),
            ty: definition.ty.to_string(),
            is_external: false,
            is_gone: false,
            label: None,
            requires: None,
            provides: None,
        };
        let mut resolvers: Vec<Option<Resolver>> = Vec::new();
        if joins.is_empty() {
            resolvers.extend(held.iter().map(|held| held.as_ref().map(|_| plain(self))));
        } else {
            resolvers.resize_with(held.len(), || None);
            for join in joins {
                let Some(graph) = self.graph(join) else { continue };
                let mut resolver = plain(self);
                if let Some(ty) = text(join, "type") {
                    resolver.ty = ty.to_owned();
                    let name = ty.trim_matches(|c| matches!(c, '[' | ']' | '!' | ' '));
                    resolver.target = self.by_name.get(name).copied().unwrap_or(resolver.target);
                }
                resolver.is_external = flag(join, "external").unwrap_or(false);
                let label = text(join, "overrideLabel");
                resolver.is_gone = label.is_none() && flag(join, "usedOverridden").unwrap_or(false);
                let takes = text(join, "override").is_some();
                resolver.label = label.map(|label| (label.to_owned(), takes));
                resolver.requires = text(join, "requires").map(|set| self.set(set));
                resolver.provides = text(join, "provides").map(|set| self.set(set));
                if let Some(place) = resolvers.get_mut(graph) {
                    *place = Some(resolver);
                }
            }
        }
        FieldModel { is_list: definition.ty.is_list(), resolvers }
    }

    fn target(&self, ty: &ast::Type) -> TypeId {
        self.by_name.get(ty.inner_named_type().as_str()).copied().unwrap_or(usize::MAX)
    }

    /// The objects that a type can be anywhere.
    fn possible(&self, types: &[TypeModel], ty: TypeId) -> Vec<TypeId> {
        let Some(found) = types.get(ty) else { return Vec::new() };
        match found.kind {
            Kind::Object => vec![ty],
            Kind::Interface => {
                let implements = |(_, one): &(usize, &TypeModel)| {
                    one.kind == Kind::Object && one.interfaces.contains(&ty)
                };
                types.iter().enumerate().filter(implements).map(|(id, _)| id).collect()
            }
            Kind::Union => {
                let members = self.schema.get_union(&found.name).map(|one| &one.members);
                let ids = members.into_iter().flatten();
                ids.filter_map(|name| self.by_name.get(name.as_str()).copied()).collect()
            }
            Kind::Leaf => Vec::new(),
        }
    }

    fn possible_in(
        &self,
        types: &[TypeModel],
        ty: TypeId,
        definition: &ExtendedType,
        graph: GraphId,
    ) -> Vec<TypeId> {
        let Some(found) = types.get(ty) else { return Vec::new() };
        let Some(held) = found.held.get(graph).and_then(Option::as_ref) else { return Vec::new() };
        if held.is_interface_object {
            return vec![ty];
        }
        let has =
            |id: TypeId| types.get(id).and_then(|one| one.held.get(graph)).and_then(Option::as_ref);
        match found.kind {
            Kind::Object => vec![ty],
            Kind::Interface => types
                .iter()
                .enumerate()
                .filter(|(id, one)| {
                    one.interfaces.contains(&ty)
                        && has(*id).is_some_and(|held| {
                            one.kind == Kind::Object || held.is_interface_object
                        })
                        && self.implements_in(&one.name, &found.name, graph)
                })
                .map(|(id, _)| id)
                .collect(),
            Kind::Union => {
                let told: Vec<_> = definition.directives().get_all("join__unionMember").collect();
                let is_member = |id: &TypeId| {
                    let name = types.get(*id).map_or("", |one| one.name.as_str());
                    told.is_empty()
                        || told.iter().any(|join| {
                            self.graph(join) == Some(graph) && text(join, "member") == Some(name)
                        })
                };
                self.possible(types, ty)
                    .into_iter()
                    .filter(is_member)
                    .filter(|id| has(*id).is_some())
                    .collect()
            }
            Kind::Leaf => Vec::new(),
        }
    }

    fn implements_in(&self, name: &str, interface: &str, graph: GraphId) -> bool {
        let Some(definition) = self.schema.types.get(name) else { return false };
        let mut told = definition.directives().get_all("join__implements").peekable();
        told.peek().is_none()
            || told.any(|join| {
                self.graph(join) == Some(graph) && text(join, "interface") == Some(interface)
            })
    }

    fn graph(&self, join: &Directive) -> Option<GraphId> {
        let graph = join.specified_argument_by_name("graph")?.as_enum()?;
        self.graph_ids.get(graph.as_str()).copied()
    }

    /// Reads selections, of which a supergraph has none that cannot be read.
    fn set(&mut self, text: &str) -> SetId {
        self.items(&field_set::selections(text).unwrap_or_default())
    }

    fn items(&mut self, selections: &[ast::Selection]) -> SetId {
        let mut items = Vec::new();
        for selection in selections {
            match selection {
                ast::Selection::Field(field) => {
                    let child =
                        (!field.selection_set.is_empty()).then(|| self.items(&field.selection_set));
                    items.push(Item::Field(Want {
                        key: Arc::from(field.name.as_str()),
                        name: Arc::from(field.name.as_str()),
                        arguments: Arc::new(Arguments::new(&field.arguments)),
                        conditions: Vec::new(),
                        child,
                    }));
                }
                ast::Selection::InlineFragment(fragment) => {
                    let set = self.items(&fragment.selection_set);
                    let ty = fragment.type_condition.as_ref();
                    match ty.and_then(|name| self.by_name.get(name.as_str())) {
                        Some(ty) => items.push(Item::On { ty: *ty, conditions: Vec::new(), set }),
                        None => items.extend(self.sets.get(set).iter().cloned()),
                    }
                }
                ast::Selection::FragmentSpread(_) => {}
            }
        }
        self.sets.intern(items)
    }
}

fn text<'d>(directive: &'d Directive, argument: &str) -> Option<&'d str> {
    directive.specified_argument_by_name(argument)?.as_str()
}

fn flag(directive: &Directive, argument: &str) -> Option<bool> {
    directive.specified_argument_by_name(argument)?.to_bool()
}
