//! Mutations of partitions on real sockets: one partition gets each, once, whatever becomes of it.

use serde_json::{Value, json};

use crate::support::{BROKEN, PartitionedGateway, Version};

const TYPES: &str = "
type Query { count: Int @merge(law: SUM) }
type Mutation {
  open(id: ID! @route(by: ID)): Item
  close(id: ID! @route(by: ID)): Item
}
type Item @key(fields: \"id\") { id: ID! @route(by: ID) }
";

/// Two partitions, which may be sent a read again that fails.
async fn gateway(a: Value, b: Value) -> PartitionedGateway {
    let version = |data: Value| Version::of(TYPES, data);
    PartitionedGateway::start("", vec![("a", version(a)), ("b", version(b))]).await
}

fn fine() -> Value {
    json!({ "count": 1, "open": { "id": "a:item:1" }, "close": { "id": "a:item:1" } })
}

#[tokio::test]
async fn exactly_one_partition_gets_a_mutation() {
    let gateway = gateway(fine(), fine()).await;
    let answer = gateway.ask("mutation { open(id: \"a:item:1\") { id } }").await;
    assert_eq!(answer.json()["data"], json!({ "open": { "id": "a:item:1" } }));
    assert_eq!(gateway.asked(), [1, 0]);
    let both = "mutation { open(id: \"b:item:1\") { id } close(id: \"a:item:1\") { id } }";
    assert_eq!(gateway.ask(both).await.json().get("errors"), None);
    assert_eq!(gateway.asked(), [2, 1]);
    insta::assert_snapshot!(gateway.partitions[1].bodies().join(" "), @"mutation($_y_0:ID!){open(id: $_y_0){id}}");
}

#[tokio::test]
async fn a_mutation_whose_answer_breaks_off_is_not_sent_again() {
    let mut broken = fine();
    broken["open"] = json!(BROKEN);
    let gateway = gateway(broken, fine()).await;
    let query = "mutation { open(id: \"a:item:1\") { id } close(id: \"b:item:1\") { id } }";
    let answer = gateway.ask(query).await;
    insta::assert_snapshot!(answer.json()["data"], @r#"{"open":null,"close":{"id":"a:item:1"}}"#);
    insta::assert_snapshot!(answer.json()["errors"], @r#"[{"message":"none of the 1 partitions that were asked answered","locations":[{"line":1,"column":12}],"path":["open"],"extensions":{"code":"PARTITIONS_MISSING","failed":[{"code":"a","reason":"UNREACHABLE"}]}}]"#);
    assert_eq!(gateway.asked(), [1, 1], "it was sent once, and what follows it too");
}

#[tokio::test]
async fn a_read_whose_answer_breaks_off_is_sent_again() {
    let broken = json!({ "count": BROKEN });
    let gateway = gateway(broken, fine()).await;
    gateway.ask("{ count }").await;
    assert!(gateway.asked()[0] > 1, "this is how a mutation differs: {:?}", gateway.asked());
}

#[tokio::test]
async fn a_mutation_of_an_unknown_partition_is_sent_to_nobody() {
    let gateway = gateway(fine(), fine()).await;
    let answer = gateway.ask("mutation { open(id: \"c:item:1\") { id } }").await;
    assert_eq!(answer.code(), "PARTITION_UNKNOWN");
    assert_eq!(gateway.asked(), [0, 0]);
}
