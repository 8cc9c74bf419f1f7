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
    /// Whether the largest number is measured again with other pages, more rows that are held, and
    /// districts that are down.
    pub varied: bool,
    /// The gateway's command: `{config}` is the file, `{address}` where to listen.
    pub gateway: String,
    /// Clients at once.
    pub clients: usize,
    /// How long each row runs.
    pub time: Duration,
    /// How often; the round in which the least was spent counts.
    pub rounds: usize,
}

/// One line of the table before it is measured.
#[derive(Debug, Clone)]
struct Setting {
    districts: usize,
    behaviour: Behaviour,
}

/// One line of the table.
struct Measured {
    setting: Setting,
    ready: Duration,
    cpu: Duration,
    p50: Duration,
    p95: Duration,
    pages_a_second: f64,
    /// Before the first page.
    idle_memory: u64,
    peak_memory: u64,
}

impl Simulation {
    /// The lines: first the numbers of districts, then the last of them otherwise.
    fn settings(&self) -> Vec<Setting> {
        let Behaviour { rows, held, .. } = self.behaviour;
        let of = |districts, behaviour| Setting { districts, behaviour };
        let mut settings: Vec<Setting> =
            self.districts.iter().map(|&districts| of(districts, self.behaviour.clone())).collect();
        if let Some(&most) = self.districts.last().filter(|_| self.varied) {
            let others = [
                Behaviour { held: held * 100, ..self.behaviour.clone() },
                Behaviour { held: held * 10_000, ..self.behaviour.clone() },
                Behaviour { rows: rows.div_ceil(4), ..self.behaviour.clone() },
                Behaviour { rows: rows * 4, held: held * 100, ..self.behaviour.clone() },
                Behaviour { failing: 10, ..self.behaviour.clone() },
                Behaviour { failing: 2, ..self.behaviour.clone() },
            ];
            settings.extend(others.map(|behaviour| of(most, behaviour)));
        }
        settings
    }
}

/// Measures all rows and prints the table.
///
/// # Errors
/// When a process fails, or an answer is not the right one.
pub async fn run(simulation: &Simulation, folder: &Path) -> anyhow::Result<()> {
    let mut lines = Vec::new();
    let mut before: Option<Measured> = None;
    for setting in simulation.settings() {
        let measured = measure(simulation, setting, folder).await?;
        lines.push(measured.print(before.as_ref()));
        eprintln!("{}", lines.last().map(|line| line.join(" | ")).unwrap_or_default());
        before = Some(measured);
    }
    println!(
        "districts answer in {} ms, {} client(s), best of {} rounds, every answer checked\n",
        simulation.behaviour.latency_ms, simulation.clients, simulation.rounds,
    );
    table::print(&HEAD, &lines);
    Ok(())
}

const HEAD: [&str; 13] = [
    "districts",
    "page",
    "rows held",
    "down",
    "ready ms",
    "p50 ms",
    "p95 ms",
    "pages/s",
    "CPU ms / page",
    "CPU µs / district",
    "slope µs / district",
    "peak MiB",
    "of these for pages",
];

async fn measure(
    simulation: &Simulation,
    setting: Setting,
    folder: &Path,
) -> anyhow::Result<Measured> {
    let Setting { districts, behaviour } = &setting;
    let mut arguments = vec!["serve-districts".to_owned(), districts.to_string()];
    arguments.extend(behaviour.to_arguments());
    let (_districts, addresses): (Process, Vec<SocketAddr>) = Process::of_ours(&arguments).await?;
    let config = folder.join("districts.toml");
    std::fs::write(folder.join("district.graphql"), SCHEMA)?;
    std::fs::write(&config, config_of(&addresses))?;

    let start = Instant::now();
    let (gateway, address) = Process::server(&simulation.gateway, &[("config", &config)]).await?;
    let ready = start.elapsed();
    let idle_memory = gateway.spent()?.memory;
    let Target { call, expected } = target(behaviour, *districts, address).await?;

    let mut best: Option<Measured> = None;
    for _ in 0..simulation.rounds {
        clients::run(&call, &expected, simulation.clients, Duration::from_millis(500)).await?;
        let before = gateway.spent()?;
        let run = clients::run(&call, &expected, simulation.clients, simulation.time).await?;
        let after = gateway.spent()?;
        let measured = Measured {
            setting: setting.clone(),
            ready,
            cpu: (after.cpu - before.cpu).div_f64(run.answers.max(1) as f64),
            p50: run.percentile(0.50),
            p95: run.percentile(0.95),
            pages_a_second: run.rate(),
            idle_memory,
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
    let errors = errors_told(districts - answering.len());
    Target::new(address, body.to_string().into(), &data, errors).await
}

/// How many errors tell of districts that are down: after a hundred, one says how many more.
fn errors_told(down: usize) -> usize {
    const MOST: usize = 100;
    if down > MOST { MOST + 1 } else { down }
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
        let Setting { districts, behaviour } = &self.setting;
        let microseconds =
            |time: f64, districts: usize| format!("{:.1}", time * 1e6 / districts as f64);
        let smaller = before.filter(|before| before.setting.districts < *districts);
        let slope = smaller.map_or_else(
            || "–".to_owned(),
            |before| {
                let more = self.cpu.as_secs_f64() - before.cpu.as_secs_f64();
                microseconds(more, districts - before.setting.districts)
            },
        );
        let down = (0..*districts).filter(|&district| behaviour.fails(district)).count();
        vec![
            districts.to_string(),
            behaviour.rows.to_string(),
            behaviour.held.to_string(),
            down.to_string(),
            milliseconds(self.ready),
            milliseconds(self.p50),
            milliseconds(self.p95),
            format!("{:.1}", self.pages_a_second),
            milliseconds(self.cpu),
            microseconds(self.cpu.as_secs_f64(), *districts),
            slope,
            mebibytes(self.peak_memory),
            mebibytes(self.peak_memory.saturating_sub(self.idle_memory)),
        ]
    }
}
