//! The gateway's command line: reads arguments and the configuration, starts telemetry, runs the
//! command.

use std::{io::Read, net::SocketAddr, path::PathBuf, process::ExitCode, time::Duration};

use anyhow::Context;
use clap::{Args, Parser, Subcommand};
use gateway::{commands, config::Config};
use telemetry::TelemetryConfig;

/// One GraphQL endpoint for subgraphs and their partitions.
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Composes the subgraphs and serves them.
    Serve {
        #[command(flatten)]
        config: ConfigFile,
        /// Listens here instead of where the configuration says.
        #[arg(long, env = "LISTEN")]
        listen: Option<SocketAddr>,
    },
    /// Prints the composed supergraph, or says why there is none.
    Compose {
        #[command(flatten)]
        config: ConfigFile,
        /// Prints the public schema instead.
        #[arg(long)]
        public: bool,
        /// Lists on standard error which partitions lack what.
        #[arg(long)]
        explain_skew: bool,
    },
    /// Prints the plan of an operation: fetches, routes, merge laws.
    Explain {
        #[command(flatten)]
        config: ConfigFile,
        /// The file with the operation; `-` for standard input.
        operation: PathBuf,
        /// Which operation, when the file has several.
        #[arg(long)]
        operation_name: Option<String>,
        /// Its variables, a JSON object; with them the chosen partitions are printed too.
        #[arg(long)]
        variables: Option<String>,
    },
}

#[derive(Debug, Args)]
struct ConfigFile {
    /// The configuration file.
    #[arg(long = "config", env = "GATEWAY_CONFIG", default_value = "gateway.toml")]
    path: PathBuf,
    /// How many seconds services may take to tell their schemas.
    #[arg(long, default_value_t = 30)]
    patience: u64,
}

impl ConfigFile {
    fn read(&self) -> anyhow::Result<(Config, Duration)> {
        Ok((Config::read(&self.path)?, Duration::from_secs(self.patience)))
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("gateway: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> anyhow::Result<()> {
    let _telemetry = telemetry::init(&TelemetryConfig::from_env("gateway")?)?;
    match arguments.command {
        Command::Serve { config, listen } => {
            let (mut config, patience) = config.read()?;
            config.listen = listen.unwrap_or(config.listen);
            commands::serve(config, patience).await
        }
        Command::Compose { config, public, explain_skew } => {
            let (config, patience) = config.read()?;
            print!("{}", commands::compose(&config, patience, public, explain_skew).await?);
            Ok(())
        }
        Command::Explain { config, operation, operation_name, variables } => {
            let (config, patience) = config.read()?;
            let document = read_text(&operation)?;
            let question = commands::Question { document, operation_name, variables };
            print!("{}", commands::explain(&config, patience, question).await?);
            Ok(())
        }
    }
}

fn read_text(path: &PathBuf) -> anyhow::Result<String> {
    if path.as_os_str() == "-" {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text).context("read standard input")?;
        return Ok(text);
    }
    std::fs::read_to_string(path).with_context(|| format!("read {}", path.display()))
}
