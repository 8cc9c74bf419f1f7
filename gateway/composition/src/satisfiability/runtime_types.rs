//! A field that several subgraphs resolve has one answer: when it is of an abstract type, there must
//! be objects that all of them can return.

use std::collections::BTreeSet;

use apollo_compiler::Name;

use super::{
    graph::{Graph, Positions},
    path::Path,
};
use crate::{Code, Diagnostic};

/// What there is to say about the objects that a field returns where it was reached.
pub(super) fn differ(
    graph: &Graph<'_>,
    type_name: &Name,
    field: &Name,
    reached: &Positions,
    path: &Path<'_>,
) -> Option<Diagnostic> {
    let subgraphs: BTreeSet<usize> = reached.iter().map(|(subgraph, _)| *subgraph).collect();
    if subgraphs.len() < 2 {
        return None;
    }
    let mut all_abstract = true;
    let mut returned: Vec<(usize, BTreeSet<&Name>)> = Vec::new();
    for subgraph in subgraphs {
        let (objects, is_abstract) = graph.returned(subgraph, type_name, field)?;
        all_abstract &= is_abstract;
        returned.push((subgraph, objects));
    }
    let (_, first) = returned.first()?;
    if returned.iter().all(|(_, objects)| objects == first) {
        return None;
    }
    let is_common =
        |object: &&&Name| returned.iter().all(|(_, objects)| objects.contains(**object));
    let has_common = first.iter().any(|object| is_common(&object));
    // That one says more than another is no reason to doubt it.
    if has_common && !all_abstract {
        return None;
    }
    let each: Vec<String> = returned
        .iter()
        .map(|(subgraph, objects)| {
            let objects: Vec<&str> = objects.iter().map(|object| object.as_str()).collect();
            format!("{} returns {}", graph.subgraphs[*subgraph].name, objects.join(", "))
        })
        .collect();
    let each = each.join(" and ");
    let path = path.end(false);
    let diagnostic = if has_common {
        let message =
            format!("`{path}` can return other objects in one subgraph than in another: {each}");
        Diagnostic::new(Code::InconsistentRuntimeTypes, message).suspicious()
    } else {
        let message = format!("`{path}` returns no object that all subgraphs know: {each}");
        Diagnostic::new(Code::MismatchedRuntimeTypes, message)
    };
    let hint =
        "let every subgraph return the same objects, as who is asked for the field may change";
    Some(diagnostic.coordinate(format!("{type_name}.{field}")).hint(hint))
}
