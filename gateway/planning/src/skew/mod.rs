//! Documents for partitions of older versions: what they lack is taken out of a fetch's document,
//! and what cannot be taken out is noted, so that they are not sent what they would refuse. Which
//! partition runs which version is the supergraph's to say; what happens to one that is left out
//! is decided where plans run.

mod arguments;
mod found;
mod inputs;
mod prune;
mod rebuild;
mod types;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use gateway_plan::{Document, Fetch, SkewedDocument, Step, skew::InputSkew};
use gateway_supergraph::Supergraph;

use crate::error::PlanningError;

/// The older versions of all subgraphs, with what they lack of input types.
#[derive(Debug, Default)]
pub(crate) struct Versions {
    /// By subgraph, in the order of the supergraph.
    inputs: BTreeMap<String, Vec<BTreeMap<String, InputSkew>>>,
}

impl Versions {
    pub(crate) fn new(supergraph: &Supergraph) -> Self {
        let of_subgraph = |versions: &Vec<_>| {
            versions.iter().map(|version| inputs::lacked(&supergraph.schema, version)).collect()
        };
        let inputs = supergraph
            .versions
            .iter()
            .map(|(subgraph, versions)| (subgraph.clone(), of_subgraph(versions)))
            .collect();
        Self { inputs }
    }

    /// Adds to each fetch the documents that older versions are sent.
    pub(crate) fn add(
        &self,
        supergraph: &Supergraph,
        fetches: &mut [Fetch],
    ) -> Result<(), PlanningError> {
        for fetch in fetches {
            let Some(inputs) = self.inputs.get(&fetch.subgraph) else { continue };
            let document = match &fetch.step {
                Step::Root(root) => &root.document,
                Step::Entities(entities) => &entities.document,
            };
            fetch.skewed = skewed(supergraph, &fetch.subgraph, inputs, document)?;
        }
        Ok(())
    }
}

/// The documents of all older versions that cannot be sent the whole one, equal ones once.
fn skewed(
    supergraph: &Supergraph,
    subgraph: &str,
    inputs: &[BTreeMap<String, InputSkew>],
    document: &Document,
) -> Result<Vec<SkewedDocument>, PlanningError> {
    let versions = supergraph.versions.get(subgraph).map_or(&[][..], Vec::as_slice);
    let mut made: Vec<SkewedDocument> = Vec::new();
    for (index, (version, inputs)) in versions.iter().zip(inputs).enumerate() {
        let rebuilt = rebuild::rebuild(supergraph, subgraph, version, inputs, document)?;
        let Some(rebuilt) = rebuilt else { continue };
        let same = |other: &&mut SkewedDocument| {
            other.document == rebuilt.document
                && other.fields == rebuilt.fields
                && other.inputs == rebuilt.inputs
        };
        match made.iter_mut().find(same) {
            Some(known) => known.versions.push(index),
            None => made.push(SkewedDocument { versions: vec![index], ..rebuilt }),
        }
    }
    Ok(made)
}
