//! Partitioned subgraphs: the schemas of the partitions become one logical schema, and its merge
//! laws and routes are checked. Which partition is where is the gateway's configuration; nothing
//! of it is known here.

mod check;
mod laws;
mod routes;
mod shapes;
mod skew;
mod union;
mod words;

use apollo_compiler::Name;

use crate::{
    Schemas, SubgraphInput,
    diagnostic::Report,
    ingest::{self, Source},
    model::Subgraph,
};

pub(crate) use check::check;
pub use skew::Skew;

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
            let read: Vec<_> = partitions
                .iter()
                .map(|partition| {
                    let (key, sdl) = (partition.key.as_str(), partition.sdl.as_str());
                    let source = Source { subgraph: &input.name, partition: Some(key), sdl };
                    Some((key, ingest::read(source, report)?))
                })
                .collect();
            let read = read.into_iter().collect::<Option<Vec<_>>>()?;
            let union = union::of(&input.name, read, skew, report)?;
            Some(Subgraph::new(&input.name, &input.url, graph, true, union))
        }
    }
}
