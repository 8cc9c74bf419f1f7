//! What composition is given: names, URLs and SDL.

use std::collections::BTreeSet;

use crate::{Code, Diagnostic, diagnostic::Report};

/// A subgraph to compose.
#[derive(Debug, Clone)]
pub struct SubgraphInput {
    /// Its name, unique in the supergraph.
    pub name: String,
    /// Where it is; may be empty when the configuration says it elsewhere, as for partitions.
    pub url: String,
    /// Its SDL.
    pub schemas: Schemas,
}

/// The SDL of a subgraph.
#[derive(Debug, Clone)]
pub enum Schemas {
    /// Of an ordinary subgraph.
    One(String),
    /// Of every partition of a partitioned subgraph.
    Partitions(Vec<PartitionSchema>),
}

/// The SDL of one partition.
#[derive(Debug, Clone)]
pub struct PartitionSchema {
    /// The key of the partition.
    pub key: String,
    /// What it serves.
    pub sdl: String,
}

/// The inputs by name, so that their order changes nothing; names and keys must be unique.
pub(crate) fn sorted<'a>(
    inputs: &'a [SubgraphInput],
    report: &mut Report,
) -> Vec<&'a SubgraphInput> {
    let mut sorted: Vec<_> = inputs.iter().collect();
    sorted.sort_by(|left, right| left.name.cmp(&right.name));
    let mut names = BTreeSet::new();
    for input in &sorted {
        name(input, &mut names, report);
        if let Schemas::Partitions(partitions) = &input.schemas {
            partition_keys(&input.name, partitions, report);
        }
    }
    if sorted.is_empty() {
        report
            .push(Diagnostic::new(Code::InvalidSubgraphName, "there are no subgraphs to compose"));
    }
    sorted
}

fn name<'a>(input: &'a SubgraphInput, names: &mut BTreeSet<&'a str>, report: &mut Report) {
    if input.name.trim().is_empty() {
        report.push(Diagnostic::new(Code::InvalidSubgraphName, "a subgraph has no name"));
    } else if !names.insert(&input.name) {
        let message = format!("two subgraphs are called `{}`", input.name);
        report.push(Diagnostic::new(Code::InvalidSubgraphName, message).subgraph(&input.name));
    }
}

fn partition_keys(subgraph: &str, partitions: &[PartitionSchema], report: &mut Report) {
    let mut keys = BTreeSet::new();
    for partition in partitions {
        if !keys.insert(&partition.key) {
            let message = format!("two partitions have the key `{}`", partition.key);
            report.push(Diagnostic::new(Code::PartitionKeys, message).subgraph(subgraph));
        }
    }
    if partitions.is_empty() {
        let message = "a partitioned subgraph needs at least one partition";
        report.push(Diagnostic::new(Code::PartitionKeys, message).subgraph(subgraph));
    }
}
