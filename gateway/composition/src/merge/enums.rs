//! Enums: all values where they are read, common ones where they are written, and the same
//! everywhere when both happen.

use std::collections::BTreeSet;

use apollo_compiler::{
    Name, Schema,
    ast::{DirectiveList, EnumValueDefinition},
    collections::{IndexMap, IndexSet},
    schema::{Component, EnumType, ExtendedType},
};

use super::{Merger, Source, join, presence};
use crate::{Code, Diagnostic, model::fields_of, spec};

/// Where types are used in the supergraph. What was left out of it uses nothing.
#[derive(Debug, Default)]
pub(super) struct Positions {
    inputs: BTreeSet<Name>,
    outputs: BTreeSet<Name>,
}

impl Positions {
    pub(super) fn of(schema: &Schema) -> Self {
        let mut positions = Self::default();
        for definition in schema.types.values().filter(|definition| !definition.is_built_in()) {
            for field in fields_of(definition).into_iter().flat_map(IndexMap::values) {
                positions.outputs.insert(field.ty.inner_named_type().clone());
                positions.inputs.extend(
                    field.arguments.iter().map(|argument| argument.ty.inner_named_type().clone()),
                );
            }
            if let ExtendedType::InputObject(input) = definition {
                positions
                    .inputs
                    .extend(input.fields.values().map(|field| field.ty.inner_named_type().clone()));
            }
        }
        positions
    }
}

impl<'a> Merger<'a, '_> {
    pub(super) fn enumeration(
        &mut self,
        name: &Name,
        sources: &[Source<'a, ExtendedType>],
    ) -> Option<ExtendedType> {
        let enums: Vec<Source<'a, EnumType>> = sources
            .iter()
            .filter_map(|(subgraph, definition)| Some((*subgraph, definition.as_enum()?)))
            .collect();
        let names: IndexSet<&Name> =
            enums.iter().flat_map(|(_, definition)| definition.values.keys()).collect();
        let (is_read, is_written) =
            (self.positions.outputs.contains(name), self.positions.inputs.contains(name));
        let mut values = IndexMap::default();
        for value in names {
            let holders: Vec<_> = enums
                .iter()
                .filter_map(|(subgraph, definition)| {
                    Some((*subgraph, definition.values.get(value)?))
                })
                .collect();
            let is_everywhere = holders.len() == enums.len();
            let is_hidden =
                holders.iter().any(|(_, value)| value.directives.has(spec::INACCESSIBLE));
            if is_read && is_written && !is_everywhere && !is_hidden {
                self.enum_mismatch(name, value, &enums);
            }
            // What nobody sees nobody gives to a subgraph that does not know it.
            if is_everywhere || is_read || !is_written || is_hidden {
                let merged = self.enum_value(&format!("{name}.{value}"), &holders)?;
                values.insert(value.clone(), Component::new(merged));
            }
        }
        if values.is_empty() {
            let message = format!("no value of `{name}` is in every subgraph that has it");
            self.report.push(Diagnostic::new(Code::EmptyMergedEnumType, message).coordinate(name));
            return None;
        }
        let description = self.type_description(name, sources);
        let directives = self.type_directives(name, sources, Vec::new());
        Some(EnumType { description, name: name.clone(), directives, values }.into())
    }

    fn enum_value(
        &mut self,
        place: &str,
        holders: &[Source<'a, Component<EnumValueDefinition>>],
    ) -> Option<EnumValueDefinition> {
        let mut directives: Vec<_> =
            holders.iter().map(|(subgraph, _)| join::enum_value(&subgraph.graph)).collect();
        let all = holders.iter().flat_map(|(subgraph, value)| {
            value.directives.iter().map(move |found| (*subgraph, found))
        });
        let merged = presence::directives(place, all, self.report);
        directives.extend(merged.into_iter().map(apollo_compiler::Node::new));
        let descriptions = holders.iter().map(|(_, value)| value.description.as_ref());
        Some(EnumValueDefinition {
            description: presence::description(place, descriptions, self.report),
            value: holders.first()?.1.value.clone(),
            directives: DirectiveList(directives),
        })
    }

    fn enum_mismatch(&mut self, name: &Name, value: &Name, enums: &[Source<'a, EnumType>]) {
        for (subgraph, definition) in
            enums.iter().filter(|(_, definition)| !definition.values.contains_key(value))
        {
            let message = format!(
                "`{name}` is both read and written, and {} does not know its value `{value}`",
                subgraph.name
            );
            let hint = "give it the same values everywhere, or make the value @inaccessible until all have it";
            let diagnostic = Diagnostic::new(Code::EnumValueMismatch, message)
                .coordinate(format!("{name}.{value}"));
            self.report.push(diagnostic.hint(hint).at(subgraph, definition.name.location()));
        }
    }
}
