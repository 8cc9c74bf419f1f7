//! Reads a supergraph: its public API schema, its subgraphs and its partition rules. The SDL may
//! come from our composition or from any other that follows the join specification. How a
//! supergraph is made, planned or served is deliberately not in here.

mod api_schema;
mod cost;
mod demand_directive;
mod directive;
mod entry;
mod error;
pub mod field_set;
mod link;
mod one_of;
mod override_label;
mod partition;
mod subgraph;
mod supported;
mod upgrade;

use std::{collections::BTreeMap, sync::Arc};

use apollo_compiler::{Schema, parser::Parser, schema::ExtendedType, validation::Valid};

pub use cost::{CostRules, FieldCostRule, ListSizeRule};
pub use entry::{ENTRY, subgraph_sdl, with_entry};
pub use error::SupergraphError;
pub use one_of::with_one_of;
pub use override_label::{Draw, LabelShares, OverrideLabels, Overrides, Share};
pub use partition::{KeyRoute, MergeRule, PartitionRules, PartitionVersion, RouteRule, RowId};
pub use subgraph::Subgraph;

use link::Links;

const ONE_OF: &str = "directive @oneOf on INPUT_OBJECT";

/// Nested lists and objects in values, and nested list types, go no deeper than this.
const RECURSION_LIMIT: usize = 64;

/// A supergraph that was read and checked.
#[derive(Debug, Clone)]
pub struct Supergraph {
    /// The text that it was read from, in the words of a version of the join specification that
    /// planning reads.
    pub sdl: Arc<str>,
    /// The supergraph with its join directives, for those who look up which subgraph has a field.
    pub schema: Valid<Schema>,
    /// What clients see: no directive or type of a linked specification, nothing inaccessible.
    pub api_schema: Valid<Schema>,
    /// The subgraphs, in the order of the supergraph.
    pub subgraphs: Vec<Subgraph>,
    /// The rules of each partitioned subgraph, by the name of the subgraph.
    pub partitions: BTreeMap<String, PartitionRules>,
    /// What operations cost.
    pub costs: CostRules,
    /// The older versions among the partitions of a subgraph, by the name of the subgraph. A
    /// partition that is in none has everything, as far as is known.
    pub versions: BTreeMap<String, Vec<PartitionVersion>>,
    offers_demands: bool,
    /// The labels by which fields move from one subgraph to another.
    pub override_labels: OverrideLabels,
}

impl Supergraph {
    /// Reads a supergraph.
    ///
    /// # Errors
    ///
    /// When the text is not a valid schema, is not a supergraph, or needs something that this
    /// gateway does not do: nothing that a supergraph asks for is silently left out.
    pub fn parse(sdl: &str) -> Result<Self, SupergraphError> {
        let schema = read(sdl)?;
        let links = Links::of(&schema);
        supported::check(&schema, &links)?;
        field_set::check(&schema)?;
        if let Some(sdl) = upgrade::upgraded(&schema, &links)? {
            return Self::parse(&sdl);
        }
        let subgraphs = subgraph::read(&schema)?;
        let partitions = partition::read(&schema, &links, &subgraphs)?;
        let versions = partition::read_versions(&schema, &links, &subgraphs)?;
        let override_labels = OverrideLabels::read(&schema)?;
        let offers_demands = !partitions.is_empty() && demand_directive::is_free(&schema);
        let api_schema = api_schema::derive(&schema, &links, offers_demands)?;
        let costs = CostRules::read(&schema, &links);
        let sdl = Arc::from(sdl);
        Ok(Self {
            sdl,
            schema,
            api_schema,
            subgraphs,
            partitions,
            costs,
            versions,
            override_labels,
            offers_demands,
        })
    }

    /// The public schema as text, types sorted by name: the same for the same supergraph.
    #[must_use]
    pub fn api_sdl(&self) -> String {
        self.api_schema.serialize().to_string()
    }

    /// The directive on operations that says what a client demands of partitions; none when the
    /// supergraph has no partitions or names something else so.
    #[must_use]
    pub fn demand_directive(&self) -> Option<&'static str> {
        self.offers_demands.then_some(demand_directive::NAME)
    }

    /// Which of the older versions of its subgraph a partition runs; none for one that has all.
    #[must_use]
    pub fn version_of(&self, subgraph: &str, partition: &str) -> Option<usize> {
        let versions = self.versions.get(subgraph)?;
        versions.iter().position(|version| version.partitions.contains(partition))
    }

    /// The interfaces that are an object in some subgraph: to it every implementation has the name
    /// of the interface.
    pub fn interface_objects(&self) -> impl Iterator<Item = &str> {
        let is_object_somewhere = |definition: &ExtendedType| {
            definition.is_interface()
                && definition.directives().get_all("join__type").any(|join| {
                    let argument = join.specified_argument_by_name("isInterfaceObject");
                    argument.and_then(|value| value.to_bool()).unwrap_or(false)
                })
        };
        let types = self.schema.types.iter();
        types.filter(move |(_, ty)| is_object_somewhere(ty)).map(|(name, _)| name.as_str())
    }

    /// The subgraph of this name.
    #[must_use]
    pub fn subgraph(&self, name: &str) -> Option<&Subgraph> {
        self.subgraphs.iter().find(|subgraph| subgraph.name == name)
    }
}

/// The public schema of a supergraph, or of a schema that is public already. What this gateway
/// could not serve is no reason to refuse it here.
///
/// # Errors
///
/// When the text is not a valid schema, or nothing valid of it is public.
pub fn public_schema(sdl: &str) -> Result<Valid<Schema>, SupergraphError> {
    let schema = read(sdl)?;
    let links = Links::of(&schema);
    let offers_demands = partition::is_declared(&links) && demand_directive::is_free(&schema);
    api_schema::derive(&schema, &links, offers_demands)
}

fn read(sdl: &str) -> Result<Valid<Schema>, SupergraphError> {
    let mut builder = Schema::builder();
    // Composers may take the directive for granted, as the specification has it built in.
    if sdl.contains("@oneOf") && !sdl.contains("directive @oneOf") {
        builder = builder.parse(ONE_OF, "one-of.graphql");
    }
    let mut parser = Parser::new().recursion_limit(RECURSION_LIMIT);
    let path = "supergraph.graphql";
    // The parser panics on some texts that are no GraphQL.
    let parsing = || parser.parse_into_schema_builder(sdl, path, &mut builder);
    if field_set::contained(parsing).is_none() {
        return Err(SupergraphError::Invalid { problems: "it is no GraphQL".to_owned() });
    }
    builder
        .build()
        .and_then(Schema::validate)
        .map_err(|failed| SupergraphError::Invalid { problems: failed.errors.to_string() })
}

#[cfg(test)]
mod tests;
