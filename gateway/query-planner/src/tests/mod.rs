//! What the crate's text claims, a case each: subgraphs composed as in production, an operation, and
//! the plan that is made of it.

mod conditions;
mod entities;
mod fields;
mod text;
mod types;

use std::time::{Duration, Instant};

use apollo_compiler::ExecutableDocument;
use gateway_composition::{SubgraphInput, compose};
use gateway_supergraph::{Draw, LabelShares, Overrides, Share, Supergraph};

use crate::{PlanError, QueryPlan, QueryPlanner, Request};

const LINK: &str = r#"extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key", "@shareable", "@external", "@requires", "@provides", "@interfaceObject", "@override"])"#;

/// The supergraph of subgraphs, each with its name and its SDL.
fn supergraph(subgraphs: &[(&str, &str)]) -> Supergraph {
    let texts = subgraphs.iter().map(|(name, sdl)| format!("# subgraph {name}\n{LINK}\n{sdl}\n"));
    let composed = compose(&SubgraphInput::from_text(&texts.collect::<String>()));
    let composed = composed.unwrap_or_else(|diagnostics| panic!("{diagnostics:#?}"));
    Supergraph::parse(&composed.supergraph_sdl).expect("it is sound")
}

fn planned(
    supergraph: &Supergraph,
    overrides: Overrides,
    document: &str,
    until: Instant,
) -> Result<QueryPlan, PlanError> {
    let document =
        ExecutableDocument::parse_and_validate(&supergraph.api_schema, document, "operation")
            .unwrap_or_else(|invalid| panic!("{}", invalid.errors));
    let labels = &supergraph.override_labels;
    let request = Request { document: &document, prefix: "_y_", labels, overrides, until };
    QueryPlanner::new(supergraph).plan(request)
}

fn soon() -> Instant {
    Instant::now() + Duration::from_secs(600)
}

/// The text of the plan of an operation.
fn plan(subgraphs: &[(&str, &str)], document: &str) -> String {
    let plan = planned(&supergraph(subgraphs), Overrides::default(), document, soon());
    text::of(&plan.unwrap_or_else(|error| panic!("{error}")))
}

/// The text of the plan of an operation while these labels hold and no others.
fn plan_under(labels: &[&str], subgraphs: &[(&str, &str)], document: &str) -> String {
    let supergraph = supergraph(subgraphs);
    let shares: LabelShares =
        labels.iter().map(|label| ((*label).to_owned(), Share::EVERYBODY)).collect();
    let overrides = supergraph.override_labels.decide(&shares, Draw::of("request"));
    text::of(&planned(&supergraph, overrides, document, soon()).expect("a plan"))
}
