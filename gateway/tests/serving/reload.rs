//! A gateway that follows changes of its files: with the binary, because files and signals reach a
//! process.

use std::{fs, path::Path};

use serde_json::json;
use tempfile::TempDir;

use crate::{
    process::{Process, supergraph_in_folder, text},
    support::{FakeSubgraph, Graph, sdl},
};

const TAKEN_OVER: &str = "are served from now on";
const REFUSED: &str = "cannot be served";

async fn greeter() -> FakeSubgraph {
    FakeSubgraph::start(json!({ "hello": "hi", "slow": "at last", "bye": "bye" })).await
}

/// Written aside and moved into place, as good editors do.
fn replace(path: &Path, text: &str) {
    let aside = path.with_extension("new");
    fs::write(&aside, text).expect("written");
    fs::rename(&aside, path).expect("moved");
}

fn supergraph(greeter: &FakeSubgraph, fields: &[&str]) -> String {
    sdl(&[Graph { name: "greeter", url: &greeter.url(), fields }])
}

#[tokio::test]
async fn a_changed_supergraph_is_taken_over_and_requests_end_where_they_began() {
    let greeter = greeter().await;
    let (_folder, path) =
        supergraph_in_folder(&supergraph(&greeter, &["hello: String", "slow: String"]));
    let gateway = Process::start(&["--supergraph", text(&path), "--listen", "127.0.0.1:0"]);
    let client = gateway.client();
    let under_way = tokio::spawn(async move { client.query("{ slow hello }").await });
    greeter.asked(1).await;

    replace(&path, &supergraph(&greeter, &["bye: String"]));
    gateway.logged(TAKEN_OVER);
    assert_eq!(client.query("{ bye }").await.json(), json!({ "data": { "bye": "bye" } }));
    assert_eq!(client.query("{ hello }").await.code(), "GRAPHQL_VALIDATION_FAILED");

    assert!(!under_way.is_finished());
    greeter.release();
    let answer = under_way.await.expect("it ends").json();
    assert_eq!(answer, json!({ "data": { "slow": "at last", "hello": "hi" } }));

    let metrics = client.get("/metrics", &[]).await.text();
    let both = "subgraph_calls_total{subgraph=\"greeter\",partition=\"\"} 2";
    assert!(metrics.contains(both), "counters go on: {metrics}");
}

#[tokio::test]
async fn what_cannot_be_served_is_reported_once_and_the_old_stays() {
    let greeter = greeter().await;
    let (_folder, path) = supergraph_in_folder(&supergraph(&greeter, &["hello: String"]));
    let gateway = Process::start(&["--supergraph", text(&path), "--listen", "127.0.0.1:0"]);
    let client = gateway.client();

    replace(&path, "type Query { broken: ");
    let line = gateway.logged(REFUSED);
    assert!(line.contains("the old one stays"), "{line}");
    assert_eq!(client.query("{ hello }").await.json(), json!({ "data": { "hello": "hi" } }));
    fs::remove_file(&path).expect("removed");
    assert!(gateway.logged(REFUSED).contains("read "));
    assert_eq!(client.query("{ hello }").await.status, 200);

    replace(&path, &supergraph(&greeter, &["hello: String", "bye: String"]));
    gateway.logged(TAKEN_OVER);
    assert_eq!(client.query("{ bye }").await.json(), json!({ "data": { "bye": "bye" } }));
    let metrics = client.get("/metrics", &[]).await.text();
    assert!(metrics.contains("reloads_total{outcome=\"refused\"} 2"), "{metrics}");
    assert!(metrics.contains("reloads_total{outcome=\"ok\"} 1"), "{metrics}");
}

/// A folder with a configuration that serves a supergraph of it.
fn configured(greeter: &FakeSubgraph, settings: &str) -> TempDir {
    let (folder, _) = supergraph_in_folder(&supergraph(greeter, &["hello: String"]));
    let text = format!("listen = \"127.0.0.1:0\"\nsupergraph = \"supergraph.graphql\"\n{settings}");
    fs::write(folder.path().join("gateway.toml"), text).expect("written");
    folder
}

#[tokio::test]
async fn settings_change_with_the_configuration_and_some_with_a_restart() {
    let greeter = greeter().await;
    let folder = configured(&greeter, "");
    let path = folder.path().join("gateway.toml");
    let gateway = Process::start(&["--config", text(&path)]);
    let client = gateway.client();
    assert_eq!(client.query("{ __schema { description } }").await.status, 200);
    assert_eq!(client.get("/", &[]).await.status, 200);

    let changed = "listen = \"127.0.0.1:1\"\nsupergraph = \"supergraph.graphql\"\n\
                   introspection = false\n[graphiql]\nenabled = false";
    replace(&path, changed);
    assert!(gateway.logged("with a restart only").contains("listen"));
    gateway.logged(TAKEN_OVER);
    let refused = client.query("{ __schema { description } }").await;
    assert_ne!(refused.code(), "");
    assert_eq!(client.get("/", &[]).await.status, 404);

    replace(&path, "colour = \"red\"");
    assert!(gateway.logged(REFUSED).contains("gateway.toml"));
    assert_eq!(client.query("{ hello }").await.status, 200);
}

#[tokio::test]
async fn other_files_of_the_configuration_are_followed_too() {
    let greeter = greeter().await;
    let folder = configured(&greeter, "[persisted_documents]\nfolder = \"documents\"");
    let documents = folder.path().join("documents");
    fs::create_dir(&documents).expect("made");
    let path = folder.path().join("gateway.toml");
    let gateway = Process::start(&["serve", "--config", text(&path)]);
    let client = gateway.client();
    let body = json!({ "documentId": "hello" }).to_string();
    assert_eq!(client.post(&[], &body).await.code(), "PERSISTED_DOCUMENT_NOT_FOUND");

    fs::write(documents.join("hello.graphql"), "{ hello }").expect("written");
    gateway.logged(TAKEN_OVER);
    assert_eq!(client.post(&[], &body).await.json(), json!({ "data": { "hello": "hi" } }));
}

#[tokio::test]
async fn a_hangup_reads_everything_again() {
    let greeter = greeter().await;
    let folder = configured(&greeter, "");
    let path = folder.path().join("gateway.toml");
    let gateway = Process::start(&["--config", text(&path)]);
    let client = gateway.client();
    gateway.signal("HUP");
    gateway.logged(TAKEN_OVER);
    assert_eq!(client.query("{ hello }").await.status, 200);
}
