//! The usual benchmark of federation gateways: users and top products with their reviews, authors,
//! products and stock, from four subgraphs by seven fetches. Beside it one query that one subgraph
//! answers alone: asked directly, through a plain proxy, and through a gateway.

mod answer;
pub mod in_process;
pub mod subgraphs;

use std::{net::SocketAddr, path::Path, time::Duration};

use anyhow::{Context, bail};
use bytes::Bytes;
use gateway_composition::{Schemas, SubgraphInput, compose};
use serde_json::Value;

use self::subgraphs::Subgraph;
use crate::{
    clients::{self, Run},
    process::Process,
    table::{self, mebibytes, milliseconds},
    target::Target,
};

const SEVEN_FETCHES: &str = include_str!("seven_fetches.graphql");
const ONE_FETCH: &str = include_str!("one_fetch.graphql");

/// A gateway that is measured.
#[derive(Debug, Clone)]
pub struct Contender {
    /// What the table calls it.
    pub name: String,
    /// Its command: `{supergraph}` is the file, `{address}` where to listen.
    pub command: String,
}

/// How much is asked.
#[derive(Debug, Clone, Copy)]
pub struct Load {
    /// Clients at once, each with its own connection.
    pub clients: usize,
    /// How long each row runs.
    pub time: Duration,
    /// How often; the round in which the least was spent counts.
    pub rounds: usize,
}

/// The services that gateways stand before: each a process of its own.
#[derive(Debug)]
pub struct Services {
    subgraphs: Vec<Subgraph>,
    process: Process,
}

/// A query that gateways are asked.
#[derive(Debug, Clone)]
pub struct Question {
    name: &'static str,
    body: Bytes,
    data: Value,
}

impl Question {
    /// The one that takes seven fetches.
    #[must_use]
    pub fn seven_fetches() -> Self {
        Self::new("seven fetches", SEVEN_FETCHES, answer::seven_fetches())
    }

    /// The one that one subgraph answers alone.
    #[must_use]
    pub fn one_fetch() -> Self {
        Self::new("one fetch", ONE_FETCH, answer::one_fetch())
    }

    fn new(name: &'static str, query: &str, data: Value) -> Self {
        let body = serde_json::json!({ "query": query }).to_string().into();
        Self { name, body, data }
    }

    /// This question, asked at an address. The answer must be the right one.
    ///
    /// # Errors
    /// When it is not.
    pub async fn at(&self, address: SocketAddr) -> anyhow::Result<Target> {
        Target::new(address, self.body.clone(), &self.data, 0).await
    }
}

impl Services {
    /// Starts the subgraphs and writes their supergraph to a file.
    ///
    /// # Errors
    /// When they do not start or do not compose.
    pub async fn start(supergraph: &Path) -> anyhow::Result<Self> {
        let (process, subgraphs): (Process, Vec<Subgraph>) =
            Process::of_ours(&["serve-subgraphs".to_owned()]).await?;
        std::fs::write(supergraph, supergraph_of(&subgraphs)?)
            .with_context(|| format!("write {}", supergraph.display()))?;
        Ok(Self { subgraphs, process })
    }

    fn address_of(&self, name: &str) -> anyhow::Result<SocketAddr> {
        let found = self.subgraphs.iter().find(|subgraph| subgraph.name == name);
        Ok(found.with_context(|| format!("no subgraph {name}"))?.address)
    }

    /// How many requests all of them have answered.
    async fn answered(&self) -> anyhow::Result<u64> {
        let address = self.subgraphs.first().context("no subgraph")?.address;
        Ok(String::from_utf8(clients::get(address, "/answered").await?.to_vec())?.parse()?)
    }
}

fn supergraph_of(subgraphs: &[Subgraph]) -> anyhow::Result<String> {
    let input = |subgraph: &Subgraph| SubgraphInput {
        name: subgraph.name.clone(),
        url: subgraph.url(),
        schemas: Schemas::One(subgraph.sdl.clone()),
    };
    composed(subgraphs.iter().map(input))
}

fn composed(inputs: impl Iterator<Item = SubgraphInput>) -> anyhow::Result<String> {
    match compose(&inputs.collect::<Vec<_>>()) {
        Ok(composed) => Ok(composed.supergraph_sdl),
        Err(diagnostics) => bail!("the subgraphs do not compose: {diagnostics:#?}"),
    }
}

/// Measures all rows and prints the table.
///
/// # Errors
/// When a process fails, or an answer is not the right one.
pub async fn run(contenders: &[Contender], supergraph: &Path, load: Load) -> anyhow::Result<()> {
    let services = Services::start(supergraph).await?;
    let rows = rows(&services, contenders, supergraph).await?;
    let mut best: Vec<Option<Measured>> = rows.iter().map(|_| None).collect();
    for round in 1..=load.rounds {
        for (row, best) in rows.iter().zip(&mut best) {
            let measured = row.measure(&services, load).await?;
            eprintln!("round {round}: {}", row.print(&measured).join(" | "));
            if best.as_ref().is_none_or(|best| measured.cpu_each < best.cpu_each) {
                *best = Some(measured);
            }
        }
    }
    let lines: Vec<Vec<String>> =
        rows.iter().zip(&best).filter_map(|(row, best)| Some(row.print(best.as_ref()?))).collect();
    let Load { clients, time, rounds } = load;
    println!(
        "{clients} clients, {} s a row, best of {rounds} rounds, every answer checked\n",
        time.as_secs()
    );
    table::print(&HEAD, &lines);
    Ok(())
}

const HEAD: [&str; 9] = [
    "what",
    "query",
    "req/s",
    "p50 ms",
    "p95 ms",
    "p99 ms",
    "CPU s / 1000 requests",
    "peak MiB",
    "subgraph calls / request",
];

async fn rows(
    services: &Services,
    contenders: &[Contender],
    supergraph: &Path,
) -> anyhow::Result<Vec<Row>> {
    let (one, seven) = (Question::one_fetch(), Question::seven_fetches());
    let products = services.address_of("products")?;
    let mut rows = vec![Row::new("the subgraph, directly", None, products, &one).await?];
    let proxied = Process::of_ours(&["serve-proxy".to_owned(), products.to_string()]).await?;
    let (proxy, address): (Process, SocketAddr) = proxied;
    rows.push(Row::new("a plain proxy", Some(proxy), address, &one).await?);
    for question in [&one, &seven] {
        for Contender { name, command } in contenders {
            let files = [("supergraph", supergraph)];
            let (gateway, address) = Process::server(command, &files).await?;
            rows.push(Row::new(name, Some(gateway), address, question).await?);
        }
    }
    Ok(rows)
}

/// One line of the table, and who is measured for it.
struct Row {
    name: String,
    query: &'static str,
    target: Target,
    /// None: the subgraphs themselves.
    process: Option<Process>,
}

/// What one run of a row showed.
#[derive(Debug)]
struct Measured {
    run: Run,
    cpu_each: Duration,
    peak_memory: u64,
    calls_each: f64,
}

impl Row {
    async fn new(
        name: &str,
        process: Option<Process>,
        address: SocketAddr,
        question: &Question,
    ) -> anyhow::Result<Self> {
        let target = question.at(address).await.with_context(|| name.to_owned())?;
        Ok(Self { name: name.to_owned(), query: question.name, target, process })
    }

    async fn measure(&self, services: &Services, load: Load) -> anyhow::Result<Measured> {
        let process = self.process.as_ref().unwrap_or(&services.process);
        let Target { call, expected } = &self.target;
        clients::run(call, expected, load.clients, Duration::from_secs(1)).await?;
        let (calls, before) = (services.answered().await?, process.spent()?);
        let run = clients::run(call, expected, load.clients, load.time).await?;
        let (calls, after) = (services.answered().await? - calls, process.spent()?);
        let answers = run.answers.max(1);
        Ok(Measured {
            cpu_each: (after.cpu - before.cpu).div_f64(answers as f64),
            peak_memory: after.peak_memory,
            calls_each: calls as f64 / answers as f64,
            run,
        })
    }

    fn print(&self, measured: &Measured) -> Vec<String> {
        let Measured { run, cpu_each, peak_memory, calls_each } = measured;
        vec![
            self.name.clone(),
            self.query.to_owned(),
            format!("{:.0}", run.rate()),
            milliseconds(run.percentile(0.50)),
            milliseconds(run.percentile(0.95)),
            milliseconds(run.percentile(0.99)),
            format!("{:.3}", cpu_each.as_secs_f64() * 1e3),
            mebibytes(*peak_memory),
            format!("{calls_each:.2}"),
        ]
    }
}
