//! What a type must be in every partition: its kind, its interfaces, its directives; and the
//! values of enums, which may be added anywhere.

use apollo_compiler::{
    Name, Node,
    ast::{Directive, EnumValueDefinition},
    collections::{IndexMap, IndexSet},
    schema::{Component, ExtendedType},
};

use super::{Held, Union};
use crate::{Code, model::interfaces_of, spec};

impl<'a> Union<'a, '_> {
    /// A type is of one kind everywhere.
    pub(super) fn same_kind(&mut self, name: &Name, held: &[Held<'a, ExtendedType>]) -> Option<()> {
        let (_, first) = held.first()?;
        let same =
            |other: &ExtendedType| std::mem::discriminant(*first) == std::mem::discriminant(other);
        let (index, other) = *held.iter().find(|(_, other)| !same(other)).unwrap_or(&(0, first));
        if same(other) {
            return Some(());
        }
        let message =
            format!("`{name}` is another kind of type than in partition {}", self.key(held[0].0));
        self.refuse(
            Code::PartitionTypeMismatch,
            name,
            index,
            other.location(),
            message,
            "give the new type a new name",
        );
        None
    }

    /// A type implements the same interfaces, but for those that a partition does not have yet.
    pub(super) fn same_interfaces(&mut self, name: &Name, held: &[Held<'a, ExtendedType>]) {
        let all: IndexSet<&Name> =
            held.iter().flat_map(|(_, definition)| interfaces_of(definition)).collect();
        for interface in all {
            for (index, definition) in held {
                let knows = self.partitions[*index].1.schema.types.contains_key(interface);
                if knows && !interfaces_of(definition).contains(&interface) {
                    let message = format!(
                        "`{name}` does not implement `{interface}`, as other partitions have it"
                    );
                    let hint = "upgrade this partition before the interface is used";
                    self.refuse(
                        Code::PartitionTypeMismatch,
                        name,
                        *index,
                        definition.location(),
                        message,
                        hint,
                    );
                }
            }
        }
    }

    /// Federation and partition directives are the same everywhere: keys, laws and routes decide
    /// how an answer is put together, and there is one way for all partitions.
    pub(super) fn same_rules<T>(
        &mut self,
        coordinate: &str,
        held: &[Held<'a, T>],
        directives: impl Fn(&'a T) -> Vec<&'a Node<Directive>>,
    ) where
        T: 'a,
    {
        let partitions = self.partitions;
        let composed = |name: &Name| {
            partitions.iter().any(|(_, read)| read.composed.iter().any(|one| one.name == *name))
        };
        let is_rule = |name: &Name| name.contains("__") && *name != spec::TAG || composed(name);
        let rules = |item: &'a T| {
            let mut rules: Vec<String> = directives(item)
                .into_iter()
                .filter(|directive| is_rule(&directive.name))
                .map(|directive| directive.serialize().no_indent().to_string())
                .collect();
            rules.sort();
            rules
        };
        let Some((_, first)) = held.first() else { return };
        let expected = rules(first);
        for (index, item) in &held[1..] {
            if rules(item) != expected {
                let message = format!(
                    "`{coordinate}` has other federation or partition directives than in partition {}",
                    self.key(held[0].0)
                );
                let location = directives(item).first().and_then(|directive| directive.location());
                let hint = "give it the same directives in every partition, or a new name";
                self.refuse(
                    Code::PartitionRuleMismatch,
                    coordinate,
                    *index,
                    location,
                    message,
                    hint,
                );
            }
        }
    }

    pub(super) fn values(
        &mut self,
        type_name: &Name,
        held: &[Held<'a, ExtendedType>],
    ) -> IndexMap<Name, Component<EnumValueDefinition>> {
        let enums: Vec<_> = held
            .iter()
            .filter_map(|(index, definition)| Some((*index, definition.as_enum()?)))
            .collect();
        let mut merged = IndexMap::default();
        for (_, definition) in &enums {
            for (name, value) in &definition.values {
                merged.entry(name.clone()).or_insert_with(|| value.clone());
            }
        }
        for name in merged.keys() {
            let holders: Vec<_> = enums
                .iter()
                .filter_map(|(index, found)| Some((*index, found.values.get(name)?)))
                .collect();
            self.note(format!("{type_name}.{name}"), &holders, Some(held));
        }
        merged
    }

    /// Writes down who lacks a member of a union and has its type.
    pub(super) fn members(&mut self, type_name: &Name, held: &[Held<'a, ExtendedType>]) {
        let unions: Vec<_> = held
            .iter()
            .filter_map(|(index, definition)| Some((*index, definition.as_union()?)))
            .collect();
        let all: IndexSet<&Name> = unions
            .iter()
            .flat_map(|(_, definition)| definition.members.iter().map(|member| &member.name))
            .collect();
        for member in all {
            let knowing: Vec<_> = unions
                .iter()
                .copied()
                .filter(|(index, _)| self.partitions[*index].1.schema.types.contains_key(member))
                .collect();
            let holders: Vec<_> = knowing
                .iter()
                .copied()
                .filter(|(_, definition)| definition.members.contains(member))
                .collect();
            self.note(format!("{type_name}.{member}"), &holders, Some(&knowing));
        }
    }
}
