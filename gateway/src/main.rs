//! The gateway's command line: reads arguments and the configuration, starts telemetry, runs the
//! command.

mod arguments;

use std::{io::Read, path::PathBuf, process::ExitCode};

use anyhow::Context;
use arguments::{Arguments, Command, ComposeArguments, ExplainArguments, ServeArguments};
use clap::Parser;
use gateway::commands;
use telemetry::TelemetryConfig;

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
        Command::Serve(arguments) => serve(arguments).await,
        Command::Compose(arguments) => compose(arguments).await,
        Command::Explain(arguments) => explain(arguments).await,
    }
}

async fn serve(arguments: ServeArguments) -> anyhow::Result<()> {
    let (mut config, patience) = arguments.config.read()?;
    config.listen = arguments.listen.unwrap_or(config.listen);
    commands::serve(config, patience).await
}

async fn compose(arguments: ComposeArguments) -> anyhow::Result<()> {
    let ComposeArguments { config, public, explain_skew } = arguments;
    let (config, patience) = config.read()?;
    print!("{}", commands::compose(&config, patience, public, explain_skew).await?);
    Ok(())
}

async fn explain(arguments: ExplainArguments) -> anyhow::Result<()> {
    let ExplainArguments { config, operation, operation_name, variables } = arguments;
    let (config, patience) = config.read()?;
    let document = read_text(&operation)?;
    let question = commands::Question { document, operation_name, variables };
    print!("{}", commands::explain(&config, patience, question).await?);
    Ok(())
}

fn read_text(path: &PathBuf) -> anyhow::Result<String> {
    if path.as_os_str() == "-" {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text).context("read standard input")?;
        return Ok(text);
    }
    std::fs::read_to_string(path).with_context(|| format!("read {}", path.display()))
}
