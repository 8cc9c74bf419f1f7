//! Entities that partitions of two versions own, and that another subgraph refers to: each owner is
//! sent what its version knows, and what it lacks is null or missing, at its place.

use std::path::Path;

use gateway::config::Config;
use serde_json::{Value, json};
use tokio_util::sync::{CancellationToken, DropGuard};

use crate::support::{Answer, Client, Version, VersionedPartition, partition, served_by};

fn old() -> Version {
    let types = "type Query { items: [Item!]! @merge(law: CONCAT) }
        type Item @key(fields: \"id\") { id: ID! @route(by: ID) name: String! }";
    let item = json!({ "__typename": "Item", "id": "a:item:1", "name": "item of a" });
    Version::of(types, json!({ "items": [item.clone()], "_entities": { "a:item:1": item } }))
}

fn new() -> Version {
    let types = "type Query { items: [Item!]! @merge(law: CONCAT) }
        type Item @key(fields: \"id\") { id: ID! @route(by: ID) name(short: Boolean): String! note: String }
        type Memo @key(fields: \"id\") { id: ID! @route(by: ID) text: String! }";
    let item =
        json!({ "__typename": "Item", "id": "b:item:1", "name": "item of b", "note": "new" });
    let memo = json!({ "__typename": "Memo", "id": "b:memo:1", "text": "memo of b" });
    let entities = json!({ "b:item:1": item.clone(), "b:memo:1": memo });
    Version::of(types, json!({ "items": [item], "_entities": entities }))
}

/// A gateway over a partition of each version and a subgraph that refers to their entities.
struct Referred {
    client: Client,
    old: VersionedPartition,
    new: VersionedPartition,
    _links: VersionedPartition,
    _end: DropGuard,
}

impl Referred {
    async fn start() -> Self {
        let (old, new) =
            (VersionedPartition::start(old()).await, VersionedPartition::start(new()).await);
        let sdl = "extend schema @link(url: \"https://specs.apollo.dev/federation/v2.5\", import: [\"@key\"])
            type Query { linked: [Item] memos: [Memo] }
            type Item @key(fields: \"id\", resolvable: false) { id: ID! }
            type Memo @key(fields: \"id\", resolvable: false) { id: ID! }";
        let reference = |kind: &str, id: &str| json!({ "__typename": kind, "id": id });
        let data = json!({
            "linked": [reference("Item", "b:item:1"), reference("Item", "a:item:1")],
            "memos": [reference("Memo", "a:memo:1"), reference("Memo", "b:memo:1")],
        });
        let links = VersionedPartition::start(Version { sdl: sdl.to_owned(), data }).await;
        let text = format!(
            "listen = \"127.0.0.1:0\"\n[[subgraphs]]\nname = \"links\"\nendpoints = [\"{}\"]\n\
             [[subgraphs]]\nname = \"items\"\n{}{}",
            links.url(),
            partition("a", &[&old]),
            partition("b", &[&new])
        );
        let config = Config::parse(&text, Path::new("."), None).expect("a valid configuration");
        let end = CancellationToken::new();
        let client = served_by(config, end.clone()).await.expect("the gateway starts");
        Self { client, old, new, _links: links, _end: end.drop_guard() }
    }

    /// What a client gets; no partition refuses what it is sent.
    async fn ask(&self, query: &str) -> Answer {
        let answer = self.client.query(query).await;
        assert_eq!((self.old.refusals(), self.new.refusals()), (0, 0), "{}", answer.text());
        answer
    }
}

fn errors(answer: &Answer) -> Value {
    answer.json().get("errors").cloned().unwrap_or_default()
}

#[tokio::test]
async fn a_field_that_the_owner_lacks_is_null_and_told() {
    let gateway = Referred::start().await;
    let answer = gateway.ask("{ linked { id name note } }").await;
    insta::assert_snapshot!(answer.json()["data"], @r#"{"linked":[{"id":"b:item:1","name":"item of b","note":"new"},{"id":"a:item:1","name":"item of a","note":null}]}"#);
    assert_eq!(errors(&answer), Value::Null);
    let partitions = &answer.json()["extensions"]["partitions"];
    assert_eq!(partitions["lacking"], json!([{ "code": "a", "fields": ["Item.note"] }]));
    assert_eq!(partitions["answered"], json!(["a", "b"]));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert!(!gateway.old.bodies().join(" ").contains("note"));
}

#[tokio::test]
async fn an_argument_that_the_owner_lacks_leaves_its_entities_out() {
    let gateway = Referred::start().await;
    let answer = gateway.ask("{ linked { id name(short: true) } }").await;
    insta::assert_snapshot!(answer.json()["data"], @r#"{"linked":[{"id":"b:item:1","name":"item of b"},null]}"#);
    insta::assert_snapshot!(errors(&answer), @r#"[{"message":"the partition a is missing: its version cannot answer the operation","locations":[{"line":1,"column":3}],"path":["linked",1],"extensions":{"code":"PARTITION_FAILED","partition":"a","reason":"VERSION_SKEW"}}]"#);
    assert!(gateway.old.bodies().is_empty(), "it is not asked");
    let without = gateway.ask("query($s: Boolean) { linked { name(short: $s) } }").await;
    assert_eq!(errors(&without), Value::Null);
}

#[tokio::test]
async fn entities_of_a_type_that_the_owner_lacks_are_missing_at_their_place() {
    let gateway = Referred::start().await;
    let answer = gateway.ask("{ memos { id text } linked { name } }").await;
    insta::assert_snapshot!(answer.json()["data"], @r#"{"memos":[null,{"id":"b:memo:1","text":"memo of b"}],"linked":[{"name":"item of b"},{"name":"item of a"}]}"#);
    insta::assert_snapshot!(errors(&answer), @r#"[{"message":"the partition a is missing: its version cannot answer the operation","locations":[{"line":1,"column":3}],"path":["memos",0],"extensions":{"code":"PARTITION_FAILED","partition":"a","reason":"VERSION_SKEW"}}]"#);
    assert!(gateway.old.bodies().iter().all(|body| !body.contains("Memo")));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
}
