//! What the command line takes. What the commands do with it is in `gateway::commands`.

mod check;

use std::{net::SocketAddr, path::PathBuf, time::Duration};

use clap::{Args, Parser, Subcommand};
use gateway::config::{Config, ConfigError};

pub use check::{ComposeArguments, DiffArguments};

/// One GraphQL endpoint for subgraphs and their partitions.
#[derive(Debug, Parser)]
#[command(version)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What the gateway can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Composes the subgraphs and serves them.
    Serve(ServeArguments),
    /// Prints the composed supergraph, or says why there is none.
    Compose(ComposeArguments),
    /// Lists what changes for clients between two schemas: breaking, dangerous and safe changes.
    Diff(DiffArguments),
    /// Prints the plan of an operation: fetches, routes, merge laws.
    Explain(ExplainArguments),
}

/// `gateway serve`.
#[derive(Debug, Args)]
pub struct ServeArguments {
    /// Which configuration.
    #[command(flatten)]
    pub config: ConfigFile,
    /// Listens here instead of where the configuration says.
    #[arg(long, env = "LISTEN")]
    pub listen: Option<SocketAddr>,
}

/// `gateway explain`.
#[derive(Debug, Args)]
pub struct ExplainArguments {
    /// Which configuration.
    #[command(flatten)]
    pub config: ConfigFile,
    /// The file with the operation; `-` for standard input.
    pub operation: PathBuf,
    /// Which operation, when the file has several.
    #[arg(long)]
    pub operation_name: Option<String>,
    /// Its variables, a JSON object; with them the chosen partitions are printed too.
    #[arg(long)]
    pub variables: Option<String>,
}

/// Where the configuration is.
#[derive(Debug, Args)]
pub struct ConfigFile {
    /// The configuration file.
    #[arg(long = "config", env = "GATEWAY_CONFIG", default_value = "gateway.toml")]
    path: PathBuf,
    /// How many seconds services may take to tell their schemas.
    #[arg(long, default_value_t = 30)]
    patience: u64,
}

impl ConfigFile {
    /// The configuration, and how long services may take to tell their schemas.
    ///
    /// # Errors
    /// When the file cannot be read or has mistakes.
    pub fn read(&self) -> Result<(Config, Duration), ConfigError> {
        Ok((Config::read(&self.path)?, Duration::from_secs(self.patience)))
    }
}
