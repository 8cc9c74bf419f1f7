//! A gateway in the test's own process, by a configuration of the test's own.

use std::{path::Path, time::Duration};

use gateway::config::Config;
use serde_json::json;
use tempfile::TempDir;
use tokio_util::sync::{CancellationToken, DropGuard};

use super::{Client, FakeSubgraph, Graph, sdl};

/// A gateway that ends with the test.
pub struct TestGateway {
    /// A client of it.
    pub client: Client,
    /// The subgraph behind it, `greeter`.
    pub greeter: FakeSubgraph,
    /// Ends it.
    pub end: CancellationToken,
    /// Where its files are.
    _folder: TempDir,
    _guard: DropGuard,
}

impl TestGateway {
    /// One with a subgraph that has `hello`, `slow` and `long`, and with these lines in its
    /// configuration.
    pub async fn start(settings: &str) -> Self {
        Self::start_with(settings, |_| {}).await
    }

    /// One that finds files in its folder.
    pub async fn start_with(settings: &str, fill: impl FnOnce(&Path)) -> Self {
        let data =
            json!({ "hello": "hi", "slow": "at last", "long": "z".repeat(5_000), "greet": "done" });
        let greeter = FakeSubgraph::start(data).await;
        let fields = ["hello(name: String): String", "slow: String", "long: String"];
        let url = greeter.url();
        let graph = Graph { name: "greeter", url: &url, fields: &fields };
        let folder = tempfile::tempdir().expect("a temporary folder");
        std::fs::write(folder.path().join("supergraph.graphql"), sdl(&[graph])).expect("written");
        fill(folder.path());
        let text =
            format!("listen = \"127.0.0.1:0\"\nsupergraph = \"supergraph.graphql\"\n{settings}");
        let config = Config::parse(&text, folder.path(), None).expect("a valid configuration");
        let end = CancellationToken::new();
        let client = served_by(config, end.clone()).await.expect("the gateway starts");
        Self { client, greeter, _folder: folder, _guard: end.clone().drop_guard(), end }
    }
}

/// A client of a gateway by any configuration.
pub async fn served_by(config: Config, end: CancellationToken) -> anyhow::Result<Client> {
    let running = gateway::start(config, Duration::from_secs(5), end.cancelled_owned()).await?;
    Ok(Client { address: running.address })
}
