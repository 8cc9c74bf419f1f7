//! Which type can stand for which: nullability, lists, interfaces and unions of all subgraphs.

use std::collections::BTreeSet;

use apollo_compiler::{Name, ast::Type, schema::ExtendedType};

use crate::model::{Subgraph, interfaces_of};

/// The named types that are subtypes of others in some subgraph.
#[derive(Debug, Default)]
pub(super) struct Subtypes(BTreeSet<(Name, Name)>);

impl Subtypes {
    pub(super) fn of(subgraphs: &[Subgraph]) -> Self {
        let mut pairs = BTreeSet::new();
        for (name, definition) in subgraphs.iter().flat_map(Subgraph::types) {
            pairs.extend(
                interfaces_of(definition)
                    .into_iter()
                    .map(|interface| (name.clone(), interface.clone())),
            );
            if let ExtendedType::Union(union_type) = definition {
                pairs.extend(
                    union_type.members.iter().map(|member| (member.name.clone(), name.clone())),
                );
            }
        }
        Self(pairs)
    }

    /// Whether every value of `sub` is one of `sup`.
    pub(super) fn is_subtype(&self, sub: &Type, sup: &Type) -> bool {
        match (sub, sup) {
            (Type::NonNullNamed(sub), Type::NonNullNamed(sup) | Type::Named(sup))
            | (Type::Named(sub), Type::Named(sup)) => {
                sub == sup || self.0.contains(&(sub.clone(), sup.clone()))
            }
            (Type::NonNullList(sub), Type::NonNullList(sup) | Type::List(sup))
            | (Type::List(sub), Type::List(sup)) => self.is_subtype(sub, sup),
            _ => false,
        }
    }

    /// The one of these types that all others are subtypes of, for what is read.
    pub(super) fn widest<'t>(&self, types: &[&'t Type]) -> Option<&'t Type> {
        types.iter().copied().find(|sup| types.iter().all(|sub| self.is_subtype(sub, sup)))
    }

    /// The one of these types that is a subtype of all others, for what is written.
    pub(super) fn narrowest<'t>(&self, types: &[&'t Type]) -> Option<&'t Type> {
        types.iter().copied().find(|sub| types.iter().all(|sup| self.is_subtype(sub, sup)))
    }
}
