//! The SDL that a gateway offers to a gateway above it: its public schema, with the keys of
//! entities and with the rules of its own partitions, which hold one level up as well. Where there
//! are rules, a root field that says neither how answers merge nor who owns them is not offered:
//! several gateways below could not be one subgraph with it. Neither is an object that is merged
//! of parts that clients do not see.

use std::collections::{BTreeMap, BTreeSet};

use apollo_compiler::{
    Name, Node, Schema,
    ast::{self, Directive, FieldDefinition, Value},
    schema::{Component, ExtendedType},
};
use contract::partition::{MergeLaw, RouteBy, sdl_head};

use crate::{MergeRule, PartitionRules, RouteRule, Supergraph, demand_directive, directive::text};

const FEDERATION: &str = "extend schema @link(url: \"https://specs.apollo.dev/federation/v2.5\", import: [\"@key\", \"@shareable\", \"@composeDirective\"])\n";

/// What a supergraph offers to a gateway above it.
#[must_use]
pub fn subgraph_sdl(supergraph: &Supergraph) -> String {
    let mut schema = supergraph.api_schema.clone().into_inner();
    demand_directive::take_out(&mut schema, supergraph.demand_directive());
    let rules: Vec<&PartitionRules> = supergraph.partitions.values().collect();
    let whole = &supergraph.schema;
    let mut offer = Offer { schema: &mut schema, whole, rules: &rules, merged: BTreeMap::new() };
    if !rules.is_empty() {
        offer.roots();
        offer.leave_out();
        offer.routes_of_inputs();
    }
    offer.fields();
    let mut merged: BTreeSet<String> = offer.merged.keys().cloned().collect();
    let roots = schema.schema_definition.iter_root_operations();
    merged.extend(roots.map(|(_, root)| root.name.to_string()));
    keys(&mut schema, &supergraph.schema, &merged, &rules);
    let head = if rules.is_empty() { String::new() } else { sdl_head() };
    format!("{FEDERATION}{head}{schema}")
}

struct Offer<'a> {
    schema: &'a mut Schema,
    /// With what clients do not see.
    whole: &'a Schema,
    rules: &'a [&'a PartitionRules],
    /// Objects that are merged, and which of their fields can be.
    merged: BTreeMap<String, BTreeSet<String>>,
}

impl<'a> Offer<'a> {
    fn merge(&self, type_name: &str, field: &str) -> Option<&'a MergeRule> {
        self.rules.iter().find_map(|rules| rules.merge(type_name, field))
    }

    fn routes(&self, root: &str, field: &str) -> Vec<&'a RouteRule> {
        self.rules.iter().flat_map(|rules| rules.routes(root, field)).collect()
    }

    /// Leaves out root fields that a gateway above could not gather, and follows those that it can.
    fn roots(&mut self) {
        let definition = self.schema.schema_definition.make_mut();
        definition.subscription = None;
        let roots = [definition.query.clone(), definition.mutation.clone()];
        for root in roots.into_iter().flatten() {
            let Some(object) = self.schema.get_object(&root.name) else { continue };
            let mut kept = BTreeSet::new();
            let mut to_follow = Vec::new();
            for (name, field) in &object.fields {
                let rule = self.merge(&root.name, name);
                let has_owner = self.routes(&root.name, name).iter().any(|route| {
                    route.required
                        && matches!(route.by, RouteBy::Id | RouteBy::Key)
                        && (!route.list || (route.by == RouteBy::Id && field.ty.is_list()))
                });
                if rule.is_some_and(|rule| self.has_hidden_parts(field, rule)) {
                    continue;
                }
                if rule.is_some() || has_owner {
                    kept.insert(name.to_string());
                }
                to_follow.extend(rule.map(|rule| (field.ty.inner_named_type().clone(), rule)));
            }
            self.merged.insert(root.name.to_string(), kept);
            for (type_name, rule) in to_follow {
                self.follow(&type_name, rule);
            }
        }
    }

    /// Whether clients do not see some of what an object is merged of. The rest is a husk: what it
    /// is for is made of these parts, above which there would be none.
    fn has_hidden_parts(&self, field: &FieldDefinition, rule: &MergeRule) -> bool {
        let type_name = field.ty.inner_named_type();
        let seen = self.schema.get_object(type_name);
        let whole = self.whole.get_object(type_name);
        rule.law == MergeLaw::Object
            && whole.zip(seen).is_some_and(|(whole, seen)| {
                let mut names = whole.fields.keys();
                names.any(|name| {
                    !seen.fields.contains_key(name) && self.merge(type_name, name).is_some()
                })
            })
    }

    /// Notes which fields of a merged object can be merged.
    fn follow(&mut self, type_name: &Name, rule: &MergeRule) {
        let own: &[&str] = match rule.law {
            MergeLaw::Connection => &["edges", "nodes", "pageInfo"],
            MergeLaw::Object | MergeLaw::Grouped => &[],
            _ => return,
        };
        if self.merged.contains_key(type_name.as_str()) {
            return;
        }
        let Some(object) = self.schema.get_object(type_name) else { return };
        let mut kept = BTreeSet::new();
        let mut to_follow = Vec::new();
        for (name, field) in &object.fields {
            let inner = self.merge(type_name, name);
            if inner.is_some()
                || own.contains(&name.as_str())
                || rule.by.iter().any(|by| by == name.as_str())
            {
                kept.insert(name.to_string());
            }
            to_follow.extend(inner.map(|rule| (field.ty.inner_named_type().clone(), rule)));
        }
        self.merged.insert(type_name.to_string(), kept);
        for (type_name, rule) in to_follow {
            self.follow(&type_name, rule);
        }
    }

    fn leave_out(&mut self) {
        for (type_name, kept) in &self.merged {
            if let Some(ExtendedType::Object(object)) =
                self.schema.types.get_mut(type_name.as_str())
            {
                object.make_mut().fields.retain(|name, _| kept.contains(name.as_str()));
            }
        }
        let empty: BTreeSet<String> = self
            .schema
            .types
            .iter()
            .filter(|(_, found)| found.as_object().is_some_and(|object| object.fields.is_empty()))
            .map(|(name, _)| name.to_string())
            .collect();
        self.schema.types.retain(|name, _| !empty.contains(name.as_str()));
        let definition = self.schema.schema_definition.make_mut();
        definition.mutation.take_if(|mutation| empty.contains(mutation.name.as_str()));
    }

    /// `@merge` and `@route` on fields and arguments.
    fn fields(&mut self) {
        let rules = self.rules;
        for (type_name, definition) in &mut self.schema.types {
            let fields = match definition {
                ExtendedType::Object(object) => &mut object.make_mut().fields,
                ExtendedType::Interface(interface) => &mut interface.make_mut().fields,
                _ => continue,
            };
            for (name, field) in fields {
                let field = field.make_mut();
                if let Some(rule) = rules.iter().find_map(|rules| rules.merge(type_name, name)) {
                    field.directives.push(Node::new(merge_directive(rule)));
                }
                let key = rules
                    .iter()
                    .flat_map(|rules| rules.key_routes(type_name))
                    .find(|route| route.field == name.as_str());
                field.directives.extend(key.map(|key| Node::new(route_directive(key.by, None))));
                for route in rules.iter().flat_map(|rules| rules.routes(type_name, name)) {
                    if route.path.is_empty() {
                        route_of_argument(field, route);
                    }
                }
            }
        }
    }

    /// `@route` on fields of input objects.
    fn routes_of_inputs(&mut self) {
        let mut places: BTreeMap<(String, String), Directive> = BTreeMap::new();
        let definition = &self.schema.schema_definition;
        let roots = [&definition.query, &definition.mutation].into_iter().flatten();
        for root in roots {
            let Some(object) = self.schema.get_object(&root.name) else { continue };
            for (name, field) in &object.fields {
                for route in self.routes(&root.name, name) {
                    let place = place_in_inputs(self.schema, field, route);
                    let directive = route_directive(route.by, route.label.as_deref());
                    places.extend(place.map(|place| (place, directive)));
                }
            }
        }
        for ((type_name, field), directive) in places {
            let found = self.schema.types.get_mut(type_name.as_str());
            if let Some(ExtendedType::InputObject(input)) = found
                && let Some(field) = input.make_mut().fields.get_mut(field.as_str())
            {
                field.make_mut().directives.push(Node::new(directive));
            }
        }
    }
}

fn route_of_argument(field: &mut FieldDefinition, route: &RouteRule) {
    let found =
        field.arguments.iter_mut().find(|argument| argument.name == route.argument.as_str());
    if let Some(argument) = found {
        let directive = route_directive(route.by, route.label.as_deref());
        argument.make_mut().directives.push(Node::new(directive));
    }
}

/// The input object and the field of it that a route leads to.
fn place_in_inputs(
    schema: &Schema,
    field: &FieldDefinition,
    route: &RouteRule,
) -> Option<(String, String)> {
    let mut type_name = field.argument_by_name(&route.argument)?.ty.inner_named_type().clone();
    let (last, way) = route.path.split_last()?;
    for step in way {
        let input = schema.get_input_object(&type_name)?;
        type_name = input.fields.get(step.as_str())?.ty.inner_named_type().clone();
    }
    Some((type_name.to_string(), last.clone()))
}

/// `@key` on entities and `@shareable` on other objects. What is merged has neither: it is no
/// object of one place.
///
/// Where there are rules, an entity whose key does not tell its partition belongs to none of them,
/// as the reference data of a city do: every gateway has it, so that it is shareable, and nobody
/// can be asked for it by its key.
fn keys(
    schema: &mut Schema,
    supergraph: &Schema,
    merged: &BTreeSet<String>,
    rules: &[&PartitionRules],
) {
    for (type_name, definition) in &mut schema.types {
        let ExtendedType::Object(object) = definition else { continue };
        if merged.contains(type_name.as_str()) {
            continue;
        }
        let joins = supergraph.types.get(type_name).map(|found| found.directives());
        let mut keys: BTreeMap<&str, bool> = joins
            .into_iter()
            .flat_map(|directives| directives.get_all("join__type"))
            .filter_map(|join| {
                let resolvable = join.specified_argument_by_name("resolvable");
                let resolvable = resolvable.and_then(|value| value.to_bool()).unwrap_or(true);
                Some((text(join, "key")?, resolvable))
            })
            .fold(BTreeMap::new(), |mut keys, (key, resolvable)| {
                *keys.entry(key).or_default() |= resolvable;
                keys
            });
        if !rules.is_empty() {
            for (key, resolvable) in &mut keys {
                *resolvable &= tells_owner(key, type_name, rules);
            }
        }
        let object = object.make_mut();
        let has_owner = keys.values().any(|resolvable| *resolvable);
        if keys.is_empty() || (!rules.is_empty() && !has_owner) {
            object.directives.push(Component::new(plain("shareable", Vec::new())));
        }
        for (key, resolvable) in keys {
            object.directives.push(Component::new(key_directive(key, resolvable)));
        }
    }
}

/// Whether one of the fields of a key, not of what is nested in it, says who owns the entity.
fn tells_owner(key: &str, type_name: &str, rules: &[&PartitionRules]) -> bool {
    let mut depth = 0_usize;
    let spaced = key.replace('{', " { ").replace('}', " } ");
    spaced.split_whitespace().any(|word| {
        match word {
            "{" => depth += 1,
            "}" => depth = depth.saturating_sub(1),
            field if depth == 0 => {
                let mut routes = rules.iter().flat_map(|rules| rules.key_routes(type_name));
                return routes.any(|route| route.field == field);
            }
            _ => {}
        }
        false
    })
}

fn key_directive(key: &str, resolvable: bool) -> Directive {
    let mut arguments = vec![("fields", Value::from(key))];
    if !resolvable {
        arguments.push(("resolvable", Value::Boolean(false)));
    }
    plain("key", arguments)
}

fn merge_directive(rule: &MergeRule) -> Directive {
    let mut arguments = vec![("law", Value::Enum(Name::new_unchecked(rule.law.as_str())))];
    if !rule.by.is_empty() {
        let by = rule.by.iter().map(|field| Node::new(Value::from(field.as_str())));
        arguments.push(("by", Value::List(by.collect())));
    }
    plain("merge", arguments)
}

fn route_directive(by: RouteBy, label: Option<&str>) -> Directive {
    let mut arguments = vec![("by", Value::Enum(Name::new_unchecked(by.as_str())))];
    arguments.extend(label.map(|label| ("label", Value::from(label))));
    plain("route", arguments)
}

fn plain(name: &str, arguments: Vec<(&str, Value)>) -> Directive {
    let argument = |(name, value)| {
        Node::new(ast::Argument { name: Name::new_unchecked(name), value: Node::new(value) })
    };
    Directive {
        name: Name::new_unchecked(name),
        arguments: arguments.into_iter().map(argument).collect(),
    }
}
