//! What the command line takes. What the commands do with it is in `gateway::commands`.

mod check;

use std::{net::SocketAddr, path::PathBuf, time::Duration};

use clap::{Args, Parser, Subcommand};
use gateway::{
    Origin,
    config::{Config, ConfigError},
};

const DEFAULT_CONFIG: &str = "gateway.toml";

pub use check::{ComposeArguments, DiffArguments};

/// One GraphQL endpoint for subgraphs and their partitions. Without a command, it serves.
#[derive(Debug, Parser)]
#[command(version, args_conflicts_with_subcommands = true)]
pub struct Arguments {
    #[command(flatten)]
    serve: ServeArguments,
    #[command(subcommand)]
    command: Option<Command>,
}

impl Arguments {
    /// What to do.
    pub fn into_command(self) -> Command {
        self.command.unwrap_or(Command::Serve(self.serve))
    }
}

/// What the gateway can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serves a supergraph: one that was composed elsewhere, or the composed subgraphs.
    Serve(ServeArguments),
    /// Prints the composed supergraph, or says why there is none.
    Compose(ComposeArguments),
    /// Lists what changes for clients between two schemas: breaking, dangerous and safe changes.
    Diff(DiffArguments),
    /// Prints the plan of an operation: fetches, routes, merge laws.
    Explain(ExplainArguments),
}

/// `gateway serve`, and `gateway` alone.
#[derive(Debug, Args)]
pub struct ServeArguments {
    /// The configuration file; `gateway.toml` when no supergraph is named either.
    #[arg(long, env = "GATEWAY_CONFIG")]
    config: Option<PathBuf>,
    /// Serves the supergraph in this file, instead of composing one.
    #[arg(long, env = "SUPERGRAPH")]
    supergraph: Option<PathBuf>,
    /// Listens here instead of where the configuration says.
    #[arg(long, env = "LISTEN")]
    listen: Option<SocketAddr>,
    /// How many seconds services may take to tell their schemas.
    #[arg(long, default_value_t = 30)]
    patience: u64,
}

impl ServeArguments {
    /// Where the configuration comes from, and how long services may take to tell their schemas.
    pub fn into_origin(self) -> (Origin, Duration) {
        let Self { config, supergraph, listen, patience } = self;
        let default = || supergraph.is_none().then(|| DEFAULT_CONFIG.into());
        let config = config.or_else(default);
        (Origin { config, supergraph, listen }, Duration::from_secs(patience))
    }
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
    #[arg(long = "config", env = "GATEWAY_CONFIG", default_value = DEFAULT_CONFIG)]
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
