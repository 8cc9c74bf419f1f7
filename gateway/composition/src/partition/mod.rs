//! Partitioned subgraphs: the schemas of the partitions become one logical schema, and its merge
//! laws and routes are checked. Which partition is where is the gateway's configuration; nothing
//! of it is known here.

mod by;
mod check;
mod cuts;
mod events;
mod fit;
mod laws;
mod routes;
mod shapes;
mod skew;
mod union;
mod words;

use std::collections::BTreeMap;

use apollo_compiler::Name;

use crate::{
    PartitionSchema, Schemas, SubgraphInput,
    diagnostic::Report,
    ingest::{self, Ingested, Source},
    model::Subgraph,
};

pub(crate) use check::check;
pub use skew::Skew;
pub(crate) use skew::versions;

/// Reads a subgraph; of a partitioned one, all of its partitions. Nothing when that was reported.
pub(crate) fn logical(
    input: &SubgraphInput,
    graph: Name,
    skew: &mut Vec<Skew>,
    report: &mut Report,
) -> Option<Subgraph> {
    match &input.schemas {
        Schemas::One(sdl) => {
            let source = Source { subgraph: &input.name, partition: None, sdl };
            let read = ingest::read(source, report)?;
            Some(Subgraph::new(&input.name, &input.url, graph, false, read))
        }
        Schemas::Partitions(partitions) => {
            let read = read_each(&input.name, partitions, report)?;
            let union = union::of(&input.name, read, skew, report)?;
            Some(Subgraph::new(&input.name, &input.url, graph, true, union))
        }
    }
}

/// Reads the schema of each partition. Most have the same text, which is read once, and whose
/// problems are told once, of the first partition that has it.
fn read_each<'a>(
    subgraph: &str,
    partitions: &'a [PartitionSchema],
    report: &mut Report,
) -> Option<Vec<(&'a str, Ingested)>> {
    let mut known: BTreeMap<&str, Option<Ingested>> = BTreeMap::new();
    for PartitionSchema { key, sdl } in partitions {
        known.entry(sdl).or_insert_with(|| {
            ingest::read(Source { subgraph, partition: Some(key), sdl }, report)
        });
    }
    let read = |partition: &'a PartitionSchema| {
        let read = known.get(partition.sdl.as_str())?.clone()?;
        Some((partition.key.as_str(), read))
    };
    partitions.iter().map(read).collect()
}
