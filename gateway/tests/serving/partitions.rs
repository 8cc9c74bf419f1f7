//! What a request may demand of partitions, by header, extension and directive, over real sockets.

use gateway::config::Config;
use serde_json::{Value, json};
use tokio_util::sync::{CancellationToken, DropGuard};

use crate::support::{Answer, Client, FakeSubgraph, partitioned_sdl, served_by};

/// A gateway over a partition that counts 3 and one that nobody serves.
struct HalfAlive {
    client: Client,
    alive: FakeSubgraph,
    _end: DropGuard,
}

impl HalfAlive {
    async fn start(settings: &str) -> Self {
        let alive = FakeSubgraph::start(json!({ "count": 3 })).await;
        let folder = tempfile::tempdir().expect("a temporary folder");
        std::fs::write(folder.path().join("supergraph.graphql"), partitioned_sdl())
            .expect("written");
        let url = alive.url();
        let text = format!(
            "listen = \"127.0.0.1:0\"\nsupergraph = \"supergraph.graphql\"\n{settings}\n\
             [[subgraphs]]\nname = \"districts\"\n\
             [[subgraphs.partitions]]\nkey = \"a\"\nendpoints = [\"{url}\"]\n\
             [[subgraphs.partitions]]\nkey = \"b\"\nendpoints = [\"http://127.0.0.1:9/graphql\"]\n"
        );
        let config = Config::parse(&text, folder.path(), None).expect("a valid configuration");
        let end = CancellationToken::new();
        let client = served_by(config, end.clone()).await.expect("the gateway starts");
        Self { client, alive, _end: end.drop_guard() }
    }

    async fn ask(&self, header: Option<&str>, extension: Value, query: &str) -> Answer {
        let body = json!({ "query": query, "extensions": { "partitions": extension } }).to_string();
        let headers: Vec<_> =
            header.map(|policy| ("x-partition-policy", policy)).into_iter().collect();
        self.client.post(&headers, &body).await
    }
}

/// The value of `count` and the code of the first error.
fn outcome(answer: &Answer) -> (Value, String) {
    (answer.json()["data"]["count"].clone(), answer.code())
}

fn stands() -> (Value, String) {
    (json!(3), "PARTITION_FAILED".to_owned())
}

fn failed() -> (Value, String) {
    (Value::Null, "PARTITIONS_MISSING".to_owned())
}

#[tokio::test]
async fn a_policy_comes_by_header_extension_or_directive() {
    let gateway = HalfAlive::start("").await;
    let count = "{ count }";
    let plain = gateway.ask(None, json!(null), count).await;
    assert_eq!(outcome(&plain), stands());
    assert_eq!(plain.header("cache-control"), Some("no-store"));

    assert_eq!(outcome(&gateway.ask(Some("ABORT"), json!(null), count).await), failed());
    assert_eq!(outcome(&gateway.ask(None, json!({ "atLeast": 2 }), count).await), failed());
    let directive = "query @partitions(policy: REQUIRE, require: [\"b\"]) { count }";
    assert_eq!(outcome(&gateway.ask(None, json!(null), directive).await), failed());
}

#[tokio::test]
async fn the_nearest_to_the_operation_counts() {
    let gateway = HalfAlive::start("partition_policy = \"ABORT\"").await;
    assert_eq!(outcome(&gateway.ask(None, json!(null), "{ count }").await), failed());
    assert_eq!(outcome(&gateway.ask(Some("REQUIRE 1"), json!(null), "{ count }").await), stands());
    let extension = json!({ "require": ["b"] });
    assert_eq!(
        outcome(&gateway.ask(Some("REQUIRE 1"), extension.clone(), "{ count }").await),
        failed()
    );
    let directive = "query @partitions(policy: PARTIAL) { count }";
    assert_eq!(outcome(&gateway.ask(Some("ABORT"), extension, directive).await), stands());
}

#[tokio::test]
async fn a_demand_that_contradicts_itself_is_refused() {
    let gateway = HalfAlive::start("").await;
    let directive = "query @partitions(policy: ABORT, atLeast: 2) { count }";
    let answer = gateway.ask(None, json!(null), directive).await;
    assert_eq!((answer.status, answer.code()), (400, "BAD_REQUEST".to_owned()));
    let mistyped =
        gateway.ask(None, json!(null), "query @partitions(policy: SOME) { count }").await;
    assert_eq!(mistyped.code(), "GRAPHQL_VALIDATION_FAILED");
}

#[tokio::test]
async fn the_configuration_caps_what_may_be_demanded() {
    let settings = "[partitions]\npolicy_floor = \"REQUIRE 2\"\npolicies = [\"PARTIAL\"]\n\
                    shortest_answer_within_ms = 100\n";
    let gateway = HalfAlive::start(settings).await;
    let weakened = gateway.ask(Some("PARTIAL"), json!(null), "{ count }").await;
    assert_eq!(outcome(&weakened), failed(), "the floor holds");
    let refused = gateway.ask(Some("ABORT"), json!(null), "{ count }").await;
    assert_eq!(refused.code(), "FORBIDDEN");
    let hasty = gateway.ask(None, json!({ "answerWithin": 99 }), "{ count }").await;
    assert_eq!(hasty.code(), "FORBIDDEN");
}

#[tokio::test]
async fn plans_do_not_depend_on_the_demand() {
    let gateway = HalfAlive::start("").await;
    for policy in ["PARTIAL", "ABORT"] {
        let query = format!("query @partitions(policy: {policy}) {{ count }}");
        let answer = gateway.ask(None, json!(null), &query).await;
        assert_eq!(answer.status, 200);
    }
    let sent = gateway.alive.bodies();
    assert!(sent.iter().all(|body| !body.contains("@partitions")), "{sent:?}");
    assert_eq!(sent.len(), 2);
}
