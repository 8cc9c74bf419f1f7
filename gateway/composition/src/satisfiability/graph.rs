//! What the search knows of the subgraphs: where a field can be resolved, by which keys a type
//! can be entered, and which objects a value can be. It answers for one subgraph at a time;
//! moving between them is `reach`.

use std::collections::{BTreeMap, BTreeSet};

use apollo_compiler::{
    Name, Schema,
    ast::FieldDefinition,
    executable::{Selection, SelectionSet},
    schema::{Component, ExtendedType},
};

use super::labels::Switches;
use crate::{
    field_set,
    merge::{Overrides, overrides_of},
    model::{Coordinate, Key, Subgraph, fields_of, interfaces_of},
};

/// A subgraph that holds a value, and what it provides of it beyond what it always has.
pub(super) type Position = (usize, Option<Provided>);

/// Where a value can be taken from.
pub(super) type Positions = BTreeSet<Position>;

/// Selections that the way to a value provides: an index into [`Graph::provided`].
pub(super) type Provided = usize;

pub(super) struct Graph<'a> {
    pub(super) subgraphs: &'a [Subgraph],
    pub(super) schema: &'a Schema,
    overrides: Overrides,
    pub(super) switches: Switches,
    /// For each interface, the objects that implement it anywhere.
    implementers: BTreeMap<&'a Name, Vec<&'a Name>>,
    /// Every `@provides` and every selection in it.
    provided: Vec<&'a SelectionSet>,
    /// The indices of these by the address that a set has for as long as the graph lives.
    provided_index: BTreeMap<usize, Provided>,
}

/// How a subgraph resolves a field.
pub(super) struct Resolution<'a> {
    pub(super) requires: Option<&'a SelectionSet>,
    /// The type that the field has there.
    pub(super) next: Positions,
}

impl<'a> Graph<'a> {
    pub(super) fn new(subgraphs: &'a [Subgraph], schema: &'a Schema) -> Self {
        let mut implementers: BTreeMap<&Name, Vec<&Name>> = BTreeMap::new();
        for (name, definition) in &schema.types {
            if matches!(definition, ExtendedType::Object(_)) {
                for interface in interfaces_of(definition) {
                    implementers.entry(interface).or_default().push(name);
                }
            }
        }
        let overrides = overrides_of(subgraphs);
        let switches = Switches::new(overrides.labels().into_iter());
        let mut graph = Self {
            subgraphs,
            schema,
            overrides,
            switches,
            implementers,
            provided: Vec::new(),
            provided_index: BTreeMap::new(),
        };
        for set in subgraphs.iter().flat_map(|subgraph| subgraph.facts.provides.values()) {
            graph.index(set);
        }
        graph
    }

    /// Whether a subgraph leaves a field of its own to another one.
    fn leaves(&self, subgraph: &Subgraph, coordinate: &Coordinate) -> bool {
        let taken = self.overrides.of(subgraph, coordinate);
        match self.overrides.label(subgraph, coordinate) {
            // Who is taken from leaves the field when the label is on, who takes it when it is off.
            Some(label) => taken.is_some() == self.switches.is_on(label),
            None => taken.is_some(),
        }
    }

    fn index(&mut self, set: &'a SelectionSet) {
        self.provided_index.insert(address(set), self.provided.len());
        self.provided.push(set);
        for selection in &set.selections {
            match selection {
                Selection::Field(field) if !field.selection_set.selections.is_empty() => {
                    self.index(&field.selection_set);
                }
                Selection::InlineFragment(fragment) => self.index(&fragment.selection_set),
                _ => {}
            }
        }
    }

    /// Every subgraph that has a root type; any can be asked at any time.
    pub(super) fn roots(&self, root: &Name) -> Positions {
        self.holders(root).map(|index| (index, None)).collect()
    }

    /// Whether a type can be entered without a key.
    pub(super) fn is_root(&self, type_name: &Name) -> bool {
        self.schema
            .schema_definition
            .iter_root_operations()
            .any(|(_, root)| root.name == *type_name)
    }

    /// The subgraphs that have a type.
    pub(super) fn holders(&self, type_name: &Name) -> impl Iterator<Item = usize> {
        let has =
            |(_, subgraph): &(usize, &Subgraph)| subgraph.schema.types.contains_key(type_name);
        self.subgraphs.iter().enumerate().filter(has).map(|(index, _)| index)
    }

    /// The fields of a type that clients can ask for.
    pub(super) fn visible_fields(
        &self,
        type_name: &Name,
    ) -> impl Iterator<Item = (&'a Name, &'a Component<FieldDefinition>)> {
        let fields = self.schema.types.get(type_name).and_then(fields_of);
        fields.into_iter().flatten().filter(|(_, field)| !field.directives.has("inaccessible"))
    }

    /// The keys by which a subgraph can be asked for an object, its own or that of an interface
    /// that it stands for.
    pub(super) fn keys(&self, subgraph: usize, type_name: &Name) -> Vec<&'a Key> {
        let subgraph = &self.subgraphs[subgraph];
        let names = std::iter::once(type_name).chain(self.stands_for(subgraph, type_name));
        names.flat_map(|name| subgraph.keys(name)).filter(|key| key.resolvable).collect()
    }

    /// The interface objects of a subgraph that an object is one of.
    fn stands_for(
        &self,
        subgraph: &'a Subgraph,
        type_name: &Name,
    ) -> impl Iterator<Item = &'a Name> {
        let interfaces = self.schema.types.get(type_name).map(interfaces_of).unwrap_or_default();
        interfaces.into_iter().filter(|interface| subgraph.is_interface_object(interface))
    }

    /// How a subgraph resolves a field of an object; nothing when it does not.
    pub(super) fn resolve(
        &self,
        type_name: &Name,
        field: &Name,
        position: Position,
    ) -> Option<Resolution<'a>> {
        let subgraph = &self.subgraphs[position.0];
        if subgraph.schema.types.contains_key(type_name) {
            return self.resolve_own(subgraph, type_name, field, position);
        }
        self.stands_for(subgraph, type_name)
            .find_map(|interface| self.resolve_own(subgraph, interface, field, position))
    }

    fn resolve_own(
        &self,
        subgraph: &'a Subgraph,
        type_name: &Name,
        field: &Name,
        position: Position,
    ) -> Option<Resolution<'a>> {
        let definition = subgraph.field(type_name, field)?;
        let coordinate = (type_name.clone(), field.clone());
        let provided = position
            .1
            .and_then(|provided| self.in_provided(self.provided[provided], type_name, field));
        let refers = subgraph.is_external(type_name, definition);
        if provided.is_none() && (refers || self.leaves(subgraph, &coordinate)) {
            return None;
        }
        let mut next = Positions::new();
        next.extend(provided.flatten().map(|nested| (position.0, Some(nested))));
        let provides = subgraph.facts.provides.get(&coordinate);
        next.extend(
            provides
                .and_then(|set| self.provided_index.get(&address(set)))
                .map(|set| (position.0, Some(*set))),
        );
        if next.is_empty() {
            next.insert((position.0, None));
        }
        Some(Resolution { requires: subgraph.facts.requires.get(&coordinate), next })
    }

    /// Whether provided selections have a field of an object; then, its own selections.
    fn in_provided(
        &self,
        set: &'a SelectionSet,
        type_name: &Name,
        name: &Name,
    ) -> Option<Option<Provided>> {
        set.selections.iter().find_map(|selection| match selection {
            Selection::Field(field) if field.name == *name => {
                Some(self.provided_index.get(&address(&field.selection_set)).copied())
            }
            Selection::InlineFragment(fragment)
                if self.is_a(type_name, &fragment.selection_set.ty) =>
            {
                self.in_provided(&fragment.selection_set, type_name, name)
            }
            _ => None,
        })
    }

    /// Whether it can be found out which object a value of an interface is: a subgraph with an
    /// interface object does not know, so that another one must be asked by a key.
    pub(super) fn knows_object(&self, interface: &Name, positions: &Positions) -> bool {
        let stands_for = |index: usize| self.subgraphs[index].is_interface_object(interface);
        let mut reached = positions.clone();
        loop {
            if reached.iter().any(|(index, _)| !stands_for(*index)) {
                return true;
            }
            let has = |key: &Key| {
                field_set::top_fields(&key.fields).all(|field| {
                    field.name == "__typename"
                        || reached.iter().any(|position| {
                            let subgraph = &self.subgraphs[position.0];
                            self.resolve_own(subgraph, interface, &field.name, *position).is_some()
                        })
                })
            };
            let enters = |index: &usize| {
                let keys = self.subgraphs[*index].keys(interface);
                !reached.contains(&(*index, None))
                    && keys.iter().any(|key| key.resolvable && has(key))
            };
            let Some(next) = self.holders(interface).find(enters) else { return false };
            reached.insert((next, None));
        }
    }

    /// The objects that a value of an abstract type can be when a subgraph returned it.
    pub(super) fn possible(&self, subgraph: usize, type_name: &Name) -> Vec<&'a Name> {
        let subgraph = &self.subgraphs[subgraph];
        if subgraph.is_interface_object(type_name) {
            return self.implementers.get(type_name).cloned().unwrap_or_default();
        }
        let known = |name: Name| self.schema.types.get_key_value(&name).map(|(name, _)| name);
        subgraph.possible_types(type_name).into_iter().filter_map(known).collect()
    }

    /// The objects that a field can return in a subgraph, and whether that says no more than an
    /// abstract type; nothing when it returns none.
    pub(super) fn returned(
        &self,
        subgraph: usize,
        type_name: &Name,
        field: &Name,
    ) -> Option<(BTreeSet<&'a Name>, bool)> {
        let held = &self.subgraphs[subgraph];
        let mut names = std::iter::once(type_name).chain(self.stands_for(held, type_name));
        let found = names.find_map(|name| held.field(name, field))?;
        let target = found.ty.inner_named_type();
        let definition = held.schema.types.get(target).filter(|one| !one.is_leaf())?;
        let is_abstract = !definition.is_object() || held.is_interface_object(target);
        Some((self.possible(subgraph, target).into_iter().collect(), is_abstract))
    }

    /// Whether an object is of a type, which may be itself.
    pub(super) fn is_a(&self, object: &Name, type_name: &Name) -> bool {
        object == type_name
            || self.implementers.get(type_name).is_some_and(|objects| objects.contains(&object))
            || self
                .schema
                .get_union(type_name)
                .is_some_and(|found| found.members.contains(object.as_str()))
    }
}

/// Sets live in the facts of subgraphs, which nothing moves or changes while a graph borrows them.
fn address(set: &SelectionSet) -> usize {
    std::ptr::from_ref(set).addr()
}
