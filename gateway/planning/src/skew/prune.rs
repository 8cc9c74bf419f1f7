//! Takes out of selections what a version lacks. Types are those of the subgraph, as the
//! supergraph's join directives tell them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use apollo_compiler::{
    Name, Node, Schema,
    ast::{
        Argument, DirectiveList, Field, FieldDefinition, FragmentDefinition, InlineFragment,
        Selection, Type, Value,
    },
    name,
    schema::ExtendedType,
};
use contract::partition::MergeLaw;
use gateway_plan::{
    Condition,
    skew::{FieldSkew, InputSkew, Lack, ValueRule, ValueSkew},
};
use gateway_supergraph::PartitionRules;

/// What was found in selections, and whether they changed.
#[derive(Debug, Clone, Default)]
pub(super) struct Found {
    pub(super) skew: FieldSkew,
    pub(super) is_changed: bool,
}

impl Found {
    fn refuse(&mut self, coordinate: String, under: &[Condition]) {
        self.is_changed = true;
        self.skew.refused.insert(Lack { coordinate, under: under.to_vec() });
    }

    fn leave_out(&mut self, coordinate: String, under: &[Condition]) {
        self.is_changed = true;
        self.skew.left_out.insert(Lack { coordinate, under: under.to_vec() });
    }

    fn value(&mut self, variable: &str, must: ValueRule, under: &[Condition]) {
        let value = ValueSkew { variable: variable.to_owned(), must, under: under.to_vec() };
        if !self.skew.values.contains(&value) {
            self.skew.values.push(value);
        }
    }

    /// Adds what was found in a fragment that stands under conditions.
    fn add(&mut self, other: &Self, around: &[Condition]) {
        self.is_changed |= other.is_changed;
        for Lack { coordinate, under } in &other.skew.refused {
            self.refuse(coordinate.clone(), &[around, under].concat());
        }
        for Lack { coordinate, under } in &other.skew.left_out {
            self.leave_out(coordinate.clone(), &[around, under].concat());
        }
        self.skew.types.extend(other.skew.types.iter().cloned());
        for ValueSkew { variable, must, under } in &other.skew.values {
            self.value(variable, must.clone(), &[around, under].concat());
        }
    }

    /// Whether the version can be sent everything, whatever the variables are.
    pub(super) fn is_nothing(&self) -> bool {
        !self.is_changed && self.skew == FieldSkew::default()
    }
}

/// Where selections stand.
#[derive(Clone, Copy)]
pub(super) struct Scope<'a> {
    /// The type that they are of; none where the supergraph does not know it.
    pub(super) parent: Option<&'a str>,
    pub(super) place: Place<'a>,
}

/// What is special about a place.
#[derive(Clone, Copy)]
pub(super) enum Place<'a> {
    /// The root: a field is asked or not.
    Root,
    /// Below `_entities`.
    Entities,
    /// Below a field whose answers are merged, by this law and these fields.
    Merged(MergeLaw, &'a [String]),
    /// Anywhere else.
    Plain,
}

impl Place<'_> {
    /// Whether merging cannot do without a field here.
    fn needs(self, field: &str) -> bool {
        match self {
            Self::Merged(MergeLaw::Connection, _) => matches!(field, "edges" | "pageInfo"),
            Self::Merged(MergeLaw::Grouped | MergeLaw::Sorted, by) => {
                by.iter().any(|key| key.trim_start_matches('-') == field)
            }
            _ => false,
        }
    }
}

/// Prunes for one version of one subgraph.
pub(super) struct Pruner<'a> {
    pub(super) schema: &'a Schema,
    pub(super) rules: Option<&'a PartitionRules>,
    /// The subgraph's value in the enum `join__Graph`.
    pub(super) graph: &'a str,
    pub(super) lacks: &'a BTreeSet<String>,
    pub(super) inputs: &'a BTreeMap<String, InputSkew>,
    pub(super) fragments: &'a HashMap<Name, Node<FragmentDefinition>>,
    /// Fragments that are pruned; none where nothing is left of one.
    pub(super) pruned: HashMap<Name, (Option<Node<FragmentDefinition>>, Found)>,
    /// The conditions under which the selections at hand are asked for.
    pub(super) under: Vec<Condition>,
}

impl<'a> Pruner<'a> {
    /// What is left of selections.
    pub(super) fn selections(
        &mut self,
        set: &[Selection],
        scope: Scope<'a>,
        found: &mut Found,
    ) -> Vec<Selection> {
        let mut kept = Vec::with_capacity(set.len());
        for selection in set {
            match selection {
                Selection::Field(field) => {
                    let inner = |this: &mut Self| this.field(field, scope, found);
                    kept.extend(self.under(&field.directives, inner));
                }
                Selection::InlineFragment(fragment) => {
                    let inner = |this: &mut Self| this.inline(fragment, scope, found, &mut kept);
                    self.under(&fragment.directives, inner);
                }
                Selection::FragmentSpread(spread) => {
                    let Some(fragment) = self.fragments.get(&spread.fragment_name) else {
                        continue;
                    };
                    let condition = &fragment.type_condition;
                    let stays = matches!(self.conditions(condition, scope).as_slice(), [Some(only)] if only == condition);
                    if stays {
                        let inner = |this: &mut Self| this.fragment(&spread.fragment_name, found);
                        if self.under(&spread.directives, inner) {
                            kept.push(selection.clone());
                        }
                        continue;
                    }
                    let inline = InlineFragment {
                        type_condition: Some(condition.clone()),
                        directives: spread.directives.clone(),
                        selection_set: fragment.selection_set.clone(),
                    };
                    let inner = |this: &mut Self| this.inline(&inline, scope, found, &mut kept);
                    self.under(&spread.directives, inner);
                }
            }
        }
        kept
    }

    /// Prunes what stands under the conditions of directives.
    fn under<T>(&mut self, directives: &DirectiveList, prune: impl FnOnce(&mut Self) -> T) -> T {
        let before = self.under.len();
        for (directive, expected) in [("skip", false), ("include", true)] {
            let value = directives.get(directive);
            let value = value.and_then(|directive| directive.specified_argument_by_name("if"));
            if let Some(variable) = value.and_then(|value| value.as_variable()) {
                let condition = Condition { variable: variable.to_string(), expected };
                if !self.under.contains(&condition) {
                    self.under.push(condition);
                }
            }
        }
        let pruned = prune(self);
        self.under.truncate(before);
        pruned
    }

    fn field(
        &mut self,
        field: &Node<Field>,
        scope: Scope<'a>,
        found: &mut Found,
    ) -> Option<Selection> {
        let mut kept = Field::clone(field);
        let known =
            scope.parent.and_then(|parent| Some((parent, self.definition(parent, &field.name)?)));
        let mut inner = Scope { parent: None, place: Place::Plain };
        if let Some((parent, definition)) = known {
            let coordinate = format!("{parent}.{}", field.name);
            // A version may know nothing of mutations or of subscriptions.
            let has_no_root = matches!(scope.place, Place::Root) && self.lacks.contains(parent);
            if has_no_root || self.lacks.contains(&coordinate) {
                self.leave_out(coordinate, definition, scope, found);
                return None;
            }
            self.arguments(&coordinate, definition, &mut kept.arguments, found);
            inner.parent = self.type_of(definition);
            if let Some(rule) = self.rules.and_then(|rules| rules.merge(parent, &field.name)) {
                inner.place = Place::Merged(rule.law, &rule.by);
            }
        } else if field.name == "_entities" {
            inner.place = Place::Entities;
        }
        kept.selection_set = self.selections(&field.selection_set, inner, found);
        if kept.selection_set.is_empty() && !field.selection_set.is_empty() {
            kept.selection_set.push(typename());
        }
        Some(Selection::Field(Node::new(kept)))
    }

    fn leave_out(
        &self,
        coordinate: String,
        definition: &FieldDefinition,
        scope: Scope<'_>,
        found: &mut Found,
    ) {
        let name = definition.name.as_str();
        let is_needed = definition.ty.is_non_null()
            || matches!(scope.place, Place::Root)
            || scope.place.needs(name);
        if is_needed {
            found.refuse(coordinate, &self.under);
        } else {
            found.leave_out(coordinate, &self.under);
        }
    }

    fn arguments(
        &self,
        coordinate: &str,
        definition: &FieldDefinition,
        arguments: &mut Vec<Node<Argument>>,
        found: &mut Found,
    ) {
        arguments.retain_mut(|given| {
            let place = format!("{coordinate}({}:)", given.name);
            if self.lacks.contains(&place) {
                found.is_changed = true;
                match given.value.as_ref() {
                    Value::Null => {}
                    Value::Variable(variable) => {
                        found.value(variable, ValueRule::BeAbsent(place), &self.under);
                    }
                    _ => found.refuse(place, &self.under),
                }
                return false;
            }
            if let Some(argument) = definition.argument_by_name(&given.name) {
                let type_name = argument.ty.inner_named_type();
                self.value(type_name, &mut given.make_mut().value, found);
            }
            true
        });
    }

    /// Holds a value against an input type. Nulls for fields that are lacked are taken out.
    fn value(&self, type_name: &str, value: &mut Node<Value>, found: &mut Found) {
        let Some(input) = self.inputs.get(type_name) else { return };
        match value.make_mut() {
            Value::Variable(variable) => {
                found.value(variable, ValueRule::Fit(type_name.to_owned()), &self.under);
            }
            Value::Enum(name) if input.lacks.contains(name.as_str()) => {
                found.refuse(format!("{type_name}.{name}"), &self.under);
            }
            Value::List(items) => {
                for item in items {
                    self.value(type_name, item, found);
                }
            }
            Value::Object(fields) => {
                fields.retain(|(name, value)| {
                    let is_lacked = input.lacks.contains(name.as_str());
                    if is_lacked && !value.is_null() {
                        found.refuse(format!("{type_name}.{name}"), &self.under);
                    }
                    found.is_changed |= is_lacked;
                    !is_lacked
                });
                for (name, value) in fields {
                    if let Some(inner) = input.fields.get(name.as_str()) {
                        self.value(inner, value, found);
                    }
                }
            }
            _ => {}
        }
    }

    fn inline(
        &mut self,
        fragment: &InlineFragment,
        scope: Scope<'a>,
        found: &mut Found,
        kept: &mut Vec<Selection>,
    ) {
        let Some(condition) = &fragment.type_condition else {
            let selections = self.selections(&fragment.selection_set, scope, found);
            push_inline(kept, None, fragment, selections);
            return;
        };
        let conditions = self.conditions(condition, scope);
        if !matches!(conditions.as_slice(), [Some(only)] if only == condition) {
            found.is_changed = true;
            if matches!(scope.place, Place::Entities) {
                found.skew.types.insert(condition.to_string());
            }
        }
        for condition in conditions {
            let parent = match &condition {
                Some(condition) => self.name_in_schema(condition),
                None => scope.parent,
            };
            let inner = Scope { parent, place: below(scope.place) };
            let selections = self.selections(&fragment.selection_set, inner, found);
            push_inline(kept, condition, fragment, selections);
        }
    }

    /// Prunes a fragment once; false when nothing is left of it.
    fn fragment(&mut self, name: &Name, found: &mut Found) -> bool {
        if !self.pruned.contains_key(name) {
            let Some(definition) = self.fragments.get(name) else { return false };
            let mut own = Found::default();
            let parent = self.name_in_schema(&definition.type_condition);
            let scope = Scope { parent, place: Place::Plain };
            let around = std::mem::take(&mut self.under);
            let selections = self.selections(&definition.selection_set, scope, &mut own);
            self.under = around;
            let left = (!selections.is_empty()).then(|| {
                let mut definition = FragmentDefinition::clone(definition);
                definition.selection_set = selections;
                Node::new(definition)
            });
            self.pruned.insert(name.clone(), (left, own));
        }
        self.pruned.get(name).is_some_and(|(left, own)| {
            found.add(own, &self.under);
            left.is_some()
        })
    }

    /// The type conditions that say the same to the version: none when it has no such object, and
    /// the objects of an interface that it does not have yet.
    fn conditions(&self, condition: &Name, scope: Scope<'_>) -> Vec<Option<Name>> {
        let is_lacked_member = scope.parent.is_some_and(|parent| {
            self.schema.types.get(parent).is_some_and(ExtendedType::is_union)
                && self.lacks.contains(&format!("{parent}.{condition}"))
        });
        if is_lacked_member {
            return Vec::new();
        }
        if !self.lacks.contains(condition.as_str()) {
            return vec![Some(condition.clone())];
        }
        if !self.schema.types.get(condition).is_some_and(ExtendedType::is_interface) {
            return Vec::new();
        }
        let objects = self.schema.types.iter().filter(|(name, definition)| {
            let implements = definition.as_object().is_some_and(|object| {
                object.implements_interfaces.iter().any(|interface| interface.name == *condition)
            });
            implements && !self.lacks.contains(name.as_str()) && self.is_in_graph(definition)
        });
        objects
            .filter(|(name, _)| scope.parent.is_none_or(|parent| self.can_be(parent, name)))
            .map(|(name, _)| (scope.parent != Some(name.as_str())).then(|| name.clone()))
            .collect()
    }

    fn is_in_graph(&self, definition: &ExtendedType) -> bool {
        definition.directives().get_all("join__type").any(|join| {
            let graph = join.specified_argument_by_name("graph");
            graph.and_then(|graph| graph.as_enum()).is_some_and(|graph| graph == self.graph)
        })
    }

    /// Whether an object of this name can stand where a type is expected.
    fn can_be(&self, parent: &str, object: &Name) -> bool {
        match self.schema.types.get(parent) {
            Some(ExtendedType::Union(union_type)) => {
                union_type.members.iter().any(|member| member.name == *object)
                    && !self.lacks.contains(&format!("{parent}.{object}"))
            }
            Some(ExtendedType::Interface(_)) => self.schema.is_subtype(parent, object),
            _ => parent == object.as_str(),
        }
    }

    fn definition(&self, parent: &str, field: &str) -> Option<&'a FieldDefinition> {
        match self.schema.types.get(parent)? {
            ExtendedType::Object(object) => object.fields.get(field).map(|field| &***field),
            ExtendedType::Interface(interface) => {
                interface.fields.get(field).map(|field| &***field)
            }
            _ => None,
        }
    }

    /// The type of a field as this subgraph has it.
    fn type_of(&self, definition: &'a FieldDefinition) -> Option<&'a str> {
        let own = definition.directives.get_all("join__field").find_map(|join| {
            let graph = join.specified_argument_by_name("graph")?.as_enum()?;
            let text = join.specified_argument_by_name("type")?.as_str()?;
            (graph == self.graph).then(|| Type::parse(text, "type").ok())?
        });
        let named = own.as_ref().unwrap_or(&definition.ty).inner_named_type();
        self.name_in_schema(named)
    }

    fn name_in_schema(&self, name: &str) -> Option<&'a str> {
        self.schema.types.get_key_value(name).map(|(name, _)| name.as_str())
    }
}

/// A type condition does not change what merging needs, and ends `_entities`.
fn below(place: Place<'_>) -> Place<'_> {
    if matches!(place, Place::Entities) { Place::Plain } else { place }
}

fn push_inline(
    kept: &mut Vec<Selection>,
    condition: Option<Name>,
    fragment: &InlineFragment,
    selections: Vec<Selection>,
) {
    if !selections.is_empty() {
        kept.push(Selection::InlineFragment(Node::new(InlineFragment {
            type_condition: condition,
            directives: fragment.directives.clone(),
            selection_set: selections,
        })));
    }
}

fn typename() -> Selection {
    Selection::Field(Node::new(Field {
        alias: None,
        name: name!("__typename"),
        arguments: Vec::new(),
        directives: Default::default(),
        selection_set: Vec::new(),
    }))
}
