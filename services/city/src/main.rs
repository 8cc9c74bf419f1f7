//! The `city` binary: reads its settings, starts telemetry, and serves, migrates or prints.

use std::net::SocketAddr;

use city::Config;
use clap::{Args, Parser, Subcommand};
use contract::identity::SigningKey;
use subgraph_server::interrupted;
use telemetry::TelemetryConfig;

/// The city service: reference data, metric definitions and the statistics of comparison.
#[derive(Parser)]
#[command(name = "city", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve GraphQL until interrupted.
    Serve(ServeArgs),
    /// Bring the database up to date, schema and reference data.
    Migrate(DatabaseArgs),
    /// Print the SDL of the subgraph.
    PrintSdl,
}

#[derive(Args)]
struct DatabaseArgs {
    /// `postgres://…` or `sqlite:PATH`.
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    database_url: String,
}

#[derive(Args)]
struct ServeArgs {
    #[command(flatten)]
    database: DatabaseArgs,
    /// Where to listen.
    #[arg(long, env = "LISTEN", default_value = "127.0.0.1:4100")]
    listen: SocketAddr,
    /// The key that the gateway signs caller contexts with, at least 32 bytes. Without it every
    /// caller is the public.
    #[arg(long, env = "CALLER_CONTEXT_KEY", hide_env_values = true)]
    caller_context_key: Option<String>,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    match Cli::parse().command {
        Command::Serve(args) => serve(args).await,
        Command::Migrate(args) => migrate(&args.database_url).await,
        Command::PrintSdl => {
            print!("{}", city::sdl());
            Ok(())
        }
    }
}

async fn serve(args: ServeArgs) -> anyhow::Result<()> {
    let _telemetry = telemetry::init(&TelemetryConfig::from_env(city::PART)?)?;
    let mut config = Config::new(args.database.database_url, args.listen);
    config.server.signing_key = args.caller_context_key.map(SigningKey::new).transpose()?;
    city::serve(config, interrupted()).await?.finished().await?;
    Ok(())
}

async fn migrate(database_url: &str) -> anyhow::Result<()> {
    let _telemetry = telemetry::init(&TelemetryConfig::from_env(city::PART)?)?;
    let done = city::migrate(database_url).await?;
    tracing::info!(migrations = ?done, "the database is up to date");
    Ok(())
}
