//! Takes out of selections what a version lacks.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use apollo_compiler::{
    Name, Node, Schema,
    ast::{DirectiveList, Field, FieldDefinition, FragmentDefinition, InlineFragment, Selection},
    name,
};
use gateway_plan::{Condition, skew::InputSkew};
use gateway_supergraph::PartitionRules;

use super::found::{Found, Place, Scope};

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
