//! The gateway's command line: reads arguments and the configuration, starts telemetry, runs the
//! command.

mod arguments;

use std::{io::Read, path::PathBuf, process::ExitCode};

use anyhow::Context;
use arguments::{Arguments, Command, DiffArguments, ExplainArguments};
use clap::Parser;
use gateway::commands::{self, Verdict};
use mimalloc::MiMalloc;
use telemetry::TelemetryConfig;

/// A request makes and drops hundreds of small things, on whichever thread it runs.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// The arguments were wrong, or something could not be read: a check was not made.
const TROUBLE: u8 = 2;

#[tokio::main]
async fn main() -> ExitCode {
    let command = Arguments::parse().into_command();
    let trouble = match &command {
        Command::Compose(_) | Command::Diff(_) => ExitCode::from(TROUBLE),
        Command::Serve(_) | Command::Explain(_) => ExitCode::FAILURE,
    };
    run(command).await.map_or_else(
        |error| {
            eprintln!("gateway: {error:#}");
            trouble
        },
        ExitCode::from,
    )
}

async fn run(command: Command) -> anyhow::Result<Verdict> {
    let _telemetry = telemetry::init(&TelemetryConfig::from_env("gateway")?)?;
    match command {
        Command::Serve(arguments) => {
            let (origin, patience) = arguments.into_origin();
            commands::serve(origin, patience).await?;
        }
        Command::Compose(arguments) => return commands::compose(&arguments.into()).await,
        Command::Diff(DiffArguments { old, new, format }) => {
            return commands::diff(&old, &new, format);
        }
        Command::Explain(arguments) => explain(arguments).await?,
    }
    Ok(Verdict::Fine)
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
