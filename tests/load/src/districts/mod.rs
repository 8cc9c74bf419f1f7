//! Scale by simulation: one page, in one order, of up to thousands of districts, through a real
//! gateway. Each district has its own listener, so that the gateway keeps a connection to each.

mod rows;
pub mod server;

use std::{
    fmt::Write as _,
    net::SocketAddr,
    path::Path,
    time::{Duration, Instant},
};

use anyhow::Context;
use serde_json::json;

use self::{rows::Country, server::Behaviour};
use crate::{
    clients,
    process::Process,
    table::{self, mebibytes, milliseconds},
    target::Target,
};

const SCHEMA: &str = include_str!("schema.graphql");
const PAGE: &str = include_str!("page.graphql");

/// What is measured.
#[derive(Debug, Clone)]
pub struct Simulation {
    /// The numbers of districts, one row each.
    pub districts: Vec<usize>,
    /// How districts behave.
    pub behaviour: Behaviour,
    /// The gateway's command: `{config}` is the file, `{address}` where to listen.
    pub gateway: String,
    /// Clients at once.
    pub clients: usize,
    /// How long each row runs.
    pub time: Duration,
    /// How often; the round in which the least was spent counts.
    pub rounds: usize,
}

/// One line of the table.
struct Measured {
    districts: usize,
    ready: Duration,
    cpu: Duration,
    p50: Duration,
    p95: Duration,
    pages_a_second: f64,
    peak_memory: u64,
}

/// Measures all rows and prints the table.
///
/// # Errors
/// When a process fails, or an answer is not the right one.
pub async fn run(simulation: &Simulation, folder: &Path) -> anyhow::Result<()> {
    let mut lines = Vec::new();
    let mut before: Option<Measured> = None;
    for &districts in &simulation.districts {
        let measured = measure(simulation, districts, folder).await?;
        lines.push(measured.print(before.as_ref()));
        eprintln!("{}", lines.last().map(|line| line.join(" | ")).unwrap_or_default());
        before = Some(measured);
    }
    let Behaviour { latency_ms, rows, held, failing } = simulation.behaviour;
    println!(
        "a page of {rows} rows, districts of {held} rows that answer in {latency_ms} ms, \
         {} client(s), best of {} rounds, every answer checked{}\n",
        simulation.clients,
        simulation.rounds,
        if failing == 0 { String::new() } else { format!(", every {failing}th district is down") },
    );
    table::print(&HEAD, &lines);
    Ok(())
}

const HEAD: [&str; 9] = [
    "districts",
    "ready ms",
    "p50 ms",
    "p95 ms",
    "pages/s",
    "CPU ms / page",
    "CPU µs / district",
    "slope µs / district",
    "peak MiB",
];

async fn measure(
    simulation: &Simulation,
    districts: usize,
    folder: &Path,
) -> anyhow::Result<Measured> {
    let mut arguments = vec!["serve-districts".to_owned(), districts.to_string()];
    arguments.extend(simulation.behaviour.to_arguments());
    let (_districts, addresses): (Process, Vec<SocketAddr>) = Process::of_ours(&arguments).await?;
    let config = folder.join("districts.toml");
    std::fs::write(folder.join("district.graphql"), SCHEMA)?;
    std::fs::write(&config, config_of(&addresses))?;

    let start = Instant::now();
    let (gateway, address) = Process::server(&simulation.gateway, &[("config", &config)]).await?;
    let ready = start.elapsed();
    let Target { call, expected } = target(&simulation.behaviour, districts, address).await?;

    let mut best: Option<Measured> = None;
    for _ in 0..simulation.rounds {
        clients::run(&call, &expected, simulation.clients, Duration::from_millis(500)).await?;
        let before = gateway.spent()?;
        let run = clients::run(&call, &expected, simulation.clients, simulation.time).await?;
        let after = gateway.spent()?;
        let measured = Measured {
            districts,
            ready,
            cpu: (after.cpu - before.cpu).div_f64(run.answers.max(1) as f64),
            p50: run.percentile(0.50),
            p95: run.percentile(0.95),
            pages_a_second: run.rate(),
            peak_memory: after.peak_memory,
        };
        if best.as_ref().is_none_or(|best| measured.cpu < best.cpu) {
            best = Some(measured);
        }
    }
    best.context("no round was run")
}

/// The page that is asked. Answers of districts that are down are missing from it.
async fn target(
    behaviour: &Behaviour,
    districts: usize,
    address: SocketAddr,
) -> anyhow::Result<Target> {
    let answering: Vec<usize> =
        (0..districts).filter(|&district| !behaviour.fails(district)).collect();
    let country = Country { held: behaviour.held };
    let data = json!({ "deputies": country.merged_page(&answering, behaviour.rows) });
    let body = json!({ "query": PAGE, "variables": { "first": behaviour.rows } });
    Target::new(address, body.to_string().into(), &data, districts - answering.len()).await
}

fn config_of(addresses: &[SocketAddr]) -> String {
    let mut config = String::from("[[subgraphs]]\nname = \"districts\"\n");
    for (district, address) in addresses.iter().enumerate() {
        let code = Country::code(district);
        let _ = write!(
            config,
            "\n[[subgraphs.partitions]]\nkey = \"{code}\"\nschema = \"district.graphql\"\n\
             endpoints = [\"http://{address}/graphql\"]\n"
        );
    }
    config
}

impl Measured {
    fn print(&self, before: Option<&Self>) -> Vec<String> {
        let microseconds =
            |time: f64, districts: usize| format!("{:.1}", time * 1e6 / districts as f64);
        let slope = before.map_or_else(
            || "–".to_owned(),
            |before| {
                let more = self.cpu.as_secs_f64() - before.cpu.as_secs_f64();
                microseconds(more, self.districts - before.districts)
            },
        );
        vec![
            self.districts.to_string(),
            milliseconds(self.ready),
            milliseconds(self.p50),
            milliseconds(self.p95),
            format!("{:.1}", self.pages_a_second),
            milliseconds(self.cpu),
            microseconds(self.cpu.as_secs_f64(), self.districts),
            slope,
            mebibytes(self.peak_memory),
        ]
    }
}
