//! Arguments and input fields: one type and default everywhere, and optional where a partition
//! lacks them.

use apollo_compiler::{
    Name, Node,
    ast::{FieldDefinition, InputValueDefinition},
    collections::{IndexMap, IndexSet},
    schema::{Component, ExtendedType},
};

use super::{Held, Union};
use crate::Code;

impl<'a> Union<'a, '_> {
    pub(super) fn arguments(
        &mut self,
        coordinate: &str,
        holders: &[Held<'a, Component<FieldDefinition>>],
    ) -> Vec<Node<InputValueDefinition>> {
        let names: IndexSet<&Name> = holders
            .iter()
            .flat_map(|(_, field)| field.arguments.iter().map(|argument| &argument.name))
            .collect();
        let mut merged = Vec::new();
        for name in names {
            let values: Vec<_> = holders
                .iter()
                .filter_map(|(index, field)| Some((*index, field.argument_by_name(name)?)))
                .collect();
            let place = format!("{coordinate}({name}:)");
            self.note(place.clone(), &values, Some(holders));
            self.input_value(Code::PartitionArgumentMismatch, &place, &values, holders.len());
            merged.extend(values.first().map(|(_, value)| (*value).clone()));
        }
        merged
    }

    pub(super) fn input_fields(
        &mut self,
        type_name: &Name,
        held: &[Held<'a, ExtendedType>],
    ) -> IndexMap<Name, Component<InputValueDefinition>> {
        let inputs: Vec<_> = held
            .iter()
            .filter_map(|(index, definition)| Some((*index, definition.as_input_object()?)))
            .collect();
        let names: IndexSet<&Name> =
            inputs.iter().flat_map(|(_, input)| input.fields.keys()).collect();
        let mut merged = IndexMap::default();
        for name in names {
            let fields: Vec<_> = inputs
                .iter()
                .filter_map(|(index, input)| Some((*index, input.fields.get(name)?)))
                .collect();
            let values: Vec<_> =
                fields.iter().map(|(index, field)| (*index, &field.node)).collect();
            let place = format!("{type_name}.{name}");
            self.note(place.clone(), &values, Some(held));
            self.input_value(Code::PartitionInputMismatch, &place, &values, held.len());
            if let Some((_, first)) = fields.first() {
                merged.insert(name.clone(), (*first).clone());
            }
        }
        merged
    }

    /// An argument or input field has one type and one default, and is optional where a
    /// partition lacks it.
    fn input_value(
        &mut self,
        code: Code,
        place: &str,
        values: &[Held<'a, Node<InputValueDefinition>>],
        holders: usize,
    ) {
        self.same_rules(place, values, |value| value.directives.iter().collect());
        let Some((at, first)) = values.first() else { return };
        if values.len() < holders && first.is_required() {
            let message = format!("`{place}` is required, and not every partition has it");
            let hint = "make it nullable or give it a default until every partition has it";
            self.refuse(code, place, *at, first.location(), message, hint);
        }
        for (index, value) in &values[1..] {
            if value.ty != first.ty || value.default_value != first.default_value {
                let message = format!(
                    "`{place}` has another type or default than in partition {}",
                    self.key(*at)
                );
                let hint = "keep it as it is and add a new one beside it";
                self.refuse(code, place, *index, value.location(), message, hint);
            }
        }
    }
}
