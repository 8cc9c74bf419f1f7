//! `cargo run --release`: a city to look at. Prints what it does while databases are filled, then
//! where to look and what to try.

use std::{path::PathBuf, time::Instant};

use clap::Parser;
use demo::{City, DataFolder, Options, Progress, QUERIES};
use subgraph_server::interrupted;
use telemetry::TelemetryConfig;

/// Starts a whole city of ten districts behind one GraphQL endpoint.
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    /// The folder of its databases; they are filled once and used again.
    #[arg(long, default_value = ".demo")]
    data_dir: PathBuf,
    /// The port of the gateway; the other parts take ports from 100 above it.
    #[arg(long, default_value_t = 4000)]
    port: u16,
    /// What the invented districts start from.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How large the invented districts are.
    #[arg(long, default_value_t = 1.0)]
    scale: f64,
    /// Takes this district down once the city runs, to see what a gap looks like. Repeatable.
    #[arg(long, value_name = "CODE")]
    down: Vec<String>,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let mut telemetry = TelemetryConfig::from_env("demo")?;
    if std::env::var_os("RUST_LOG").is_none() {
        // What the parts say of their starts would hide what is printed here.
        telemetry.log_filter = "warn".to_owned();
    }
    let _telemetry = telemetry::init(&telemetry)?;

    let start = Instant::now();
    let folder = DataFolder::open(&arguments.data_dir)?;
    println!("Yituan: starting a city of ten districts in {}", folder.path().display());
    let options = Options {
        port: arguments.port,
        seed: arguments.seed,
        scale: arguments.scale,
        ..Options::new(folder)
    };
    let mut city = demo::start(&options, |progress| println!("  {}", describe(&progress))).await?;
    for code in &arguments.down {
        city.take_down(code).await?;
        println!("  {code} is down");
    }
    welcome(&city, &options);
    println!("\nReady after {:.1} s. Ctrl-C ends it.", start.elapsed().as_secs_f64());

    interrupted().await;
    println!("\nStopping.");
    city.stop().await
}

fn describe(progress: &Progress) -> String {
    match progress {
        Progress::Filled { district, records, elapsed } => format!(
            "{} {:<18} filled with {records} records in {:.1} s",
            district.code,
            district.name,
            elapsed.as_secs_f64()
        ),
        Progress::Reused { district } => {
            format!("{} {:<18} as it was left", district.code, district.name)
        }
    }
}

fn welcome(city: &City, options: &Options) {
    println!("\n  GraphiQL        http://{}/", city.gateway.address);
    println!("  GraphQL         {}", city.graphql_url());
    println!("  city service    http://{}/graphql", city.city.address);
    for (district, part) in &city.districts {
        println!("  {} {}  http://{}/graphql", district.code, district.name, part.address);
    }
    println!(
        "\nAimin District holds what the article says of it; rows that the article only counts, and"
    );
    println!("all rows of the other nine districts, are invented and say `synthetic: true`.");
    println!(
        "\nThree queries to try (they stand in GraphiQL's tabs, and in {}):",
        options.folder.path().join("queries").display()
    );
    for (name, text) in QUERIES {
        let about: Vec<&str> = text.lines().map_while(|line| line.strip_prefix("# ")).collect();
        println!("  {name}: {}", about.join(" "));
    }
}
