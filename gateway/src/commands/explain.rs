//! `gateway explain`: prints the plan of an operation.

use std::{sync::Arc, time::Duration};

use anyhow::{Context, anyhow};
use gateway_execution::planned_routes;
use gateway_operation::{RequestError, Variables};
use gateway_plan::explain::Explanation;
use gateway_planning::Planner;
use gateway_supergraph::{Draw, Supergraph};

use crate::{
    config::Config, schemas::SchemaReader, supergraph_sdl, topology::topology,
    wiring::planner_settings,
};

/// What is to be explained.
#[derive(Debug, Clone)]
pub struct Question {
    /// The text with the operation.
    pub document: String,
    /// Which operation of it.
    pub operation_name: Option<String>,
    /// Its variables as JSON.
    pub variables: Option<String>,
}

/// The plan of an operation; with variables, also which partitions are chosen.
///
/// # Errors
/// When the supergraph cannot be made, or the operation is not one of it.
pub async fn explain(
    config: &Config,
    patience: Duration,
    question: Question,
) -> anyhow::Result<String> {
    let sdl = supergraph_sdl::read(config, &mut SchemaReader::new(), patience).await?;
    let supergraph = Supergraph::parse(&sdl)?;
    let supergraph = Arc::new(supergraph);
    let planner = Planner::new(Arc::clone(&supergraph), planner_settings(config))?;
    let labels = &supergraph.override_labels;
    let overrides = labels.decide(&config.override_labels, Draw::of(""));
    let planned = planner
        .plan(&question.document, question.operation_name.as_deref(), overrides)
        .await
        .map_err(|failure| listed(failure.errors()))?;
    let mut text = Explanation(&planned.plan).to_string();
    if let Some(variables) = &question.variables {
        let variables: Variables = serde_json::from_str(variables).context("the variables")?;
        let variables =
            planned.variables(&supergraph, &variables).map_err(|errors| listed(&errors))?;
        text.push_str(&planned_routes(&planned.plan, &variables, &topology(config, &supergraph)?));
    }
    Ok(text)
}

fn listed(errors: &[RequestError]) -> anyhow::Error {
    let lines: Vec<String> =
        errors.iter().map(|error| format!("{}: {}", error.code, error.message)).collect();
    anyhow!("{}", lines.join("\n"))
}
