//! The binaries as processes. `tests/run` builds them first; alone, tests that use them want
//! `cargo build --workspace --bins` before.

use std::{
    net::{SocketAddr, TcpListener},
    path::PathBuf,
    process::{Output, Stdio},
    time::Duration,
};

use tokio::{
    net::TcpStream,
    process::{Child, Command},
    time::{Instant, sleep},
};

/// How long a process may take until it listens.
const PATIENCE: Duration = Duration::from_secs(60);

/// A process that serves. It is killed when it is dropped.
#[derive(Debug)]
pub struct Process {
    name: String,
    arguments: Vec<String>,
    address: SocketAddr,
    child: Child,
}

impl Process {
    /// Starts a binary and waits until it listens at this port.
    ///
    /// # Panics
    /// When it does not start, or does not listen.
    pub async fn serve(name: &str, arguments: &[&str], port: u16) -> Self {
        let arguments: Vec<String> = arguments.iter().map(|it| (*it).to_owned()).collect();
        let child = spawn(name, &arguments);
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        let mut process = Self { name: name.to_owned(), arguments, address, child };
        process.until_it_listens().await;
        process
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The number of the process.
    ///
    /// # Panics
    /// When it has ended.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.child.id().expect("it runs")
    }

    /// Whether it has not ended.
    ///
    /// # Panics
    /// When the system does not tell.
    pub fn is_alive(&mut self) -> bool {
        self.child.try_wait().expect("its state is known").is_none()
    }

    /// Sends a signal by name: `STOP`, `CONT`, …
    ///
    /// # Panics
    /// When it has ended.
    pub async fn signal(&self, name: &str) {
        let (signal, id) = (format!("-{name}"), self.id().to_string());
        let sent = Command::new("kill").args([&signal, &id]).status().await.expect("kill exists");
        assert!(sent.success(), "{} gets no {signal}", self.name);
    }

    /// Kills it, and waits until it is gone.
    ///
    /// # Panics
    /// When it has ended.
    pub async fn kill(&mut self) {
        self.child.kill().await.expect("it ends");
    }

    /// Asks it to end; whether it ended well.
    ///
    /// # Panics
    /// When it has ended already.
    pub async fn terminate(mut self) -> bool {
        self.signal("TERM").await;
        self.child.wait().await.expect("it ends").success()
    }

    /// Starts it again after it was killed, with the same arguments at the same address.
    ///
    /// # Panics
    /// When it does not start, or does not listen.
    pub async fn start_again(&mut self) {
        self.child = spawn(&self.name, &self.arguments);
        self.until_it_listens().await;
    }

    async fn until_it_listens(&mut self) {
        let end = Instant::now() + PATIENCE;
        while TcpStream::connect(self.address).await.is_err() {
            assert!(self.is_alive(), "{} has ended", self.name);
            assert!(Instant::now() < end, "{} does not listen", self.name);
            sleep(Duration::from_millis(20)).await;
        }
    }
}

/// Runs a binary to its end.
///
/// # Panics
/// When it does not start.
pub async fn run_binary(name: &str, arguments: &[&str]) -> Output {
    Command::new(binary(name)).args(arguments).output().await.expect("the binary starts")
}

/// A port that nobody listens at.
///
/// # Panics
/// When there is none.
#[must_use]
pub fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("an address").port()
}

fn spawn(name: &str, arguments: &[String]) -> Child {
    Command::new(binary(name))
        .args(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .expect("the binary starts")
}

/// The binary of this name, built beside the test.
fn binary(name: &str) -> PathBuf {
    let test = std::env::current_exe().expect("the test has a path");
    let folder = test.ancestors().nth(2).expect("target/debug/deps/test");
    let path = folder.join(name);
    assert!(path.exists(), "{} is not built: run `cargo build --workspace --bins`", path.display());
    path
}
