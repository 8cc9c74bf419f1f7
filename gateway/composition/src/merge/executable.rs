//! Directives of operations: kept where every subgraph understands them, with the arguments that
//! every subgraph has.

use std::collections::BTreeSet;

use apollo_compiler::{
    Name, Node, Schema,
    ast::{DirectiveDefinition, DirectiveLocation},
};

use super::{Merger, Source, input_value::Role};
use crate::{Code, Diagnostic, model::Subgraph};

impl<'a> Merger<'a, '_> {
    pub(super) fn executable_directives(&mut self, schema: &mut Schema) {
        let subgraphs = self.subgraphs;
        let names: BTreeSet<&Name> = subgraphs
            .iter()
            .flat_map(|subgraph| subgraph.schema.directive_definitions.iter())
            .filter(|(name, definition)| {
                !is_known(name)
                    && !subgraphs.iter().any(|subgraph| subgraph.composes(name))
                    && definition.locations.iter().any(is_executable)
            })
            .map(|(name, _)| name)
            .collect();
        for name in names {
            let sources: Vec<Source<'a, Node<DirectiveDefinition>>> = subgraphs
                .iter()
                .filter_map(|subgraph| {
                    Some((subgraph, subgraph.schema.directive_definitions.get(name)?))
                })
                .collect();
            let locations = common_locations(&sources);
            if sources.len() < subgraphs.len() || locations.is_empty() {
                let message = format!(
                    "`@{name}` is left out: not every subgraph has it at the same places of operations"
                );
                let code = Code::InconsistentExecutableDirective;
                let diagnostic = Diagnostic::new(code, message).coordinate(format!("@{name}"));
                self.report.push(diagnostic.suspicious());
            } else if let Some(definition) = self.executable_directive(name, &sources, locations) {
                schema.directive_definitions.insert(name.clone(), Node::new(definition));
            }
        }
    }

    fn executable_directive(
        &mut self,
        name: &Name,
        sources: &[Source<'a, Node<DirectiveDefinition>>],
        locations: Vec<DirectiveLocation>,
    ) -> Option<DirectiveDefinition> {
        let (_, first) = sources.first()?;
        let holders: Vec<&Subgraph> = sources.iter().map(|(subgraph, _)| *subgraph).collect();
        let mut names: Vec<&Name> = Vec::new();
        for argument in sources.iter().flat_map(|(_, definition)| &definition.arguments) {
            if !names.contains(&&argument.name) {
                names.push(&argument.name);
            }
        }
        let arguments = names.into_iter().filter_map(|argument| {
            let values: Vec<_> = sources
                .iter()
                .filter_map(|(subgraph, definition)| {
                    Some((*subgraph, definition.argument_by_name(argument)?))
                })
                .collect();
            let place = format!("@{name}({argument}:)");
            self.input_value(Role::Argument, &place, &holders, &values).map(Node::new)
        });
        let arguments = arguments.collect();
        Some(DirectiveDefinition {
            description: first.description.as_ref().map(|text| Node::new_str(text)),
            name: name.clone(),
            arguments,
            repeatable: sources.iter().all(|(_, definition)| definition.repeatable),
            locations,
        })
    }
}

/// The places in operations where every subgraph allows the directive.
fn common_locations(sources: &[Source<'_, Node<DirectiveDefinition>>]) -> Vec<DirectiveLocation> {
    let Some((_, first)) = sources.first() else { return Vec::new() };
    let is_common = |location: &&DirectiveLocation| {
        is_executable(location)
            && sources.iter().all(|(_, definition)| definition.locations.contains(location))
    };
    first.locations.iter().filter(is_common).copied().collect()
}

/// Directives of GraphQL itself, which some servers define in their SDL.
fn is_known(name: &str) -> bool {
    matches!(name, "skip" | "include" | "deprecated" | "specifiedBy" | "oneOf" | "defer" | "stream")
}

fn is_executable(location: &DirectiveLocation) -> bool {
    matches!(
        location,
        DirectiveLocation::Query
            | DirectiveLocation::Mutation
            | DirectiveLocation::Subscription
            | DirectiveLocation::Field
            | DirectiveLocation::FragmentDefinition
            | DirectiveLocation::FragmentSpread
            | DirectiveLocation::InlineFragment
            | DirectiveLocation::VariableDefinition
    )
}
