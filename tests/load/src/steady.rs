//! The long run: the same load for minutes, the memory of the gateway sampled. What grows with the
//! number of requests shows here and nowhere else.

use std::time::Duration;

use crate::{
    clients,
    federation::{Contender, Load, Question, Services},
    process::Process,
    table::{self, mebibytes},
    target::Target,
};

/// Loads a gateway for `samples` times the load's time, and prints its memory after each.
///
/// # Errors
/// When a process fails, or an answer is not the right one.
pub async fn run(
    contender: &Contender,
    supergraph: &std::path::Path,
    load: Load,
    samples: usize,
) -> anyhow::Result<()> {
    let _services = Services::start(supergraph).await?;
    let (gateway, address) =
        Process::server(&contender.command, &[("supergraph", supergraph)]).await?;
    let Target { call, expected } = Question::seven_fetches().at(address).await?;
    let mut lines = Vec::with_capacity(samples);
    let (mut answers, mut time) = (0, Duration::ZERO);
    for _ in 0..samples {
        let run = clients::run(&call, &expected, load.clients, load.time).await?;
        answers += run.answers;
        time += run.elapsed;
        let spent = gateway.spent()?;
        eprintln!("{} s: {} MiB", time.as_secs(), mebibytes(spent.memory));
        lines.push(vec![
            format!("{} s", time.as_secs()),
            answers.to_string(),
            mebibytes(spent.memory),
            mebibytes(spent.peak_memory),
        ]);
    }
    println!("{}, {} clients, every answer checked\n", contender.name, load.clients);
    table::print(&["after", "answers", "MiB", "peak MiB"], &lines);
    Ok(())
}
