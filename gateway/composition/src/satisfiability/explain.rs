//! Says why a field cannot be reached: for each subgraph that resolves it, what is in the way.

use apollo_compiler::{Name, executable::SelectionSet};

use super::{
    graph::{Graph, Positions},
    path::Path,
    reach::Reach,
};
use crate::{Code, Diagnostic, field_set, model::Subgraph};

/// A field that cannot be reached.
pub(super) struct Failure<'a> {
    pub(super) type_name: &'a Name,
    pub(super) field: &'a Name,
    /// With which labels, in words.
    pub(super) labels: Option<String>,
    pub(super) path: &'a Path<'a>,
}

impl Failure<'_> {
    pub(super) fn explain(
        self,
        graph: &Graph<'_>,
        reach: &mut Reach<'_>,
        positions: &Positions,
    ) -> Diagnostic {
        let Self { type_name, field, labels, path } = self;
        let mut reasons = Vec::new();
        for (index, subgraph) in graph.subgraphs.iter().enumerate() {
            if let Some(resolution) = graph.resolve(type_name, field, (index, None)) {
                let is_there = positions.iter().any(|(known, _)| *known == index);
                reasons.push(match resolution.requires {
                    Some(requires) if is_there => {
                        requirement(graph, subgraph, index, type_name, requires)
                    }
                    _ => no_way(graph, reach, type_name, index, positions),
                });
            }
        }
        let when = labels.map(|labels| format!(" when {labels}")).unwrap_or_default();
        let message = format!(
            "`{type_name}.{field}` cannot be reached by `{path}`{when}. The value comes from {}. {}",
            names(graph, positions),
            if reasons.is_empty() {
                "No subgraph resolves the field".to_owned()
            } else {
                reasons.join(". ")
            }
        );
        let hint = "give the type a @key that both sides know, resolve the field where the value comes from \
                    (@shareable), or make the way inaccessible";
        Diagnostic::new(Code::Unsatisfiable, message)
            .coordinate(format!("{type_name}.{field}"))
            .hint(hint)
    }
}

/// Why a subgraph that has the value does not get what it requires for the field.
fn requirement(
    graph: &Graph<'_>,
    subgraph: &Subgraph,
    index: usize,
    type_name: &Name,
    requires: &SelectionSet,
) -> String {
    let set = field_set::print(requires);
    if graph.keys(index, type_name).is_empty() {
        return format!(
            "{} resolves the field, and has no resolvable @key of `{type_name}` by which it could be told \
             what it @requires, `{set}`",
            subgraph.name
        );
    }
    format!("{} resolves the field, and what it @requires, `{set}`, cannot be had", subgraph.name)
}

/// Nobody can say which object a value of an interface is.
pub(super) fn unknown_object(
    graph: &Graph<'_>,
    interface: &Name,
    positions: &Positions,
    path: &Path<'_>,
) -> Diagnostic {
    let message = format!(
        "which object `{}` returns cannot be found out. The value comes from {}, where `{interface}` is an \
         interface object, and no subgraph that defines the interface can be asked by a @key of it",
        path.end(false),
        names(graph, positions)
    );
    let hint = "give the interface a resolvable @key that the interface object has, where its implementations are";
    Diagnostic::new(Code::Unsatisfiable, message).coordinate(interface).hint(hint)
}

fn no_way(
    graph: &Graph<'_>,
    reach: &mut Reach<'_>,
    type_name: &Name,
    index: usize,
    positions: &Positions,
) -> String {
    let subgraph: &Subgraph = &graph.subgraphs[index];
    let keys = graph.keys(index, type_name);
    if keys.is_empty() {
        return format!(
            "{} resolves the field, and has no resolvable @key of `{type_name}`",
            subgraph.name
        );
    }
    let missing: Vec<String> = keys
        .iter()
        .filter(|key| !reach.has(type_name, &key.fields, positions))
        .map(|key| format!("`{}`", field_set::print(&key.fields)))
        .collect();
    format!(
        "{} resolves the field, and its key {} cannot be had",
        subgraph.name,
        missing.join(" or ")
    )
}

fn names(graph: &Graph<'_>, positions: &Positions) -> String {
    let mut names: Vec<&str> =
        positions.iter().map(|(index, _)| graph.subgraphs[*index].name.as_str()).collect();
    names.dedup();
    names.join(", ")
}
