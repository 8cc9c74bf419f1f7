//! Where the supergraph comes from: a file that was composed elsewhere, or the subgraphs.

use std::time::Duration;

use anyhow::Context;
use gateway_composition::{Composed, Diagnostic, SubgraphInput, compose};
use gateway_supergraph::with_one_of;

use crate::{config::Config, schemas::SchemaReader};

/// The supergraph that a configuration means. The inputs that it names are `@oneOf`.
pub(crate) async fn read(
    config: &Config,
    schemas: &mut SchemaReader,
    patience: Duration,
) -> anyhow::Result<String> {
    let sdl = read_plain(config, schemas, patience).await?;
    if config.one_of_inputs.is_empty() {
        return Ok(sdl);
    }
    let inputs = config.one_of_inputs.iter().map(String::as_str);
    with_one_of(&sdl, inputs).context("`one_of_inputs`")
}

async fn read_plain(
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
