//! Processes that are measured, and what the kernel says that they spent.

use std::{net::SocketAddr, path::Path, process::Stdio, time::Duration};

use anyhow::{Context, bail};
use serde::de::DeserializeOwned;
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    net::{TcpListener, TcpStream},
    process::{Child, Command},
    time::{Instant, sleep},
};

/// How long a process may take until it serves.
const PATIENCE: Duration = Duration::from_secs(120);

/// A process that runs and ends with this value.
#[derive(Debug)]
pub struct Process {
    child: Child,
}

/// What a process has spent so far.
#[derive(Debug, Clone, Copy)]
pub struct Spent {
    /// Time on a core, all threads together.
    pub cpu: Duration,
    /// The most memory that it held, in bytes.
    pub peak_memory: u64,
    /// The memory that it holds now, in bytes.
    pub memory: u64,
}

impl Process {
    /// Starts this binary with other arguments. The first line that it prints says where it
    /// serves, as JSON.
    ///
    /// # Errors
    /// When it does not start, or says something else.
    pub async fn of_ours<T: DeserializeOwned>(arguments: &[String]) -> anyhow::Result<(Self, T)> {
        let program = std::env::current_exe()?;
        let mut child = Command::new(program)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()?;
        let output = child.stdout.take().context("the output of the process")?;
        let mut line = String::new();
        tokio::time::timeout(PATIENCE, BufReader::new(output).read_line(&mut line)).await??;
        let said = serde_json::from_str(&line).with_context(|| format!("it said: {line}"))?;
        Ok((Self { child }, said))
    }

    /// Starts a server by its command, in which `{address}` is replaced by a free address, and
    /// every `{name}` of `files` by a path. Waits until it listens.
    ///
    /// # Errors
    /// When it does not start or does not listen in time.
    pub async fn server(
        command: &str,
        files: &[(&str, &Path)],
    ) -> anyhow::Result<(Self, SocketAddr)> {
        let address = TcpListener::bind("127.0.0.1:0").await?.local_addr()?;
        let mut command = command.replace("{address}", &address.to_string());
        for (name, path) in files {
            command = command.replace(&format!("{{{name}}}"), &path.display().to_string());
        }
        let mut words = command.split_whitespace();
        let program = words.next().context("the command is empty")?;
        let child = Command::new(program)
            .args(words)
            .stdout(Stdio::null())
            .stderr(Stdio::inherit())
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("start {program}"))?;
        let mut process = Self { child };
        process.wait_until_it_listens(address).await?;
        Ok((process, address))
    }

    async fn wait_until_it_listens(&mut self, address: SocketAddr) -> anyhow::Result<()> {
        let end = Instant::now() + PATIENCE;
        while TcpStream::connect(address).await.is_err() {
            if let Some(status) = self.child.try_wait()? {
                bail!("it ended with {status} before it listened");
            }
            if Instant::now() > end {
                bail!("nothing listens at {address} after {} s", PATIENCE.as_secs());
            }
            sleep(Duration::from_millis(20)).await;
        }
        Ok(())
    }

    /// What it has spent so far.
    ///
    /// # Errors
    /// When it has ended, or the system has no `/proc`.
    pub fn spent(&self) -> anyhow::Result<Spent> {
        let pid = self.child.id().context("the process has ended")?;
        let status = std::fs::read_to_string(format!("/proc/{pid}/status"))?;
        Ok(Spent {
            cpu: cpu_of(pid)?,
            peak_memory: bytes_of(&status, "VmHWM:")?,
            memory: bytes_of(&status, "VmRSS:")?,
        })
    }
}

/// The time that the scheduler gave to all threads, from `/proc/PID/task/*/schedstat`, in
/// nanoseconds. The ticks of `/proc/PID/stat` are too coarse for short runs; a thread that has ended
/// is not counted, and no server that is measured here ends threads under load.
fn cpu_of(pid: u32) -> anyhow::Result<Duration> {
    let mut nanoseconds = 0;
    for task in std::fs::read_dir(format!("/proc/{pid}/task"))? {
        let Ok(text) = std::fs::read_to_string(task?.path().join("schedstat")) else { continue };
        nanoseconds += text.split_whitespace().next().unwrap_or("0").parse::<u64>()?;
    }
    Ok(Duration::from_nanos(nanoseconds))
}

fn bytes_of(status: &str, name: &str) -> anyhow::Result<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix(name)).context("no such line")?;
    let kibibytes: u64 = line.trim().trim_end_matches(" kB").parse()?;
    Ok(kibibytes * 1024)
}

/// Says where this process serves, then waits until the process that started it is gone.
///
/// # Errors
/// When nobody listens to what is said.
pub async fn serve_until_alone<T: serde::Serialize>(said: &T) -> anyhow::Result<()> {
    println!("{}", serde_json::to_string(said)?);
    let mut nothing = String::new();
    BufReader::new(tokio::io::stdin()).read_line(&mut nothing).await?;
    Ok(())
}
