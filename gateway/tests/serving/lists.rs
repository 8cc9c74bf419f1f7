//! Lists of partitions on real sockets: what is cut, what is counted, and what is found in rows that
//! should not be there.

use contract::cursor::{Cursor, Direction, OrderKey};
use serde_json::{Value, json};

use crate::support::{PartitionedGateway, Version};

const TYPES: &str = r#"
type Query {
  first(limit: Int = 2): [Item!] @merge(law: CONCAT)
  last(last: Int): [Item!] @merge(law: CONCAT)
  sorted(first: Int): [Item!] @merge(law: SORTED, by: ["n"])
  totals: Totals @merge(law: OBJECT)
  found: [Found!] @merge(law: CONCAT)
  page(first: Int): Page @merge(law: CONNECTION)
}
type Item @key(fields: "id") { id: ID! @route(by: ID) n: Int! }
union Found = Item | Note
type Note @key(fields: "code") { code: ID! @route(by: ID) text: String }
type Totals {
  count: Int! @merge(law: SUM)
  days: [[Int!]!]! @merge(law: HISTOGRAM)
  recent(first: Int = 1): [Item!]! @merge(law: SORTED, by: ["-n"])
}
type Page { edges: [Edge!]! nodes: [Item!]! pageInfo: PageInfo! }
type Edge { cursor: String! node: Item! }
type PageInfo { hasNextPage: Boolean! hasPreviousPage: Boolean! }
"#;

/// Rows with these numbers, their ids under the name that planning gives when no client asks for them.
fn rows(key: &str, numbers: &[i64]) -> Value {
    numbers.iter().map(|n| json!({ "_y_id": format!("{key}:item:{n}"), "n": n })).collect()
}

/// A page under the names that planning gives when a client asks for `nodes { n }` alone.
fn page(ids: &[String]) -> Value {
    let key = OrderKey::new().int(1, Direction::Ascending);
    let cursor = Cursor::new("n", &key).encode();
    let edges: Vec<Value> = ids.iter().map(|_| json!({ "_y_cursor": cursor })).collect();
    let nodes: Vec<Value> = ids.iter().map(|id| json!({ "n": 1, "_y_id": id })).collect();
    let info = json!({ "_y_hasNextPage": false, "_y_hasPreviousPage": false });
    json!({ "nodes": nodes, "_y_edges": edges, "_y_pageInfo": info })
}

fn data(key: &str, numbers: &[i64]) -> Value {
    let newest = [*numbers.iter().max().expect("a number")];
    json!({
        "first": rows(key, numbers),
        "last": rows(key, numbers),
        "sorted": rows(key, numbers),
        "totals": { "count": 1, "days": [[1, 1]], "recent": rows(key, &newest) },
        "found": [],
        "page": page(&[format!("{key}:item:1")]),
    })
}

async fn gateway(settings: &str, a: Value, b: Value) -> PartitionedGateway {
    let versions = vec![("a", Version::of(TYPES, a)), ("b", Version::of(TYPES, b))];
    PartitionedGateway::start(settings, versions).await
}

async fn honest() -> PartitionedGateway {
    gateway("", data("a", &[1, 4]), data("b", &[2, 3])).await
}

#[tokio::test]
async fn a_list_with_a_limit_is_the_list_of_the_whole() {
    let gateway = honest().await;
    let answer = gateway
        .ask("{ first { n } last(last: 3) { n } sorted(first: 3) { n } totals { recent { n } } }")
        .await;
    insta::assert_snapshot!(answer.json()["data"], @r#"{"first":[{"n":1},{"n":4}],"last":[{"n":4},{"n":2},{"n":3}],"sorted":[{"n":1},{"n":2},{"n":3}],"totals":{"recent":[{"n":4}]}}"#);
    assert_eq!(answer.json().get("errors"), None);
    let unlimited = gateway.ask("{ first(limit: null) { n } sorted { n } }").await;
    insta::assert_snapshot!(unlimited.json()["data"], @r#"{"first":[{"n":1},{"n":4},{"n":2},{"n":3}],"sorted":[{"n":1},{"n":2},{"n":3},{"n":4}]}"#);
}

#[tokio::test]
async fn a_partition_that_sends_more_than_the_limit_is_left_out() {
    let gateway = honest().await;
    let answer = gateway.ask("query($n: Int) { sorted(first: $n) { n } }").await;
    assert_eq!(answer.json().get("errors"), None);
    let answer = gateway.ask("{ sorted(first: 1) { n } }").await;
    assert_eq!(answer.json()["data"], json!({ "sorted": null }));
    insta::assert_snapshot!(answer.json()["errors"][0]["extensions"], @r#"{"code":"PARTITIONS_MISSING","failed":[{"code":"a","reason":"TOO_LARGE"},{"code":"b","reason":"TOO_LARGE"}]}"#);
}

#[tokio::test]
async fn rows_are_counted_in_every_list_that_is_gathered() {
    let mut liar = data("b", &[2, 3]);
    liar["totals"]["days"] = (0..10_001).map(|bin| json!([bin, 1])).collect();
    let gateway = gateway("", data("a", &[1, 4]), liar).await;
    let answer = gateway.ask("{ totals { count days } sorted { n } }").await;
    insta::assert_snapshot!(answer.json()["data"], @r#"{"totals":{"count":1,"days":[[1,1]]},"sorted":[{"n":1},{"n":2},{"n":3},{"n":4}]}"#);
    insta::assert_snapshot!(answer.json()["errors"], @r#"[{"message":"the partition b is missing: its answer was too large","locations":[{"line":1,"column":3}],"path":["totals"],"extensions":{"code":"PARTITION_FAILED","partition":"b","reason":"TOO_LARGE"}}]"#);
}

#[tokio::test]
async fn rows_of_an_answer_are_counted_together() {
    let settings = "[limits]\nrows_per_list = 2\nrows_per_partition = 5";
    let gateway = gateway(settings, data("a", &[1]), data("b", &[2, 3])).await;
    let answer =
        gateway.ask("{ last { n } sorted { n } totals { count days recent { n } } }").await;
    insta::assert_snapshot!(answer.json()["data"], @r#"{"last":[{"n":1},{"n":2},{"n":3}],"sorted":[{"n":1},{"n":2},{"n":3}],"totals":{"count":1,"days":[[1,1]],"recent":[{"n":1}]}}"#);
    assert_eq!(answer.json()["errors"][0]["path"], json!(["totals"]));
    assert_eq!(answer.json()["errors"][0]["extensions"]["reason"], "TOO_LARGE");

    let gateway = self::gateway("[limits]\nrows = 3", data("a", &[1]), data("b", &[2, 3])).await;
    let answer = gateway.ask("{ last { n } sorted { n } }").await;
    insta::assert_snapshot!(answer.json()["data"], @r#"{"last":[{"n":1},{"n":2},{"n":3}],"sorted":null}"#);
    assert_eq!(answer.code(), "OPERATION_TOO_COMPLEX");
}

/// The client asks for no id, and rows are held to theirs all the same.
#[tokio::test]
async fn a_row_that_comes_twice_or_of_another_partition_is_found_without_being_asked_for() {
    let own = |id: &str| format!("b:item:{id}");
    let spoilt = |ids: &[String]| {
        let mut spoilt = data("b", &[2, 3]);
        spoilt["page"] = page(ids);
        spoilt
    };
    let reason = async |ids: &[String]| {
        let gateway = gateway("", data("a", &[1]), spoilt(ids)).await;
        let answer = gateway.ask("{ page(first: 5) { nodes { n } } }").await;
        let sent = gateway.partitions[1].bodies().join(" ");
        assert!(sent.contains("_y_id: id"), "{sent}");
        assert!(!answer.text().contains("_y_"), "{}", answer.text());
        let rows = answer.json()["data"]["page"]["nodes"].as_array().map(Vec::len);
        (rows, answer.json()["errors"][0]["extensions"]["reason"].clone())
    };
    assert_eq!(reason(&[own("1"), own("2")]).await, (Some(3), Value::Null));
    assert_eq!(reason(&[own("1"), own("1")]).await, (Some(1), json!("INVALID_ANSWER")));
    let foreign = "a:item:9".to_owned();
    assert_eq!(reason(&[own("1"), foreign]).await, (Some(1), json!("FOREIGN_ROWS")));
}

/// Rows of a union have the ids of their own types.
#[tokio::test]
async fn rows_of_a_union_are_held_to_their_ids() {
    let item = |id: &str| json!({ "__typename": "Item", "n": 5, "_y___0": id });
    let note = |id: &str| json!({ "__typename": "Note", "text": "t", "_y___1": id });
    for (rows, expected) in [
        ([item("b:item:1"), note("b:note:1")], Value::Null),
        ([note("b:note:1"), note("b:note:1")], json!("INVALID_ANSWER")),
        ([item("b:item:1"), note("a:note:1")], json!("FOREIGN_ROWS")),
    ] {
        let mut spoilt = data("b", &[2]);
        spoilt["found"] = json!(rows);
        let gateway = gateway("", data("a", &[1]), spoilt).await;
        let answer = gateway.ask("{ found { ... on Item { n } ... on Note { text } } }").await;
        assert_eq!(answer.json()["errors"][0]["extensions"]["reason"], expected);
        let found = &answer.json()["data"]["found"];
        let own = if expected.is_null() { json!([{"n":5},{"text":"t"}]) } else { json!([]) };
        assert_eq!(*found, own, "{rows:?}");
    }
}

/// Lists are held to the same as connections, wherever they stand.
#[tokio::test]
async fn rows_of_lists_are_held_to_their_ids() {
    let row = |id: &str| json!({ "_y_id": id, "n": 5 });
    let [own, again, foreign] = ["b:item:1", "b:item:2", "a:item:9"];
    let queries = [
        ("last", "{ last { n } }"),
        ("sorted", "{ sorted(first: 2) { n } }"),
        ("totals", "{ totals { recent(first: 2) { n } } }"),
    ];
    for (ids, expected) in [
        ([own, again], Value::Null),
        ([own, own], json!("INVALID_ANSWER")),
        ([own, foreign], json!("FOREIGN_ROWS")),
    ] {
        let rows: Value = ids.iter().map(|id| row(id)).collect();
        let mut spoilt = data("b", &[2]);
        (spoilt["last"], spoilt["sorted"]) = (rows.clone(), rows.clone());
        spoilt["totals"]["recent"] = rows;
        let gateway = gateway("", data("a", &[1]), spoilt).await;
        for (field, query) in queries {
            let answer = gateway.ask(query).await;
            let told = &answer.json()["errors"][0]["extensions"]["reason"];
            assert_eq!(*told, expected, "{query} {ids:?}");
            let mut list = answer.json()["data"][field].clone();
            list = if field == "totals" { list["recent"].take() } else { list };
            let rows = list.as_array().map(Vec::len);
            let all = if field == "last" { 3 } else { 2 };
            assert_eq!(rows, Some(if expected.is_null() { all } else { 1 }), "{query} {ids:?}");
            assert!(!answer.text().contains("_y_"), "{}", answer.text());
        }
        let sent = gateway.partitions[1].bodies().join(" ");
        assert_eq!(sent.matches("_y_id: id").count(), queries.len(), "{sent}");
        gateway.ask("{ last { n id } }").await;
        let asked_for = gateway.partitions[1].bodies().pop().unwrap_or_default();
        assert!(!asked_for.contains("_y_"), "an id that the client asks for is used: {asked_for}");
    }
}
