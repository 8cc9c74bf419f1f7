//! Input objects: the fields that every subgraph understands.

use apollo_compiler::{
    Name,
    collections::IndexSet,
    schema::{Component, ExtendedType, InputObjectType},
};

use super::{Merger, Source, input_value::Role, join};
use crate::{Code, Diagnostic};

impl<'a> Merger<'a, '_> {
    pub(super) fn input_object(
        &mut self,
        name: &Name,
        sources: &[Source<'a, ExtendedType>],
    ) -> Option<ExtendedType> {
        let inputs: Vec<Source<'a, InputObjectType>> = sources
            .iter()
            .filter_map(|(subgraph, definition)| Some((*subgraph, definition.as_input_object()?)))
            .collect();
        let holders: Vec<_> = inputs.iter().map(|(subgraph, _)| *subgraph).collect();
        let names: IndexSet<&Name> =
            inputs.iter().flat_map(|(_, input)| input.fields.keys()).collect();
        let mut fields = apollo_compiler::collections::IndexMap::default();
        for field in names {
            let values: Vec<_> = inputs
                .iter()
                .filter_map(|(subgraph, input)| Some((*subgraph, &input.fields.get(field)?.node)))
                .collect();
            let place = format!("{name}.{field}");
            if let Some(merged) = self.input_value(Role::InputField, &place, &holders, &values) {
                fields.insert(field.clone(), Component::new(merged));
            }
        }
        if fields.is_empty() && !self.report.has_errors() {
            let message = format!("no field of `{name}` is in every subgraph that has it");
            self.report.push(Diagnostic::new(Code::EmptyMergedInputType, message).coordinate(name));
            return None;
        }
        let mut directives = self.type_directives(name, sources, Vec::new());
        if self.is_one_of(name, &inputs) {
            directives.push(join::directive("oneOf", []));
        }
        let description = self.type_description(name, sources);
        Some(InputObjectType { description, name: name.clone(), directives, fields }.into())
    }

    fn is_one_of(&mut self, name: &Name, inputs: &[Source<'a, InputObjectType>]) -> bool {
        let count = inputs.iter().filter(|(_, input)| input.directives.has("oneOf")).count();
        if count > 0 && count < inputs.len() {
            let message = format!("`{name}` is `@oneOf` in some subgraphs only");
            let hint = "say `@oneOf` everywhere or nowhere";
            self.report
                .push(Diagnostic::new(Code::OneOfMismatch, message).coordinate(name).hint(hint));
        }
        count > 0
    }
}
