//! The `district` binary: reads its settings, starts telemetry, and serves, migrates, imports,
//! generates or prints.

use std::{
    fs::File,
    io::{BufReader, BufWriter, Write as _},
    net::SocketAddr,
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use clap::{Args, Parser, Subcommand};
use contract::identity::SigningKey;
use district::{
    Config,
    dataset::{self, ImportOptions},
    generate,
};
use storage::DatabaseOptions;
use subgraph_server::{graphql::DistrictCode, interrupted};
use telemetry::TelemetryConfig;

/// The district service: one district's deputies, delegations, grids, petitions and brands.
#[derive(Parser)]
#[command(name = "district", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve GraphQL until interrupted.
    Serve(ServeArgs),
    /// Bring the schema of the database up to date.
    Migrate(DatabaseArgs),
    /// Import a dataset file: all of it, or nothing.
    Import(ImportArgs),
    /// Write the dataset of a district.
    Generate(GenerateArgs),
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
    /// The code of the district that the service holds; several are separated by commas.
    #[arg(long = "district", env = "DISTRICT", required = true, value_delimiter = ',')]
    districts: Vec<DistrictCode>,
    #[command(flatten)]
    database: DatabaseArgs,
    /// Where to listen.
    #[arg(long, env = "LISTEN", default_value = "127.0.0.1:4200")]
    listen: SocketAddr,
    /// The key that the gateway signs caller contexts with, at least 32 bytes. Without it every
    /// caller is the public.
    #[arg(long, env = "CALLER_CONTEXT_KEY", hide_env_values = true)]
    caller_context_key: Option<String>,
}

#[derive(Args)]
struct ImportArgs {
    /// The dataset: JSON Lines, one record a line.
    file: PathBuf,
    #[command(flatten)]
    database: DatabaseArgs,
    /// Replace the rows of the district that are there.
    #[arg(long)]
    replace: bool,
}

#[derive(Args)]
struct GenerateArgs {
    /// The code of the district.
    #[arg(long)]
    district: DistrictCode,
    /// What the choices start from: the same seed gives the same dataset.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many petitions: at 1 a few hundred a year.
    #[arg(long, default_value_t = 1.0)]
    scale: f64,
    /// Where to write.
    #[arg(long)]
    out: PathBuf,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    match Cli::parse().command {
        Command::Serve(args) => serve(args).await,
        Command::Migrate(args) => migrate(&args.database_url).await,
        Command::Import(args) => import(args).await,
        Command::Generate(args) => generate_to(&args),
        Command::PrintSdl => {
            print!("{}", district::sdl());
            Ok(())
        }
    }
}

async fn serve(args: ServeArgs) -> anyhow::Result<()> {
    let mut config = Config::new(args.districts, args.database.database_url, args.listen);
    config.server.signing_key = args.caller_context_key.map(SigningKey::new).transpose()?;
    let _telemetry = telemetry::init(&TelemetryConfig::from_env(config.part())?)?;
    district::serve(config, interrupted()).await?.finished().await?;
    Ok(())
}

async fn migrate(database_url: &str) -> anyhow::Result<()> {
    let _telemetry = telemetry::init(&TelemetryConfig::from_env("district")?)?;
    let done = district::migrate(database_url).await?;
    tracing::info!(migrations = ?done, "the database is up to date");
    Ok(())
}

async fn import(args: ImportArgs) -> anyhow::Result<()> {
    let _telemetry = telemetry::init(&TelemetryConfig::from_env("district")?)?;
    let database = district::open(&args.database.database_url, &DatabaseOptions::default()).await?;
    let input = BufReader::new(File::open(&args.file).with_context(|| display(&args.file))?);
    let options = ImportOptions { replace: args.replace };
    let report = dataset::import(&database, input, options).await?;
    tracing::info!(
        district = report.district,
        records = report.total(),
        replaced = report.replaced,
        "the dataset is imported"
    );
    Ok(())
}

fn generate_to(args: &GenerateArgs) -> anyhow::Result<()> {
    let spec =
        generate::Spec { district: args.district.to_string(), seed: args.seed, scale: args.scale };
    let dataset = generate::generate(&spec)?;
    let file = File::create(&args.out).with_context(|| display(&args.out))?;
    let mut output = BufWriter::new(file);
    dataset.write(&mut output).with_context(|| display(&args.out))?;
    output.flush().with_context(|| display(&args.out))
}

fn display(path: &Path) -> String {
    path.display().to_string()
}
