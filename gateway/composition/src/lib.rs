//! Composes partitions to a logical subgraph and subgraphs to a supergraph, by Apollo's rules and
//! the partition specification, and makes contracts of supergraphs by tags. What is not supported is
//! refused by name and never left out.
//! Fetching SDL, planning and serving are deliberately not in here.

mod code;
mod contained;
mod contract;
mod default_value;
mod definitions;
mod diagnostic;
mod field_set;
mod graph_name;
mod ingest;
mod input;
mod locate;
mod merge;
mod model;
mod partition;
mod print;
mod rules;
mod satisfiability;
mod spec;

pub use code::Code;
pub use contract::{ContractOptions, contract};
pub use diagnostic::{Diagnostic, Location, Severity};
pub use input::{PartitionSchema, Schemas, SubgraphInput};
pub use partition::Skew;

use diagnostic::Report;
use model::Subgraph;

/// A supergraph, and what there is to say about it.
#[derive(Debug, Clone)]
pub struct Composed {
    /// The supergraph, the same text for the same subgraphs in any order.
    pub supergraph_sdl: String,
    /// What is suspicious but not wrong.
    pub hints: Vec<Diagnostic>,
    /// What some partitions of a subgraph lack.
    pub skew: Vec<Skew>,
}

/// Composes subgraphs to a supergraph.
///
/// # Errors
///
/// Everything that is wrong, as far as it can be seen at once: problems of one stage can hide
/// those of the next.
pub fn compose(inputs: &[SubgraphInput]) -> Result<Composed, Vec<Diagnostic>> {
    let mut report = Report::default();
    let (subgraphs, skew) = read(inputs, &mut report)?;
    let supergraph_sdl = supergraph(&subgraphs, &skew, &mut report)
        .map_err(|diagnostics| locate::all(&subgraphs, diagnostics))?;
    let hints = locate::all(&subgraphs, report.into_diagnostics());
    Ok(Composed { supergraph_sdl, hints, skew })
}

/// From subgraphs that can be read to the text of the supergraph.
fn supergraph(
    subgraphs: &[Subgraph],
    skew: &[Skew],
    report: &mut Report,
) -> Result<String, Vec<Diagnostic>> {
    check(subgraphs, report)?;
    let merged = merge::merge(subgraphs, report);
    rules::check_subgraphs(subgraphs, report);
    report.stop_on_errors()?;
    rules::check_supergraph(subgraphs, &merged, report);
    report.stop_on_errors()?;
    satisfiability::check(subgraphs, &merged, report);
    report.stop_on_errors()?;
    let supergraph_sdl = print::print(merged, skew, report);
    report.stop_on_errors()?;
    Ok(supergraph_sdl)
}

/// Reads the text of every subgraph and makes one of the partitions of each.
fn read(
    inputs: &[SubgraphInput],
    report: &mut Report,
) -> Result<(Vec<Subgraph>, Vec<Skew>), Vec<Diagnostic>> {
    let inputs = input::sorted(inputs, report);
    report.stop_on_errors()?;
    let graphs = graph_name::assign(inputs.iter().map(|input| input.name.as_str()));
    let mut subgraphs = Vec::new();
    let mut skew = Vec::new();
    for (input, graph) in inputs.into_iter().zip(graphs) {
        subgraphs.extend(partition::logical(input, graph, &mut skew, report));
    }
    report.stop_on_errors()?;
    Ok((subgraphs, skew))
}

/// The rules that a subgraph can be held to alone.
fn check(subgraphs: &[Subgraph], report: &mut Report) -> Result<(), Vec<Diagnostic>> {
    for subgraph in subgraphs {
        rules::check_subgraph(subgraph, report);
        partition::check(subgraph, report);
    }
    report.stop_on_errors()
}

#[cfg(test)]
mod tests;
