//! The subgraphs that `join__Graph` names.

use std::collections::BTreeSet;

use apollo_compiler::Schema;
use serde::Serialize;

use crate::{SupergraphError, directive::text};

/// A subgraph of the supergraph.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Subgraph {
    /// Its name, which plans use.
    pub name: String,
    /// Where it is, as far as the supergraph knows; may be empty.
    pub url: String,
    /// Its value in the enum `join__Graph`.
    pub graph: String,
}

pub(crate) fn read(schema: &Schema) -> Result<Vec<Subgraph>, SupergraphError> {
    let graphs = schema.get_enum("join__Graph").ok_or_else(|| problem("the enum is absent"))?;
    let mut names = BTreeSet::new();
    let mut subgraphs = Vec::with_capacity(graphs.values.len());
    for (graph, value) in &graphs.values {
        let join = value
            .directives
            .get("join__graph")
            .ok_or_else(|| problem(&format!("`{graph}` has no @join__graph")))?;
        let name = text(join, "name")
            .filter(|name| !name.is_empty())
            .ok_or_else(|| problem(&format!("`{graph}` has no name")))?;
        if !names.insert(name) {
            return Err(problem(&format!("two values are called `{name}`")));
        }
        let url = text(join, "url").unwrap_or_default();
        subgraphs.push(Subgraph {
            name: name.to_owned(),
            url: url.to_owned(),
            graph: graph.to_string(),
        });
    }
    Ok(subgraphs)
}

fn problem(problem: &str) -> SupergraphError {
    SupergraphError::Graphs { problem: problem.to_owned() }
}
