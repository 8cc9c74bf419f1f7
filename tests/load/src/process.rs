//! A gateway as a process, and what the kernel says that it spent.

use std::{net::SocketAddr, process::Stdio, time::Duration};

use anyhow::{Context, bail};
use tokio::{
    net::{TcpListener, TcpStream},
    process::{Child, Command},
    time::{Instant, sleep},
};

/// A gateway that runs and ends with this value.
#[derive(Debug)]
pub struct Gateway {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
}

/// What a process has spent so far.
#[derive(Debug, Clone, Copy)]
pub struct Spent {
    /// Time on a core, all threads together.
    pub cpu: Duration,
    /// The most memory that it held, in bytes.
    pub peak_memory: u64,
}

impl Gateway {
    /// Starts a command; `{supergraph}` and `{address}` in it are replaced.
    ///
    /// # Errors
    /// When it does not start or does not listen within 20 seconds.
    pub async fn start(command: &str, supergraph: &str) -> anyhow::Result<Self> {
        let address = TcpListener::bind("127.0.0.1:0").await?.local_addr()?;
        let command =
            command.replace("{supergraph}", supergraph).replace("{address}", &address.to_string());
        let mut words = command.split_whitespace();
        let program = words.next().context("the command is empty")?;
        let child = Command::new(program)
            .args(words)
            .stdout(Stdio::null())
            .stderr(Stdio::inherit())
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("start {program}"))?;
        let gateway = Self { child, address };
        gateway.wait_until_it_listens().await?;
        Ok(gateway)
    }

    async fn wait_until_it_listens(&self) -> anyhow::Result<()> {
        let end = Instant::now() + Duration::from_secs(20);
        while TcpStream::connect(self.address).await.is_err() {
            if Instant::now() > end {
                bail!("nothing listens at {} after 20 seconds", self.address);
            }
            sleep(Duration::from_millis(50)).await;
        }
        Ok(())
    }

    /// What it has spent so far.
    ///
    /// # Errors
    /// When it has ended, or the system has no `/proc`.
    pub fn spent(&self) -> anyhow::Result<Spent> {
        let pid = self.child.id().context("the gateway has ended")?;
        Ok(Spent { cpu: cpu_of(pid)?, peak_memory: peak_memory_of(pid)? })
    }
}

/// Scheduler time of all threads: ticks of `/proc/PID/stat` are too coarse for short runs.
fn cpu_of(pid: u32) -> anyhow::Result<Duration> {
    let mut nanoseconds = 0;
    for task in std::fs::read_dir(format!("/proc/{pid}/task"))? {
        let text = std::fs::read_to_string(task?.path().join("schedstat"))?;
        nanoseconds += text.split_whitespace().next().unwrap_or("0").parse::<u64>()?;
    }
    Ok(Duration::from_nanos(nanoseconds))
}

fn peak_memory_of(pid: u32) -> anyhow::Result<u64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).context("no VmHWM")?;
    let kibibytes: u64 = line.trim().trim_end_matches(" kB").parse()?;
    Ok(kibibytes * 1024)
}
