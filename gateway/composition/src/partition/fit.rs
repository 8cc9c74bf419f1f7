//! Which types a law is for.

use apollo_compiler::{ast::Type, schema::ExtendedType};
use contract::partition::MergeLaw;

use super::shapes::{self, is_leaf};
use crate::model::Subgraph;

/// What a law needs that a type is not; nothing when it fits.
pub(super) fn wanted(subgraph: &Subgraph, law: MergeLaw, ty: &Type) -> Option<&'static str> {
    let is = |name: &str| ty.inner_named_type() == name;
    let single = !ty.is_list();
    let is_object = || subgraph.object(ty.inner_named_type()).is_some();
    let (fits, wanted) = match law {
        MergeLaw::Concat => (ty.is_list(), "a list"),
        MergeLaw::Sorted | MergeLaw::Grouped => {
            (shapes::is_depth(ty, 1) && is_object(), "a list of objects")
        }
        MergeLaw::Connection => (
            shapes::connection(subgraph, ty).is_some(),
            "a Relay connection: `edges { cursor: String! node }` and `pageInfo`",
        ),
        MergeLaw::Object => (single && is_object(), "an object"),
        MergeLaw::Coverage => (
            shapes::is_coverage(subgraph, ty),
            "a coverage object: `asked`, `answered`, `missing { code reason }`, `complete`",
        ),
        MergeLaw::Sum => (single && is_number(subgraph, ty), "a number"),
        MergeLaw::Min | MergeLaw::Max => (
            single && is_leaf(subgraph, ty) && !is("Boolean"),
            "a number or a scalar that sorts as one",
        ),
        MergeLaw::And | MergeLaw::Or => (single && is("Boolean"), "a Boolean"),
        MergeLaw::Same => (true, "anything"),
        MergeLaw::Union => (shapes::is_depth(ty, 1) && is_leaf(subgraph, ty), "a list of scalars"),
        MergeLaw::Histogram => {
            (shapes::is_depth(ty, 2) && is("Int"), "a list of `[bin, count]` pairs, `[[Int!]!]`")
        }
        MergeLaw::Events => (false, "a subscription"),
    };
    (!fits).then_some(wanted)
}

/// A number, or a scalar of the subgraph's own that may be one.
fn is_number(subgraph: &Subgraph, ty: &Type) -> bool {
    let name = ty.inner_named_type();
    let is_scalar = matches!(subgraph.schema.types.get(name), Some(ExtendedType::Scalar(_)));
    is_scalar && !matches!(name.as_str(), "String" | "ID" | "Boolean")
}
