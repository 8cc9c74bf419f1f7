//! Arguments and input fields: only what every subgraph understands, with the strictest type.

use apollo_compiler::{
    Node,
    ast::{DirectiveList, InputValueDefinition, Type, Value},
};

use super::{Merger, Source, join::JoinField, partition, presence};
use crate::{Code, Diagnostic, default_value, model::Subgraph, spec};

/// What the value belongs to; it decides the codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Argument,
    InputField,
}

type ValueSource<'a> = Source<'a, Node<InputValueDefinition>>;

impl<'a> Merger<'a, '_> {
    /// Merges a value that some of `holders` have; nothing when it is left out.
    pub(super) fn input_value(
        &mut self,
        role: Role,
        place: &str,
        holders: &[&'a Subgraph],
        sources: &[ValueSource<'a>],
    ) -> Option<InputValueDefinition> {
        let is_everywhere = sources.len() == holders.len();
        // What nobody sees nobody gives to a subgraph that does not know it.
        let is_hidden =
            || sources.iter().any(|(_, value)| value.directives.has(spec::INACCESSIBLE));
        if !(is_everywhere || role == Role::InputField && is_hidden()) {
            self.leave_out(role, place, holders, sources);
            return None;
        }
        let types: Vec<&Type> = sources.iter().map(|(_, value)| value.ty.as_ref()).collect();
        let Some(ty) = self.subtypes.narrowest(&types) else {
            self.no_common_type(role, place, sources);
            return None;
        };
        let is_alike = types.iter().all(|other| *other == ty);
        let mut directives: Vec<_> = match role {
            Role::InputField if !is_alike || !is_everywhere => {
                sources.iter().map(|source| join_field(source, is_alike)).collect()
            }
            _ => Vec::new(),
        };
        let all = sources.iter().flat_map(|(subgraph, value)| {
            value.directives.iter().map(move |found| (*subgraph, found))
        });
        let merged = presence::directives(place, all, self.report);
        directives.extend(merged.into_iter().map(Node::new));
        directives.extend(partition::of_value(
            sources.iter().map(|(subgraph, value)| (*subgraph, &value.directives)),
        ));
        let descriptions = sources.iter().map(|(_, value)| value.description.as_ref());
        let first = sources.first()?;
        Some(InputValueDefinition {
            description: presence::description(place, descriptions, self.report),
            name: first.1.name.clone(),
            ty: Node::new(ty.clone()),
            default_value: self.default_value(role, place, sources),
            directives: DirectiveList(directives),
        })
    }

    fn leave_out(
        &mut self,
        role: Role,
        place: &str,
        holders: &[&'a Subgraph],
        sources: &[ValueSource<'a>],
    ) {
        let lacking: Vec<&str> = holders
            .iter()
            .filter(|holder| !sources.iter().any(|(subgraph, _)| subgraph.name == holder.name))
            .map(|holder| holder.name.as_str())
            .collect();
        let lacking = lacking.join(", ");
        if let Some((subgraph, value)) = sources.iter().find(|(_, value)| value.is_required()) {
            let message = format!(
                "`{place}` is required in {} and does not exist in {lacking}",
                subgraph.name
            );
            let code = match role {
                Role::Argument => Code::RequiredArgumentMissing,
                Role::InputField => Code::RequiredInputFieldMissing,
            };
            let hint = "make it nullable or give it a default, or add it everywhere";
            let diagnostic = Diagnostic::new(code, message).coordinate(place).hint(hint);
            self.report.push(diagnostic.at(subgraph, value.location()));
        } else {
            let message =
                format!("`{place}` is left out of the supergraph, since {lacking} lacks it");
            self.report.push(
                Diagnostic::new(Code::InconsistentInput, message).coordinate(place).suspicious(),
            );
        }
    }

    fn no_common_type(&mut self, role: Role, place: &str, sources: &[ValueSource<'a>]) {
        let code = match role {
            Role::Argument => Code::FieldArgumentTypeMismatch,
            Role::InputField => Code::FieldTypeMismatch,
        };
        let each: Vec<String> = sources
            .iter()
            .map(|(subgraph, value)| format!("`{}` in {}", value.ty, subgraph.name))
            .collect();
        let message = format!("`{place}` is {}", each.join(" and "));
        self.report.push(Diagnostic::new(code, message).coordinate(place));
    }

    /// A default counts when all have one, and it is the same.
    fn default_value(
        &mut self,
        role: Role,
        place: &str,
        sources: &[ValueSource<'a>],
    ) -> Option<Node<Value>> {
        let defaults: Vec<&Node<Value>> =
            sources.iter().filter_map(|(_, value)| value.default_value.as_ref()).collect();
        let first = *defaults.first()?;
        if defaults.iter().any(|other| !default_value::same(other, first)) {
            let code = match role {
                Role::Argument => Code::FieldArgumentDefaultMismatch,
                Role::InputField => Code::InputFieldDefaultMismatch,
            };
            let message = format!("`{place}` has different default values");
            self.report.push(Diagnostic::new(code, message).coordinate(place));
            return None;
        }
        if defaults.len() < sources.len() {
            let message = format!(
                "the default value of `{place}` is left out, since not every subgraph has it"
            );
            self.report.push(
                Diagnostic::new(Code::InconsistentDefault, message).coordinate(place).suspicious(),
            );
            return None;
        }
        Some(Node::new(first.as_ref().clone()))
    }
}

fn join_field(
    (subgraph, value): &ValueSource<'_>,
    is_alike: bool,
) -> Node<apollo_compiler::ast::Directive> {
    JoinField {
        graph: Some(subgraph.graph.clone()),
        ty: (!is_alike).then(|| value.ty.to_string()),
        ..JoinField::default()
    }
    .into_directive()
}
