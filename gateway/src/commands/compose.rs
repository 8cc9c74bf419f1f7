//! `gateway compose`: prints the supergraph, or says why there is none.

use std::time::Duration;

use gateway_supergraph::Supergraph;

use crate::{config::Config, schemas, wiring::composed};

/// The composed supergraph, or the public schema.
///
/// # Errors
/// When the services do not tell their schemas, or do not compose.
pub async fn compose(
    config: &Config,
    patience: Duration,
    public: bool,
    explain_skew: bool,
) -> anyhow::Result<String> {
    let composed = composed(&schemas::read_all(config, patience).await?)?;
    for hint in &composed.hints {
        eprintln!("{hint}");
    }
    if explain_skew {
        for skew in &composed.skew {
            eprintln!(
                "{} {} is lacking in {}",
                skew.subgraph,
                skew.coordinate,
                skew.lacking.join(", ")
            );
        }
    }
    if public {
        return Ok(Supergraph::parse(&composed.supergraph_sdl)?.api_sdl());
    }
    Ok(composed.supergraph_sdl)
}
