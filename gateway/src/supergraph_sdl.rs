//! Where the supergraph comes from: a file that was composed elsewhere, or the subgraphs.

use std::time::Duration;

use anyhow::Context;
use gateway_composition::{Composed, Diagnostic, SubgraphInput, compose};

use crate::{config::Config, schemas::SchemaReader};

/// The supergraph that a configuration means.
pub(crate) async fn read(
    config: &Config,
    schemas: &mut SchemaReader,
    patience: Duration,
) -> anyhow::Result<String> {
    if let Some(file) = &config.supergraph {
        return tokio::fs::read_to_string(file)
            .await
            .with_context(|| format!("read {}", file.display()));
    }
    let composed = composed(&schemas.read(config, patience).await?)?;
    for hint in &composed.hints {
        tracing::info!(%hint, "composition");
    }
    Ok(composed.supergraph_sdl)
}

/// Composes subgraphs; every diagnostic is in the error.
pub(crate) fn composed(inputs: &[SubgraphInput]) -> anyhow::Result<Composed> {
    let refused = |diagnostics: Vec<Diagnostic>| {
        let lines: Vec<String> = diagnostics.iter().map(ToString::to_string).collect();
        anyhow::anyhow!("the subgraphs do not compose:\n{}", lines.join("\n"))
    };
    compose(inputs).map_err(refused)
}
