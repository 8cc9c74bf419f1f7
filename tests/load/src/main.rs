//! `cargo run --release -p load`: the usual benchmark query against subgraphs asked directly, our
//! gateway, and any other gateway that is given by its command.

use std::{path::PathBuf, time::Duration};

use anyhow::{Context, bail};
use bytes::Bytes;
use clap::Parser;
use gateway_composition::{Schemas, SubgraphInput, compose};
use load::{
    clients::{self, Call, Run},
    process::{Gateway, Spent},
    subgraphs::{self, Subgraph},
};

const SEVEN_FETCHES: &str = include_str!("../queries/seven_fetches.graphql");
const ONE_FETCH: &str = include_str!("../queries/one_fetch.graphql");

/// Measures gateways on the usual federation benchmark.
#[derive(Debug, Parser)]
struct Arguments {
    /// Clients at once.
    #[arg(long, default_value_t = 50)]
    clients: usize,
    /// Seconds of each run.
    #[arg(long, default_value_t = 10)]
    seconds: u64,
    /// A gateway's command: `{supergraph}` is the file, `{address}` where to listen. Repeatable.
    #[arg(
        long = "gateway",
        default_value = "target/release/gateway --supergraph {supergraph} --listen {address}"
    )]
    gateways: Vec<String>,
    /// Where the composed supergraph is written.
    #[arg(long, default_value = "target/load-supergraph.graphql")]
    supergraph: PathBuf,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let subgraphs = subgraphs::start().await?;
    std::fs::write(&arguments.supergraph, supergraph_of(&subgraphs)?)?;
    let supergraph = arguments.supergraph.to_str().context("the path is not UTF-8")?;
    let time = Duration::from_secs(arguments.seconds);

    println!(
        "{} clients, {} s a run, 2 shared cores, every answer checked\n",
        arguments.clients, arguments.seconds
    );
    println!(
        "| what | query | req/s | p50 ms | p95 ms | p99 ms | CPU ms/request | peak MiB | calls/request |"
    );
    println!("|---|---|--:|--:|--:|--:|--:|--:|--:|");
    direct(&subgraphs, arguments.clients, time).await?;
    for command in &arguments.gateways {
        for (name, query) in [("one fetch", ONE_FETCH), ("seven fetches", SEVEN_FETCHES)] {
            let gateway = Gateway::start(command, supergraph).await?;
            through(&gateway, command, name, query, &subgraphs, &arguments, time).await?;
        }
    }
    Ok(())
}

fn supergraph_of(subgraphs: &[Subgraph]) -> anyhow::Result<String> {
    let input = |subgraph: &Subgraph| SubgraphInput {
        name: subgraph.name.to_owned(),
        url: subgraph.url(),
        schemas: Schemas::One(subgraph.sdl.clone()),
    };
    let inputs: Vec<SubgraphInput> = subgraphs.iter().map(input).collect();
    match compose(&inputs) {
        Ok(composed) => Ok(composed.supergraph_sdl),
        Err(diagnostics) => bail!("the subgraphs do not compose: {diagnostics:#?}"),
    }
}

async fn direct(subgraphs: &[Subgraph], clients: usize, time: Duration) -> anyhow::Result<()> {
    let products =
        subgraphs.iter().find(|subgraph| subgraph.name == "products").context("products")?;
    let call = Call { address: products.address, path: "/graphql", body: body_of(ONE_FETCH) };
    let expected = clients::once(&call).await?;
    let run = clients::run(&call, &expected, clients, time).await?;
    print_row("a subgraph, directly", "one fetch", &run, None, 1.0);
    Ok(())
}

async fn through(
    gateway: &Gateway,
    command: &str,
    name: &str,
    query: &str,
    subgraphs: &[Subgraph],
    arguments: &Arguments,
    time: Duration,
) -> anyhow::Result<()> {
    let call = Call { address: gateway.address, path: "/graphql", body: body_of(query) };
    let expected = clients::once(&call).await?;
    if expected.windows(8).any(|window| window == b"\"errors\"") {
        bail!("{command} answers with errors: {}", String::from_utf8_lossy(&expected));
    }
    clients::run(&call, &expected, arguments.clients, Duration::from_secs(1)).await?;
    let (calls, before) = (answered(subgraphs), gateway.spent()?);
    let run = clients::run(&call, &expected, arguments.clients, time).await?;
    let (calls, after) = (answered(subgraphs) - calls, gateway.spent()?);
    let spent = Spent { cpu: after.cpu - before.cpu, peak_memory: after.peak_memory };
    let program = command.split_whitespace().next().unwrap_or(command);
    print_row(program, name, &run, Some(spent), calls as f64 / run.answers as f64);
    Ok(())
}

fn answered(subgraphs: &[Subgraph]) -> u64 {
    subgraphs.iter().map(|s| s.answered.load(std::sync::atomic::Ordering::Relaxed)).sum()
}

fn body_of(query: &str) -> Bytes {
    serde_json::json!({ "query": query }).to_string().into()
}

fn print_row(what: &str, query: &str, run: &Run, spent: Option<Spent>, calls: f64) {
    let ms = |share| run.percentile(share).as_secs_f64() * 1e3;
    let (cpu, memory) = match spent {
        Some(spent) => (
            format!("{:.3}", spent.cpu.as_secs_f64() * 1e3 / run.answers as f64),
            format!("{:.0}", spent.peak_memory as f64 / f64::from(1 << 20)),
        ),
        None => ("–".to_owned(), "–".to_owned()),
    };
    println!(
        "| {what} | {query} | {:.0} | {:.2} | {:.2} | {:.2} | {cpu} | {memory} | {calls:.2} |",
        run.rate(),
        ms(0.50),
        ms(0.95),
        ms(0.99),
    );
}
