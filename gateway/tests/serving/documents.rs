//! Persisted documents from a folder, and automatic persisted queries.

use std::{fs, path::Path};

use gateway_server::DocumentHash;
use serde_json::{Value, json};

use crate::support::TestGateway;

const KNOWN: &str = "query Known($n: String) { hello(name: $n) }";
const UNKNOWN: &str = "{ hello long }";

fn fill(folder: &Path) {
    let documents = folder.join("documents");
    fs::create_dir(&documents).expect("a folder");
    fs::write(documents.join(format!("{}.graphql", DocumentHash::of(KNOWN))), KNOWN)
        .expect("written");
    let manifest = json!({ "greet": "mutation { greet }" });
    fs::write(documents.join("manifest.json"), manifest.to_string()).expect("written");
}

fn by_hash(text: &str) -> Value {
    let hash = DocumentHash::of(text).to_string();
    json!({ "extensions": { "persistedQuery": { "version": 1, "sha256Hash": hash } } })
}

#[tokio::test]
async fn persisted_documents_are_named_by_hash_or_id() {
    let settings = "[persisted_documents]\nfolder = \"documents\"";
    let gateway = TestGateway::start_with(settings, fill).await;
    let post = async |body: Value| gateway.client.post(&[], &body.to_string()).await;
    let id = format!("sha256:{}", DocumentHash::of(KNOWN));

    let hello = json!({ "data": { "hello": "hi" } });
    let answer = post(json!({ "documentId": id, "variables": { "n": "Li" } })).await;
    assert_eq!(answer.json(), hello);
    assert!(gateway.greeter.bodies()[0].contains("Li"));
    assert_eq!(gateway.client.get(&format!("/graphql?documentId={id}"), &[]).await.json(), hello);
    assert_eq!(post(by_hash(KNOWN)).await.json(), hello);
    assert_eq!(post(json!({ "documentId": "greet" })).await.json()["data"]["greet"], "done");
    let over_get = gateway.client.get("/graphql?documentId=greet", &[]).await;
    assert_eq!(over_get.status, 405);

    let missing = post(json!({ "documentId": "other" })).await;
    assert_eq!((missing.status, missing.code()), (200, "PERSISTED_DOCUMENT_NOT_FOUND".into()));
    assert_eq!(missing.json()["errors"].as_array().map(Vec::len), Some(1));
    assert_eq!(post(json!({ "documentId": "greet", "query": KNOWN })).await.status, 400);
    // Others are served too.
    assert_eq!(post(json!({ "query": UNKNOWN })).await.json()["data"]["hello"], "hi");
}

#[tokio::test]
async fn nothing_else_is_served_when_they_are_required() {
    let settings = "[persisted_documents]\nfolder = \"documents\"\nrequire = true";
    let gateway = TestGateway::start_with(settings, fill).await;
    let post = async |body: Value| gateway.client.post(&[], &body.to_string()).await;

    assert_eq!(post(by_hash(KNOWN)).await.json()["data"]["hello"], "hi");
    assert_eq!(post(json!({ "query": KNOWN })).await.code(), "PERSISTED_DOCUMENT_REQUIRED");
    assert_eq!(
        post(json!({ "query": "{ __schema { types { name } } }" })).await.code(),
        "PERSISTED_DOCUMENT_REQUIRED"
    );
    let mut automatic = by_hash(UNKNOWN);
    assert_eq!(post(automatic.clone()).await.code(), "PERSISTED_DOCUMENT_NOT_FOUND");
    automatic["query"] = UNKNOWN.into();
    assert_eq!(post(automatic).await.code(), "PERSISTED_DOCUMENT_NOT_FOUND");
    assert_eq!(gateway.greeter.bodies().len(), 1);
}

#[tokio::test]
async fn automatic_persisted_queries_are_sent_once() {
    let gateway = TestGateway::start("").await;
    let post = async |body: Value| gateway.client.post(&[], &body.to_string()).await;
    let alone = by_hash(UNKNOWN);
    let mut full = alone.clone();
    full["query"] = UNKNOWN.into();

    let missing = post(alone.clone()).await;
    assert_eq!((missing.status, missing.code()), (200, "PERSISTED_QUERY_NOT_FOUND".into()));
    assert_eq!(missing.json()["errors"][0]["message"], "PersistedQueryNotFound");
    assert_eq!(post(full.clone()).await.json()["data"]["hello"], "hi");
    assert_eq!(post(alone.clone()).await.json()["data"]["hello"], "hi");
    let extensions =
        alone["extensions"].to_string().replace('"', "%22").replace('{', "%7B").replace('}', "%7D");
    let over_get = gateway.client.get(&format!("/graphql?extensions={extensions}"), &[]).await;
    assert_eq!(over_get.json()["data"]["hello"], "hi");

    full["query"] = "{ hello }".into();
    assert_eq!(post(full).await.status, 400);
}

#[tokio::test]
async fn what_is_no_valid_document_is_not_kept() {
    let gateway = TestGateway::start("").await;
    let post = async |body: Value| gateway.client.post(&[], &body.to_string()).await;
    let mut invalid = by_hash("{ nothing }");
    invalid["query"] = "{ nothing }".into();
    assert_eq!(post(invalid).await.code(), "GRAPHQL_VALIDATION_FAILED");
    assert_eq!(post(by_hash("{ nothing }")).await.code(), "PERSISTED_QUERY_NOT_FOUND");
}

#[tokio::test]
async fn clients_are_told_when_automatic_persisted_queries_are_off() {
    let gateway = TestGateway::start("[persisted_documents]\nautomatic = false").await;
    let answer = gateway.client.post(&[], &by_hash(UNKNOWN).to_string()).await;
    assert_eq!(answer.code(), "PERSISTED_QUERY_NOT_SUPPORTED");
    assert_eq!(answer.json()["errors"][0]["message"], "PersistedQueryNotSupported");
}
