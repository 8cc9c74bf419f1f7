//! The binary as its users start it.

use std::{
    io::{BufRead as _, BufReader},
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::mpsc::{Receiver, channel},
    time::Duration,
};

use serde_json::json;
use tempfile::TempDir;

use crate::support::{Client, FakeSubgraph, Graph, partitioned_sdl, sdl};

const PATIENCE: Duration = Duration::from_secs(30);

/// A gateway process that ends with the test.
pub struct Process {
    child: Child,
    log: Receiver<String>,
}

impl Process {
    /// Starts the binary.
    pub fn start(arguments: &[&str]) -> Self {
        Self::start_in(&[], arguments)
    }

    /// Starts the binary with variables of the environment.
    pub fn start_in(environment: &[(&str, &str)], arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_gateway"))
            .args(arguments)
            .env("NO_COLOR", "1")
            .envs(environment.iter().copied())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary starts");
        let errors = child.stderr.take().expect("a piped output");
        let (sender, log) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(errors).lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    return;
                }
            }
        });
        Self { child, log }
    }

    /// Waits for a line of the log.
    pub fn logged(&self, part: &str) -> String {
        loop {
            let line = self.log.recv_timeout(PATIENCE);
            let line = line.unwrap_or_else(|_| panic!("`{part}` was not logged"));
            if line.contains(part) {
                return line;
            }
        }
    }

    /// A client of it, once it serves.
    pub fn client(&self) -> Client {
        let line = self.logged("the gateway serves");
        let (_, address) = line.rsplit_once("address=").expect("an address in the log");
        let address: SocketAddr = address.trim().parse().expect("an address");
        Client { address }
    }

    /// Sends it a signal.
    pub fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        let sent = Command::new("kill").args(["-s", name, &id]).status().expect("kill runs");
        assert!(sent.success());
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A folder with a supergraph, and the path of the file.
pub fn supergraph_in_folder(text: &str) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("supergraph.graphql");
    std::fs::write(&path, text).expect("written");
    (folder, path)
}

pub fn text(path: &Path) -> &str {
    path.to_str().expect("a path of text")
}

#[tokio::test]
async fn a_supergraph_is_served_without_a_configuration() {
    let greeter = FakeSubgraph::start(json!({ "hello": "hi" })).await;
    let url = greeter.url();
    let graph = Graph { name: "greeter", url: &url, fields: &["hello: String"] };
    let (_folder, path) = supergraph_in_folder(&sdl(&[graph]));
    for command in [&[][..], &["serve"]] {
        let arguments =
            [command, &["--supergraph", text(&path), "--listen", "127.0.0.1:0"]].concat();
        let gateway = Process::start(&arguments);
        let client = gateway.client();
        assert_eq!(client.query("{ hello }").await.json(), json!({ "data": { "hello": "hi" } }));
        assert_eq!(client.get("/health", &[]).await.status, 200);
    }
}

#[tokio::test]
async fn it_ends_in_order_when_it_is_asked_to() {
    let graph = Graph { name: "greeter", url: "http://127.0.0.1:9/", fields: &["hello: String"] };
    let (_folder, path) = supergraph_in_folder(&sdl(&[graph]));
    let mut gateway = Process::start(&["--supergraph", text(&path), "--listen", "127.0.0.1:0"]);
    gateway.client();
    gateway.signal("TERM");
    assert!(gateway.child.wait().expect("it ends").success());
}

#[test]
fn what_cannot_be_served_ends_with_the_reason() {
    let (_folder, path) = supergraph_in_folder(&partitioned_sdl());
    let mut gateway = Process::start(&["--supergraph", text(&path), "--listen", "127.0.0.1:0"]);
    assert!(gateway.logged("gateway:").contains("these subgraphs are partitioned"));
    assert_eq!(gateway.child.wait().expect("it ends").code(), Some(1));
}

#[test]
fn commands_and_the_arguments_of_serving_do_not_mix() {
    let mut gateway = Process::start(&["--supergraph", "x", "compose"]);
    gateway.logged("cannot be used");
    assert_eq!(gateway.child.wait().expect("it ends").code(), Some(2));
}
