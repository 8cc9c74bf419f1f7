//! Finds the place of a diagnostic that names an element and was made where no text was at hand: in
//! the supergraph, or on a way through several subgraphs.

use apollo_compiler::{Node, ast::InputValueDefinition, parser::SourceSpan, schema::ExtendedType};

use crate::{
    Diagnostic,
    model::{Subgraph, fields_of},
};

/// Gives every diagnostic the place of its element, in the first subgraph that has it.
pub(crate) fn all(subgraphs: &[Subgraph], diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    diagnostics.into_iter().map(|diagnostic| one(subgraphs, diagnostic)).collect()
}

fn one(subgraphs: &[Subgraph], diagnostic: Diagnostic) -> Diagnostic {
    if diagnostic.location.is_some() {
        return diagnostic;
    }
    let Some(coordinate) = diagnostic.coordinate.clone() else { return diagnostic };
    let is_meant = |subgraph: &&Subgraph| {
        diagnostic.subgraph.as_ref().is_none_or(|name| *name == subgraph.name)
    };
    let found = subgraphs
        .iter()
        .filter(is_meant)
        .filter_map(|subgraph| {
            let (span, is_external) = place(subgraph, &coordinate)?;
            Some((subgraph, span, is_external))
        })
        // Where an element is only referred to, there is nothing to correct.
        .min_by_key(|(_, _, is_external)| *is_external);
    match found {
        Some((subgraph, span, _)) => diagnostic.at(subgraph, Some(span)),
        None => diagnostic,
    }
}

/// The place of `@directive`, `Type`, `Type.field`, `Type.VALUE` or `Type.field(argument:)`, and
/// whether it is external there.
fn place(subgraph: &Subgraph, coordinate: &str) -> Option<(SourceSpan, bool)> {
    if let Some(name) = coordinate.strip_prefix('@') {
        let definition = subgraph.schema.directive_definitions.get(name)?;
        return Some((definition.name.location()?, false));
    }
    let Some((type_name, member)) = coordinate.split_once('.') else {
        let definition = subgraph.schema.types.get(coordinate)?;
        return Some((definition.name().location()?, false));
    };
    let (member, argument) = match member.split_once('(') {
        Some((member, rest)) => (member, Some(rest.trim_end_matches(":)"))),
        None => (member, None),
    };
    match subgraph.schema.types.get(type_name)? {
        ExtendedType::Enum(found) => Some((found.values.get(member)?.value.location()?, false)),
        ExtendedType::InputObject(input) => {
            Some((input.fields.get(member)?.name.location()?, false))
        }
        definition => {
            let field = fields_of(definition)?.get(member)?;
            let name = match argument {
                Some(argument) => argument_of(&field.arguments, argument)?.name.location()?,
                None => field.name.location()?,
            };
            Some((name, subgraph.is_external(type_name, field)))
        }
    }
}

fn argument_of<'a>(
    arguments: &'a [Node<InputValueDefinition>],
    name: &str,
) -> Option<&'a Node<InputValueDefinition>> {
    arguments.iter().find(|argument| argument.name == name)
}
