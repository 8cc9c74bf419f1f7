//! `cargo run --release -p load`: the usual federation benchmark; with `districts`, one page of
//! thousands of districts; with `steady`, ten minutes of the benchmark.

use std::{
    net::SocketAddr,
    path::PathBuf,
    time::{Duration, Instant},
};

use anyhow::{Context, ensure};
use clap::{Args, Parser, Subcommand};
use load::{
    districts::{self, Simulation, server::Behaviour},
    federation::{self, Contender, Load, Question, in_process::InProcess, subgraphs},
    process, proxy, steady,
};

/// Measures gateways. They must have been built: `cargo build --release -p gateway`.
#[derive(Debug, Parser)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    federation: FederationArguments,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// The usual federation benchmark (the default).
    Federation(FederationArguments),
    /// The federation benchmark for minutes, memory sampled.
    Steady(SteadyArguments),
    /// One page of many simulated districts.
    Districts(DistrictsArguments),
    /// The federation benchmark without sockets, in this process: for profilers.
    InProcess {
        /// How often the query is asked.
        #[arg(long, default_value_t = 1_000)]
        requests: usize,
        /// Asks the query of one fetch instead.
        #[arg(long)]
        one_fetch: bool,
    },
    /// Serves the four subgraphs until standard input ends.
    #[command(hide = true)]
    ServeSubgraphs,
    /// Serves a proxy until standard input ends.
    #[command(hide = true)]
    ServeProxy { upstream: SocketAddr },
    /// Serves districts until standard input ends.
    #[command(hide = true)]
    ServeDistricts {
        districts: usize,
        #[command(flatten)]
        behaviour: Behaviour,
    },
}

#[derive(Debug, Args)]
struct LoadArguments {
    /// Clients at once.
    #[arg(long, default_value_t = 50)]
    clients: usize,
    /// Seconds of each run.
    #[arg(long, default_value_t = 10)]
    seconds: u64,
    /// How often each row is run; the best round counts.
    #[arg(long, default_value_t = 3)]
    rounds: usize,
}

#[derive(Debug, Args)]
struct FederationArguments {
    #[command(flatten)]
    load: LoadArguments,
    /// Another gateway, `NAME=COMMAND`: `{supergraph}` is the file, `{address}` where to listen.
    /// Repeatable.
    #[arg(long = "gateway", value_parser = contender)]
    others: Vec<Contender>,
    #[command(flatten)]
    ours: OursArguments,
}

#[derive(Debug, Args)]
struct OursArguments {
    /// Our gateway.
    #[arg(long, default_value = "target/release/gateway")]
    binary: PathBuf,
    /// Where files for gateways are written.
    #[arg(long, default_value = "target/load")]
    folder: PathBuf,
}

#[derive(Debug, Args)]
struct SteadyArguments {
    #[command(flatten)]
    load: LoadArguments,
    /// How many runs, one after the other.
    #[arg(long, default_value_t = 60)]
    samples: usize,
    #[command(flatten)]
    ours: OursArguments,
}

#[derive(Debug, Args)]
struct DistrictsArguments {
    /// Numbers of districts, a row each.
    #[arg(long, value_delimiter = ',', default_values_t = [1, 10, 100, 1000, 2843])]
    districts: Vec<usize>,
    #[command(flatten)]
    behaviour: Behaviour,
    /// Without the rows in which the largest number is measured again: with other pages, with more
    /// rows that are held, and with districts that are down.
    #[arg(long)]
    plain: bool,
    /// Clients at once.
    #[arg(long, default_value_t = 1)]
    clients: usize,
    /// Seconds of each run.
    #[arg(long, default_value_t = 5)]
    seconds: u64,
    /// How often each row is run; the best round counts.
    #[arg(long, default_value_t = 3)]
    rounds: usize,
    #[command(flatten)]
    ours: OursArguments,
}

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    if let Some(Command::InProcess { requests, one_fetch }) = arguments.command {
        let question = if one_fetch { Question::one_fetch() } else { Question::seven_fetches() };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        return runtime.block_on(ask_in_process(&question, requests));
    }
    tokio::runtime::Runtime::new()?.block_on(run(arguments))
}

async fn ask_in_process(question: &Question, requests: usize) -> anyhow::Result<()> {
    let gateway = InProcess::new()?;
    let expected = gateway.warm(question).await?;
    let start = Instant::now();
    for _ in 0..requests {
        ensure!(gateway.ask(question).await? == expected, "another answer came");
    }
    let each = start.elapsed().div_f64(requests.max(1) as f64);
    println!("{requests} requests, {} bytes each, {each:?} each", expected.len());
    Ok(())
}

async fn run(arguments: Arguments) -> anyhow::Result<()> {
    match arguments.command.unwrap_or(Command::Federation(arguments.federation)) {
        Command::Federation(federation) => run_federation(federation).await,
        Command::Steady(steady) => run_steady(steady).await,
        Command::Districts(districts) => run_districts(districts).await,
        // It has a runtime of its own, with one thread.
        Command::InProcess { .. } => Ok(()),
        Command::ServeSubgraphs => process::serve_until_alone(&subgraphs::start().await?).await,
        Command::ServeProxy { upstream } => {
            process::serve_until_alone(&proxy::start(upstream).await?).await
        }
        Command::ServeDistricts { districts, behaviour } => {
            let addresses = districts::server::start(districts, &behaviour).await?;
            process::serve_until_alone(&addresses).await
        }
    }
}

async fn run_federation(arguments: FederationArguments) -> anyhow::Result<()> {
    let FederationArguments { load, others, ours } = arguments;
    let mut contenders = vec![ours.sharing(), ours.not_sharing()?];
    contenders.extend(others);
    federation::run(&contenders, &ours.file("supergraph.graphql")?, load.into()).await
}

async fn run_steady(arguments: SteadyArguments) -> anyhow::Result<()> {
    let SteadyArguments { load, samples, ours } = arguments;
    let supergraph = ours.file("supergraph.graphql")?;
    steady::run(&ours.sharing(), &supergraph, load.into(), samples).await
}

async fn run_districts(arguments: DistrictsArguments) -> anyhow::Result<()> {
    let DistrictsArguments { districts, behaviour, plain, clients, seconds, rounds, ours } =
        arguments;
    let simulation = Simulation {
        districts,
        behaviour,
        varied: !plain,
        gateway: format!(
            "{} serve --config {{config}} --listen {{address}}",
            ours.binary.display()
        ),
        clients,
        time: Duration::from_secs(seconds),
        rounds,
    };
    districts::run(&simulation, &ours.folder()?).await
}

impl OursArguments {
    /// As it comes.
    fn sharing(&self) -> Contender {
        let binary = self.binary.display();
        Contender {
            name: "our gateway".to_owned(),
            command: format!("{binary} --supergraph {{supergraph}} --listen {{address}}"),
        }
    }

    /// Without sharing equal reads: every client sends the same query here, as clients do not
    /// elsewhere.
    fn not_sharing(&self) -> anyhow::Result<Contender> {
        let config = self.file("not-sharing.toml")?;
        std::fs::write(&config, "[traffic]\nshare_reads = false\n")?;
        let Contender { name, command } = self.sharing();
        Ok(Contender {
            name: format!("{name}, sharing off"),
            command: format!("{command} --config {}", config.display()),
        })
    }

    fn folder(&self) -> anyhow::Result<PathBuf> {
        std::fs::create_dir_all(&self.folder)
            .with_context(|| format!("make {}", self.folder.display()))?;
        Ok(self.folder.clone())
    }

    fn file(&self, name: &str) -> anyhow::Result<PathBuf> {
        Ok(self.folder()?.join(name))
    }
}

impl From<LoadArguments> for Load {
    fn from(LoadArguments { clients, seconds, rounds }: LoadArguments) -> Self {
        Self { clients, time: Duration::from_secs(seconds), rounds }
    }
}

fn contender(text: &str) -> Result<Contender, String> {
    let (name, command) = text.split_once('=').ok_or("write it as NAME=COMMAND")?;
    Ok(Contender { name: name.to_owned(), command: command.to_owned() })
}
