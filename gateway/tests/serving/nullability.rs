//! What a partition that does not answer takes along: its own part, as far as the schema lets that
//! be null, and nothing beside it.

use std::path::Path;

use gateway::config::Config;
use serde_json::json;
use tokio_util::sync::{CancellationToken, DropGuard};

use crate::support::{Answer, Client, Version, VersionedPartition, partition, served_by};

const TYPES: &str = r#"
type Query {
  items: [Item!]! @merge(law: CONCAT)
  totals: Totals! @merge(law: OBJECT)
  may(district: String! @route(by: KEY)): Item
  must(district: String! @route(by: KEY)): Item!
  all(ids: [ID!]! @route(by: ID)): [Item]!
  each(ids: [ID!]! @route(by: ID)): [Item!]
}
type Item @key(fields: "id") { id: ID! @route(by: ID) name: String! note: String }
type Totals { count: Int! @merge(law: SUM) least: Int! @merge(law: MIN) }
"#;

/// A subgraph whose objects belong to the partitions.
const LINKS: &str = r#"
extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key"])
type Query { links: [Link!]! }
type Link { n: Int! item: Item sure: [Item!] }
type Item @key(fields: "id", resolvable: false) { id: ID! }
"#;

/// A gateway over the partition `a`, the partition `b` that is gone, and the subgraph of links.
struct HalfDown {
    client: Client,
    _served: [VersionedPartition; 2],
    _end: DropGuard,
}

impl HalfDown {
    async fn start() -> Self {
        let version = |key: &str| {
            let id = format!("{key}:item:1");
            let item =
                json!({ "__typename": "Item", "id": id, "_y_id": id, "name": "n", "note": "x" });
            let data = json!({
                "items": [item], "totals": { "count": 1, "least": 1 }, "may": item, "must": item,
                "all": [item], "each": [item], "_entities": { id.as_str(): item },
            });
            Version::of(TYPES, data)
        };
        let a = VersionedPartition::start(version("a")).await;
        let mut b = VersionedPartition::start(version("b")).await;
        let of = |key: &str| json!({ "__typename": "Item", "id": format!("{key}:item:1") });
        let link =
            |n: i64, key: &str| json!({ "n": n, "item": of(key), "sure": [of("a"), of(key)] });
        let data = json!({ "links": [link(1, "a"), link(2, "b")] });
        let links = VersionedPartition::start(Version { sdl: LINKS.to_owned(), data }).await;
        let text = format!(
            "listen = \"127.0.0.1:0\"\n[[subgraphs]]\nname = \"items\"\n{}{}\n\
             [[subgraphs]]\nname = \"links\"\nendpoints = [\"{}\"]\n",
            partition("a", &[&a]),
            partition("b", &[&b]),
            links.url()
        );
        let config = Config::parse(&text, Path::new("."), None).expect("a valid configuration");
        let end = CancellationToken::new();
        let client = served_by(config, end.clone()).await.expect("the gateway starts");
        b.stop().await;
        Self { client, _served: [a, links], _end: end.drop_guard() }
    }

    async fn ask(&self, query: &str) -> Answer {
        self.client.query(query).await
    }
}

/// Where errors stand, with their codes.
fn places(answer: &Answer) -> Vec<String> {
    let errors = answer.json()["errors"].as_array().cloned().unwrap_or_default();
    let place = |error: &serde_json::Value| {
        format!("{} {}", error["path"], error["extensions"]["code"].as_str().unwrap_or_default())
    };
    errors.iter().map(place).collect()
}

#[tokio::test]
async fn what_others_answered_stands_beside_what_is_missing() {
    let gateway = HalfDown::start().await;
    let answer = gateway
        .ask(
            r#"{ items { id } totals { count least } a: may(district: "a") { id } b: may(district: "b") { id }
                all(ids: ["b:item:1", "a:item:1"]) { id } each(ids: ["a:item:1", "b:item:1"]) { id } }"#,
        )
        .await;
    insta::assert_snapshot!(answer.json()["data"], @r#"{"items":[{"id":"a:item:1"}],"totals":{"count":1,"least":1},"a":{"id":"a:item:1"},"b":null,"all":[null,{"id":"a:item:1"}],"each":null}"#);
    insta::assert_snapshot!(places(&answer).join("\n"), @r#"
    ["items"] PARTITION_FAILED
    ["totals"] PARTITION_FAILED
    ["b"] PARTITIONS_MISSING
    ["all"] PARTITION_FAILED
    ["each"] PARTITION_FAILED
    "#);
    assert_eq!(answer.header("cache-control"), Some("no-store"));
}

#[tokio::test]
async fn an_entity_of_a_lost_owner_is_null_as_far_as_it_may_be() {
    let gateway = HalfDown::start().await;
    let answer = gateway.ask("{ links { n item { id note } sure { note } } }").await;
    insta::assert_snapshot!(answer.json()["data"], @r#"{"links":[{"n":1,"item":{"id":"a:item:1","note":"x"},"sure":[{"note":"x"},{"note":"x"}]},{"n":2,"item":{"id":"b:item:1","note":null},"sure":[{"note":"x"},{"note":null}]}]}"#);
    insta::assert_snapshot!(places(&answer).join("\n"), @r#"["links",1] PARTITION_FAILED"#);
    let answer = gateway.ask("{ links { n item { id name } } }").await;
    insta::assert_snapshot!(answer.json()["data"], @r#"{"links":[{"n":1,"item":{"id":"a:item:1","name":"n"}},{"n":2,"item":null}]}"#);
    insta::assert_snapshot!(places(&answer).join("\n"), @r#"["links",1,"item"] PARTITION_FAILED"#);
}

#[tokio::test]
async fn what_cannot_be_null_takes_along_what_it_stands_in() {
    let gateway = HalfDown::start().await;
    let answer = gateway.ask(r#"{ must(district: "b") { id } may(district: "a") { id } }"#).await;
    insta::assert_snapshot!(answer.json()["data"], @"null");
    insta::assert_snapshot!(places(&answer).join("\n"), @r#"["must"] PARTITIONS_MISSING"#);
}
