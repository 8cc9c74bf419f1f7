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

impl SubgraphInput {
    /// The subgraphs in one text, for tests and fuzzing: a line `# subgraph NAME` begins an ordinary
    /// subgraph, a line `# partition NAME KEY` a partition of one.
    #[must_use]
    pub fn from_text(text: &str) -> Vec<Self> {
        let mut inputs: Vec<Self> = Vec::new();
        for line in text.lines() {
            let words: Vec<&str> = line.split_whitespace().collect();
            match words[..] {
                ["#", "subgraph", name] => {
                    inputs.push(Self::named(name, Schemas::One(String::new())));
                }
                ["#", "partition", name, key] => partition(&mut inputs, name, key),
                _ => append(&mut inputs, line),
            }
        }
        inputs
    }

    fn named(name: &str, schemas: Schemas) -> Self {
        Self { name: name.to_owned(), url: format!("http://{name}/"), schemas }
    }
}

/// Begins a partition, of the subgraph before it when that has the name.
fn partition(inputs: &mut Vec<SubgraphInput>, name: &str, key: &str) {
    let partition = PartitionSchema { key: key.to_owned(), sdl: String::new() };
    match inputs.last_mut() {
        Some(SubgraphInput { name: last, schemas: Schemas::Partitions(all), .. })
            if last == name =>
        {
            all.push(partition);
        }
        _ => inputs.push(SubgraphInput::named(name, Schemas::Partitions(vec![partition]))),
    }
}

/// Adds a line to what was begun last; before that there is nothing to add to.
fn append(inputs: &mut [SubgraphInput], line: &str) {
    let sdl = match inputs.last_mut().map(|input| &mut input.schemas) {
        Some(Schemas::One(sdl)) => Some(sdl),
        Some(Schemas::Partitions(all)) => all.last_mut().map(|partition| &mut partition.sdl),
        None => None,
    };
    if let Some(sdl) = sdl {
        sdl.push_str(line);
        sdl.push('\n');
    }
}

/// The SDL of a subgraph.
#[derive(Debug, Clone)]
pub enum Schemas {
    /// Of an ordinary subgraph.
    One(String),
    /// Of every partition of a partitioned subgraph.
    Partitions(Vec<PartitionSchema>),
}

/// The SDL of one partition. A partition whose replicas run two versions stands there with both,
/// and lacks what one of them lacks.
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
    let mut known = BTreeSet::new();
    for partition in partitions {
        if !contract::ids::is_partition_key(&partition.key) {
            let message = format!("`{}` cannot be the key of a partition", partition.key);
            let hint = "choose 1 to 32 ASCII letters, digits, `_` or `-`: ids begin with it";
            let diagnostic = Diagnostic::new(Code::PartitionKeys, message).hint(hint);
            report.push(diagnostic.subgraph(subgraph));
        }
        if !known.insert((&partition.key, &partition.sdl)) {
            let message =
                format!("two partitions have the key `{}` and the same schema", partition.key);
            report.push(Diagnostic::new(Code::PartitionKeys, message).subgraph(subgraph));
        }
    }
    if partitions.is_empty() {
        let message = "a partitioned subgraph needs at least one partition";
        report.push(Diagnostic::new(Code::PartitionKeys, message).subgraph(subgraph));
    }
}
