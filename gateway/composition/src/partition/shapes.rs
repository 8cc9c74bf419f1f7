//! The shapes that merge laws know: Relay connections, coverage objects, nested lists.

use apollo_compiler::{
    ast::Type,
    schema::{ExtendedType, ObjectType},
};

use crate::model::Subgraph;

/// The object of a type that is a Relay connection.
pub(super) fn connection<'a>(subgraph: &'a Subgraph, ty: &Type) -> Option<&'a ObjectType> {
    let connection = object(subgraph, ty)?;
    let edges = &connection.fields.get("edges")?.ty;
    let edge = subgraph.object(edges.inner_named_type()).filter(|_| is_depth(edges, 1))?;
    let cursor = &edge.fields.get("cursor")?.ty;
    let page_info = object(subgraph, &connection.fields.get("pageInfo")?.ty)?;
    let fits = cursor.is_non_null()
        && is_depth(cursor, 0)
        && cursor.inner_named_type() == "String"
        && edge.fields.contains_key("node")
        && ["hasNextPage", "hasPreviousPage"]
            .iter()
            .all(|name| page_info.fields.contains_key(*name));
    fits.then_some(connection)
}

/// Whether a type is the coverage object of the specification.
pub(super) fn is_coverage(subgraph: &Subgraph, ty: &Type) -> bool {
    let Some(coverage) = object(subgraph, ty) else { return false };
    let lists = ["asked", "answered", "missing"];
    let has_lists = lists
        .iter()
        .all(|name| coverage.fields.get(*name).is_some_and(|field| is_depth(&field.ty, 1)));
    let complete = coverage
        .fields
        .get("complete")
        .is_some_and(|field| field.ty.inner_named_type() == "Boolean");
    let missing = coverage
        .fields
        .get("missing")
        .and_then(|field| subgraph.object(field.ty.inner_named_type()));
    let says_why = missing.is_some_and(|missing| {
        ["code", "reason"].iter().all(|name| missing.fields.contains_key(*name))
    });
    // Nobody could say how a further field merges.
    has_lists && complete && says_why && coverage.fields.len() == lists.len() + 1
}

/// Whether what a type holds is a scalar or an enum.
pub(super) fn is_leaf(subgraph: &Subgraph, ty: &Type) -> bool {
    subgraph.schema.types.get(ty.inner_named_type()).is_some_and(ExtendedType::is_leaf)
}

/// Whether a type is a list of lists so many times, and no more.
pub(super) fn is_depth(ty: &Type, depth: usize) -> bool {
    match ty {
        Type::Named(_) | Type::NonNullNamed(_) => depth == 0,
        Type::List(item) | Type::NonNullList(item) => depth > 0 && is_depth(item, depth - 1),
    }
}

fn object<'a>(subgraph: &'a Subgraph, ty: &Type) -> Option<&'a ObjectType> {
    subgraph.object(ty.inner_named_type()).filter(|_| !ty.is_list())
}
