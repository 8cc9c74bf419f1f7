//! A subgraph document in pieces, so that any subset of its root fields can be sent: a partition
//! is asked only for the fields that are routed to it.

use std::fmt::Write;

use serde::Serialize;

use crate::OperationKind;

/// Which root fields of a document are sent: bit *n* stands for field *n*.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct FieldMask(pub u64);

impl FieldMask {
    /// The most root fields that one document can hold. Planning splits longer ones.
    pub const CAPACITY: usize = u64::BITS as usize;

    /// No field.
    #[must_use]
    pub fn none() -> Self {
        Self(0)
    }

    /// The first `count` fields.
    ///
    /// # Panics
    /// When `count` is beyond [`Self::CAPACITY`].
    #[must_use]
    pub fn first(count: usize) -> Self {
        assert!(count <= Self::CAPACITY, "a document holds at most {} root fields", Self::CAPACITY);
        Self(u64::MAX.checked_shr((Self::CAPACITY - count) as u32).unwrap_or(0))
    }

    /// This mask and field `index`.
    #[must_use]
    pub fn with(self, index: usize) -> Self {
        Self(self.0 | 1 << index)
    }

    /// Whether field `index` is sent.
    #[must_use]
    pub fn contains(self, index: usize) -> bool {
        index < Self::CAPACITY && self.0 & (1 << index) != 0
    }
}

/// A document, printed in pieces.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Document {
    /// Query, mutation or subscription.
    pub kind: OperationKind,
    /// All variables that a piece uses.
    pub variables: Vec<VariableDefinition>,
    /// The root fields, each printed with its alias, arguments, directives and selections.
    pub fields: Vec<DocumentPiece>,
    /// The fragments, in the order of printing.
    pub fragments: Vec<DocumentFragment>,
}

/// A variable of a subgraph document.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct VariableDefinition {
    /// Without `$`.
    pub name: String,
    /// As printed: `[ID!]!`.
    pub type_text: String,
    /// As printed, when there is one.
    pub default_text: Option<String>,
}

/// A printed piece and what it needs.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct DocumentPiece {
    /// GraphQL text.
    pub text: String,
    /// Indexes into [`Document::variables`], those of its fragments included.
    pub variables: Vec<usize>,
    /// Indexes into [`Document::fragments`], those that they use included.
    pub fragments: Vec<usize>,
}

/// A printed fragment definition.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DocumentFragment {
    /// `fragment a on T {…}`.
    pub text: String,
}

/// What is sent for a mask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RenderedDocument {
    /// GraphQL text.
    pub text: String,
    /// Indexes into [`Document::variables`] of those that the text defines.
    pub variables: Vec<usize>,
}

impl Document {
    /// The mask of all root fields.
    #[must_use]
    pub fn all_fields(&self) -> FieldMask {
        FieldMask::first(self.fields.len())
    }

    /// The document with the root fields of `mask`, and only the variables and fragments that
    /// they use. The same mask gives the same text each time.
    #[must_use]
    pub fn render(&self, mask: FieldMask) -> RenderedDocument {
        let chosen = || {
            self.fields
                .iter()
                .enumerate()
                .filter(|(index, _)| mask.contains(*index))
                .map(|(_, f)| f)
        };
        let variables = sorted_unique(chosen().flat_map(|piece| &piece.variables));
        let fragments = sorted_unique(chosen().flat_map(|piece| &piece.fragments));

        let mut text = String::from(match self.kind {
            OperationKind::Query => "query",
            OperationKind::Mutation => "mutation",
            OperationKind::Subscription => "subscription",
        });
        for (position, &index) in variables.iter().enumerate() {
            let variable = &self.variables[index];
            text.push(if position == 0 { '(' } else { ',' });
            let _ = write!(text, "${}:{}", variable.name, variable.type_text);
            if let Some(default) = &variable.default_text {
                let _ = write!(text, "={default}");
            }
        }
        if !variables.is_empty() {
            text.push(')');
        }
        text.push('{');
        for (position, piece) in chosen().enumerate() {
            if position > 0 {
                text.push(' ');
            }
            text.push_str(&piece.text);
        }
        text.push('}');
        for index in fragments {
            text.push(' ');
            text.push_str(&self.fragments[index].text);
        }
        RenderedDocument { text, variables }
    }
}

fn sorted_unique<'a>(indexes: impl Iterator<Item = &'a usize>) -> Vec<usize> {
    let mut indexes: Vec<usize> = indexes.copied().collect();
    indexes.sort_unstable();
    indexes.dedup();
    indexes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document() -> Document {
        let variable = |name: &str, type_text: &str| VariableDefinition {
            name: name.into(),
            type_text: type_text.into(),
            default_text: None,
        };
        Document {
            kind: OperationKind::Query,
            variables: vec![variable("a", "Int!"), variable("b", "[ID!]")],
            fields: vec![
                DocumentPiece {
                    text: "x(n:$a){...f}".into(),
                    variables: vec![0],
                    fragments: vec![0],
                },
                DocumentPiece {
                    text: "y(ids:$b){id}".into(),
                    variables: vec![1],
                    fragments: vec![],
                },
            ],
            fragments: vec![DocumentFragment { text: "fragment f on X{id}".into() }],
        }
    }

    #[test]
    fn a_mask_takes_the_fields_and_what_they_use() {
        let document = document();
        assert_eq!(
            document.render(document.all_fields()).text,
            "query($a:Int!,$b:[ID!]){x(n:$a){...f} y(ids:$b){id}} fragment f on X{id}"
        );
        let second = document.render(FieldMask::none().with(1));
        assert_eq!(second.text, "query($b:[ID!]){y(ids:$b){id}}");
        assert_eq!(second.variables, [1]);
    }

    #[test]
    fn masks_cover_their_whole_capacity() {
        assert_eq!(FieldMask::first(0), FieldMask::none());
        assert_eq!(FieldMask::first(64).0, u64::MAX);
        assert!(!FieldMask::first(64).contains(64));
        assert_eq!(FieldMask::first(3), FieldMask::none().with(0).with(1).with(2));
    }
}
