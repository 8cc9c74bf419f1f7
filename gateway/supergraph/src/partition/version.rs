//! Partitions of older versions, and what they lack.

use std::collections::{BTreeMap, BTreeSet};

use apollo_compiler::{Schema, ast::Directive};
use serde::Serialize;

use super::IDENTITY;
use crate::{
    Subgraph, SupergraphError,
    directive::{list, name},
    link::Links,
};

/// Partitions that lack the same elements of their subgraph's schema.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct PartitionVersion {
    /// The keys of the partitions.
    pub partitions: BTreeSet<String>,
    /// What they lack, by coordinates: `Type`, `Type.field`, `Type.field(argument:)`, `Enum.VALUE`,
    /// `Input.field`, `Union.Member`.
    pub lacks: BTreeSet<String>,
}

/// Reads `@partition__lacks`: the older versions of each partitioned subgraph, by its name.
pub(crate) fn read(
    schema: &Schema,
    links: &Links,
    subgraphs: &[Subgraph],
) -> Result<BTreeMap<String, Vec<PartitionVersion>>, SupergraphError> {
    let Some(link) = links.find(IDENTITY) else { return Ok(BTreeMap::new()) };
    let mut versions: BTreeMap<String, Vec<PartitionVersion>> = BTreeMap::new();
    for found in schema.schema_definition.directives.get_all(&link.directive("lacks")) {
        let graph = name(found, "graph").unwrap_or_default();
        let subgraph = subgraphs.iter().find(|subgraph| subgraph.graph == graph);
        let subgraph = subgraph.ok_or_else(|| SupergraphError::PartitionRule {
            coordinate: "schema".to_owned(),
            problem: format!("`{graph}` is not a subgraph"),
        })?;
        let version = PartitionVersion {
            partitions: texts(found, "partitions"),
            lacks: texts(found, "elements"),
        };
        versions.entry(subgraph.name.clone()).or_default().push(version);
    }
    Ok(versions)
}

fn texts(directive: &Directive, argument: &str) -> BTreeSet<String> {
    list(directive, argument)
        .iter()
        .filter_map(|item| item.as_str())
        .map(ToOwned::to_owned)
        .collect()
}
