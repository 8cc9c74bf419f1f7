//! What the command line does, also for those who run a gateway inside their own process.

use std::{fmt::Write as _, net::SocketAddr, sync::Arc, time::Duration};

use anyhow::{Context, anyhow};
use gateway_operation::{RequestError, Variables};
use gateway_plan::explain::Explanation;
use gateway_planning::Planner;
use gateway_server::Server;
use gateway_supergraph::Supergraph;
use tokio::{signal, task::JoinHandle};

use crate::{
    config::Config,
    schemas,
    wiring::{composed, planner_settings, server_config, snapshot},
};

/// A gateway that serves.
pub struct Running {
    /// Where clients connect.
    pub address: SocketAddr,
    serving: JoinHandle<std::io::Result<()>>,
}

impl Running {
    /// Waits until it has ended.
    ///
    /// # Errors
    /// When serving failed.
    pub async fn ended(self) -> anyhow::Result<()> {
        Ok(self.serving.await??)
    }
}

/// Starts a gateway that serves until `shutdown` ends.
///
/// # Errors
/// When the services do not tell their schemas within `patience`, do not compose, or the address
/// cannot be bound.
pub async fn start(
    config: Config,
    patience: Duration,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> anyhow::Result<Running> {
    let composed = composed(&schemas::read_all(&config, patience).await?)?;
    for hint in &composed.hints {
        tracing::info!(%hint, "composition");
    }
    let snapshot = snapshot(&config, &composed.supergraph_sdl)?;
    let server = Server::bind(config.listen, server_config(&config)?, snapshot)
        .await
        .with_context(|| format!("listen at {}", config.listen))?;
    let address = server.address()?;
    let serving = tokio::spawn(server.serve(shutdown));
    Ok(Running { address, serving })
}

/// Serves until the process is asked to end.
///
/// # Errors
/// As [`start`], and when serving fails.
pub async fn serve(config: Config, patience: Duration) -> anyhow::Result<()> {
    let running = start(config, patience, termination()).await?;
    tracing::info!(address = %running.address, "the gateway serves");
    running.ended().await
}

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
            eprintln!("{skew}");
        }
    }
    if public {
        return Ok(Supergraph::parse(&composed.supergraph_sdl)?.api_sdl());
    }
    Ok(composed.supergraph_sdl)
}

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
    let composed = composed(&schemas::read_all(config, patience).await?)?;
    let supergraph = Arc::new(Supergraph::parse(&composed.supergraph_sdl)?);
    let planner = Planner::new(Arc::clone(&supergraph), planner_settings(config))?;
    let planned = planner
        .plan(&question.document, question.operation_name.as_deref())
        .await
        .map_err(|failure| listed(failure.errors()))?;
    let mut text = Explanation(&planned.plan).to_string();
    if let Some(variables) = &question.variables {
        let variables: Variables = serde_json::from_str(variables).context("the variables")?;
        let variables =
            planned.variables(&supergraph, &variables).map_err(|errors| listed(&errors))?;
        write!(text, "{}", crate::wiring::routes(config, &planned.plan, &variables)?)?;
    }
    Ok(text)
}

fn listed(errors: &[RequestError]) -> anyhow::Error {
    let lines: Vec<String> =
        errors.iter().map(|error| format!("{}: {}", error.code, error.message)).collect();
    anyhow!("{}", lines.join("\n"))
}

/// Ends when the process is asked to end, by Ctrl-C or by its supervisor.
async fn termination() {
    #[cfg(unix)]
    {
        let mut terminate = match signal::unix::signal(signal::unix::SignalKind::terminate()) {
            Ok(terminate) => terminate,
            Err(_) => return std::future::pending().await,
        };
        tokio::select! {
            _ = signal::ctrl_c() => {}
            _ = terminate.recv() => {}
        }
    }
    #[cfg(not(unix))]
    let _ = signal::ctrl_c().await;
}
