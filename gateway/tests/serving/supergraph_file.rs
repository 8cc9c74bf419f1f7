//! A supergraph that was composed elsewhere, with and without a configuration.

use std::path::Path;

use gateway::config::Config;
use serde_json::json;
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;

use crate::support::{FakeSubgraph, Graph, partitioned_sdl, sdl, served_by};

fn folder_with(supergraph: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(folder.path().join("supergraph.graphql"), supergraph).expect("written");
    folder
}

fn config(folder: &Path, settings: &str) -> Config {
    let text = format!("listen = \"127.0.0.1:0\"\nsupergraph = \"supergraph.graphql\"\n{settings}");
    Config::parse(&text, folder, None).expect("a valid configuration")
}

async fn refusal(supergraph: &str, settings: &str) -> String {
    let folder = folder_with(supergraph);
    let config = config(folder.path(), settings);
    let refused = served_by(config, CancellationToken::new()).await.expect_err("refused");
    format!("{refused:#}")
}

#[tokio::test]
async fn subgraphs_are_where_the_supergraph_says_unless_the_configuration_knows_better() {
    let greeter = FakeSubgraph::start(json!({ "hello": "hi" })).await;
    let counter = FakeSubgraph::start(json!({ "count": 7 })).await;
    let graphs = [
        Graph { name: "greeter", url: &greeter.url(), fields: &["hello: String"] },
        // Nobody listens there.
        Graph { name: "counter", url: "http://127.0.0.1:9/graphql", fields: &["count: Int"] },
    ];
    let folder = folder_with(&sdl(&graphs));
    let settings =
        format!("[[subgraphs]]\nname = \"counter\"\nendpoints = [\"{}\"]", counter.url());
    let end = CancellationToken::new();
    let _guard = end.clone().drop_guard();
    let client = served_by(config(folder.path(), &settings), end).await.expect("it starts");

    let answer = client.query("{ hello count }").await;
    assert_eq!(answer.json(), json!({ "data": { "hello": "hi", "count": 7 } }));
    assert_eq!((greeter.bodies().len(), counter.bodies().len()), (1, 1));
    assert_eq!(client.get("/health", &[]).await.status, 200);
    assert_eq!(client.get("/ready", &[]).await.status, 200);
    assert_eq!(client.get("/elsewhere", &[]).await.status, 404);
}

#[tokio::test]
async fn every_url_that_cannot_be_used_is_named() {
    let graphs = [
        Graph { name: "a", url: "", fields: &["a: Int"] },
        Graph { name: "b", url: "ftp://b/graphql", fields: &["b: Int"] },
        Graph { name: "c", url: "http://c/graphql", fields: &["c: Int"] },
    ];
    insta::assert_snapshot!(refusal(&sdl(&graphs), "").await, @"
    the supergraph has no usable URL for these subgraphs; give them `endpoints` in the configuration:
      a: it has none
      b: `ftp://b/graphql` has the scheme `ftp`; subgraphs are called over `http` or `https`
    ");
}

#[tokio::test]
async fn subgraphs_that_are_not_there_are_named() {
    let graphs = [Graph { name: "a", url: "http://a/graphql", fields: &["a: Int"] }];
    let settings = "[[subgraphs]]\nname = \"b\"\nendpoints = [\"http://b/graphql\"]";
    insta::assert_snapshot!(refusal(&sdl(&graphs), settings).await, @"the configuration names subgraphs that the supergraph does not have: b; it has a");
}

#[tokio::test]
async fn partitions_come_from_the_configuration() {
    insta::assert_snapshot!(refusal(&partitioned_sdl(), "").await, @"these subgraphs are partitioned, and a supergraph does not say where their partitions are: districts; name them in the configuration as `[[subgraphs.partitions]]`");
    let single = "[[subgraphs]]\nname = \"districts\"\nendpoints = [\"http://b/graphql\"]";
    insta::assert_snapshot!(refusal(&partitioned_sdl(), single).await, @"the subgraph `districts` is partitioned in the supergraph; give it `[[subgraphs.partitions]]`");

    let first = FakeSubgraph::start(json!({ "count": 3 })).await;
    let second = FakeSubgraph::start(json!({ "count": 4 })).await;
    let settings = format!(
        "[[subgraphs]]\nname = \"districts\"\n\
         [[subgraphs.partitions]]\nkey = \"231002\"\nendpoints = [\"{}\"]\n\
         [[subgraphs.partitions]]\nkey = \"231004\"\nendpoints = [\"{}\"]\n",
        first.url(),
        second.url()
    );
    let folder = folder_with(&partitioned_sdl());
    let end = CancellationToken::new();
    let _guard = end.clone().drop_guard();
    let client = served_by(config(folder.path(), &settings), end).await.expect("it starts");
    assert_eq!(client.query("{ count }").await.json()["data"], json!({ "count": 7 }));
}

#[tokio::test]
async fn partitions_of_a_plain_subgraph_are_refused() {
    let graphs = [Graph { name: "a", url: "http://a/graphql", fields: &["a: Int"] }];
    let settings = "[[subgraphs]]\nname = \"a\"\n\
                    [[subgraphs.partitions]]\nkey = \"1\"\nendpoints = [\"http://a/graphql\"]";
    insta::assert_snapshot!(refusal(&sdl(&graphs), settings).await, @"the subgraph `a` is not partitioned in the supergraph; give it `endpoints`");
}

#[tokio::test]
async fn a_text_that_is_no_supergraph_is_refused() {
    insta::assert_snapshot!(refusal("type Query { a: Int }", "").await, @"this schema is not a supergraph: its `schema` definition links no https://specs.apollo.dev/join/ specification");
}
