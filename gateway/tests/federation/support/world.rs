//! A gateway before subgraphs: they are composed, the supergraph is served from a file as one from
//! elsewhere would be, and a client asks over a socket.

use std::{net::SocketAddr, time::Duration};

use gateway::config::Config;
use gateway_composition::{Schemas, SubgraphInput, compose};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};
use tokio_util::sync::{CancellationToken, DropGuard};

use super::{Running, Subgraph};

const FEDERATION_2: &str = r#"extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key", "@external", "@requires", "@provides", "@override", "@shareable", "@interfaceObject", "@inaccessible"])
"#;

/// A gateway and what is behind it; all of it ends with the test.
pub struct World {
    address: SocketAddr,
    subgraphs: Vec<Running>,
    _folder: TempDir,
    _guard: DropGuard,
}

/// A client's answer.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The body.
    pub body: Value,
    text: String,
}

impl World {
    /// Subgraphs of Federation 2 behind a gateway.
    pub async fn of(subgraphs: impl IntoIterator<Item = Subgraph>) -> Self {
        Self::configured("", subgraphs).await
    }

    /// The same, with these lines in the gateway's configuration.
    pub async fn configured(settings: &str, subgraphs: impl IntoIterator<Item = Subgraph>) -> Self {
        let running = started(subgraphs).await;
        let sdl = composed(&running, FEDERATION_2);
        Self::serve(settings, &sdl, running).await
    }

    /// Subgraphs of Federation 1, which link nothing.
    pub async fn of_federation_1(subgraphs: impl IntoIterator<Item = Subgraph>) -> Self {
        let running = started(subgraphs).await;
        let sdl = composed(&running, "");
        Self::serve("", &sdl, running).await
    }

    /// Subgraphs behind a supergraph of another composer. `NAME_URL` stands in it for the URL of a
    /// subgraph.
    pub async fn of_supergraph(sdl: &str, subgraphs: impl IntoIterator<Item = Subgraph>) -> Self {
        Self::of_supergraph_configured("", sdl, subgraphs).await
    }

    /// The same, with these lines in the gateway's configuration.
    pub async fn of_supergraph_configured(
        settings: &str,
        sdl: &str,
        subgraphs: impl IntoIterator<Item = Subgraph>,
    ) -> Self {
        let running = started(subgraphs).await;
        let sdl = running.iter().fold(sdl.to_owned(), |sdl, subgraph| {
            sdl.replace(&format!("{}_URL", subgraph.name.to_uppercase()), &subgraph.url())
        });
        Self::serve(settings, &sdl, running).await
    }

    async fn serve(settings: &str, sdl: &str, subgraphs: Vec<Running>) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        std::fs::write(folder.path().join("supergraph.graphql"), sdl).expect("written");
        let text =
            format!("listen = \"127.0.0.1:0\"\nsupergraph = \"supergraph.graphql\"\n{settings}");
        let config = Config::parse(&text, folder.path(), None).expect("a valid configuration");
        let end = CancellationToken::new();
        let running =
            gateway::start(config, Duration::from_secs(5), end.clone().cancelled_owned()).await;
        let address = running.unwrap_or_else(|error| panic!("{error:#}\n{sdl}")).address;
        Self { address, subgraphs, _folder: folder, _guard: end.drop_guard() }
    }

    /// Asks for data.
    pub async fn ask(&self, query: &str) -> Answer {
        self.ask_with(query, json!({})).await
    }

    /// Asks with variables.
    pub async fn ask_with(&self, query: &str, variables: Value) -> Answer {
        self.send("", &json!({ "query": query, "variables": variables })).await
    }

    /// Asks under a request id of the client's own.
    pub async fn ask_as(&self, request_id: &str, query: &str) -> Answer {
        self.send(&format!("x-request-id: {request_id}\r\n"), &json!({ "query": query })).await
    }

    /// Sends any request as JSON.
    pub async fn send(&self, headers: &str, request: &Value) -> Answer {
        let body = request.to_string();
        let length = body.len();
        let head = format!(
            "POST /graphql HTTP/1.0\r\nhost: gateway\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n{headers}\r\n"
        );
        let mut stream = TcpStream::connect(self.address).await.expect("the gateway listens");
        stream.write_all((head + &body).as_bytes()).await.expect("the gateway reads");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.expect("the gateway answers");
        let (_, body) = answer.split_once("\r\n\r\n").expect("a whole head");
        Answer {
            body: serde_json::from_str(body).unwrap_or_else(|error| panic!("{error}: {answer}")),
            text: body.to_owned(),
        }
    }

    /// What a subgraph was sent since it was last asked for this.
    pub fn calls(&self, subgraph: &str) -> Vec<super::Call> {
        let mut subgraphs = self.subgraphs.iter();
        subgraphs.find(|running| running.name == subgraph).expect("a subgraph").take_calls()
    }

    /// How often each subgraph was asked since, in the order of their names.
    pub fn counts(&self) -> Vec<(&'static str, usize)> {
        let counts = self.subgraphs.iter().map(|one| (one.name, one.take_calls().len()));
        let mut counts: Vec<_> = counts.collect();
        counts.sort_unstable();
        counts
    }
}

impl Answer {
    /// `data` as it was written, when there is no error.
    #[track_caller]
    pub fn data(&self) -> String {
        assert!(self.body.get("errors").is_none(), "{}", self.text);
        self.body["data"].to_string()
    }

    /// `data` and one line for each error: code, path, message.
    pub fn all(&self) -> String {
        let mut text = self.body.get("data").map_or("no data".to_owned(), Value::to_string);
        for error in self.body["errors"].as_array().into_iter().flatten() {
            let code = error["extensions"]["code"].as_str().unwrap_or("?");
            text.push_str(&format!("\n{code}"));
            for place in error["locations"].as_array().into_iter().flatten() {
                text.push_str(&format!(" {}:{}", place["line"], place["column"]));
            }
            if let Some(path) = error.get("path") {
                text.push_str(&format!(" at {path}"));
            }
            text.push_str(&format!(": {}", error["message"].as_str().unwrap_or("?")));
        }
        text
    }

    /// The body as it was written.
    pub fn text(&self) -> &str {
        &self.text
    }
}

async fn started(subgraphs: impl IntoIterator<Item = Subgraph>) -> Vec<Running> {
    let mut running = Vec::new();
    for subgraph in subgraphs {
        running.push(subgraph.start().await);
    }
    running
}

fn composed(subgraphs: &[Running], head: &str) -> String {
    let inputs: Vec<SubgraphInput> = subgraphs
        .iter()
        .map(|subgraph| SubgraphInput {
            name: subgraph.name.to_owned(),
            url: subgraph.url(),
            schemas: Schemas::One(format!("{head}{}", subgraph.sdl)),
        })
        .collect();
    match compose(&inputs) {
        Ok(composed) => composed.supergraph_sdl,
        Err(problems) => {
            let lines: Vec<String> = problems.iter().map(|one| format!("{one:?}")).collect();
            panic!("the subgraphs do not compose:\n{}", lines.join("\n"))
        }
    }
}
