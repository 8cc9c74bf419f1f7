//! Documents in pieces: one for each root field, with the variables that it needs.

use std::collections::BTreeSet;

use apollo_compiler::{Node, ast::VariableDefinition as Definition};
use gateway_plan::{
    Document, OperationKind,
    document::{DocumentPiece, VariableDefinition},
};

/// One root field of a document.
pub(super) struct Piece<'s> {
    pub(super) text: String,
    /// The names of the variables of the operation that it uses.
    pub(super) uses: BTreeSet<&'s str>,
    /// A variable of its own.
    pub(super) own: Option<VariableDefinition>,
}

/// A document of these pieces.
pub(super) fn document(
    kind: OperationKind,
    operation: &[Node<Definition>],
    pieces: Vec<Piece<'_>>,
) -> Document {
    let mut variables: Vec<VariableDefinition> =
        pieces.iter().filter_map(|piece| piece.own.clone()).collect();
    let is_used = |definition: &&Node<Definition>| {
        pieces.iter().any(|piece| piece.uses.contains(definition.name.as_str()))
    };
    variables.extend(
        operation.iter().filter(is_used).map(|definition| VariableDefinition {
            name: definition.name.to_string(),
            type_text: definition.ty.to_string(),
            default_text: definition
                .default_value
                .as_ref()
                .map(|value| value.serialize().no_indent().to_string()),
        }),
    );
    let fields = pieces.into_iter().map(|piece| {
        let needs = |name: &str| {
            piece.uses.contains(name) || piece.own.as_ref().is_some_and(|own| own.name == name)
        };
        let numbered = variables.iter().enumerate();
        let needed = numbered.filter(|(_, variable)| needs(&variable.name));
        DocumentPiece {
            variables: needed.map(|(index, _)| index).collect(),
            fragments: Vec::new(),
            text: piece.text.clone(),
        }
    });
    let fields = fields.collect();
    Document { kind, variables, fields, fragments: Vec::new() }
}
