//! A gateway over gateways over partitions, all on real sockets: a province over two cities over
//! their districts. Ids stay as they are, coverage is seen through, and what a request demands
//! travels down.

use std::path::Path;

use gateway::config::Config;
use serde_json::{Value, json};
use tokio_util::sync::{CancellationToken, DropGuard};

use crate::support::{Answer, Client, Version, VersionedPartition, served_by};

const TYPES: &str = r#"
type Query {
  items(districts: [String!] @route(by: KEY)): [Item!] @merge(law: CONCAT)
  totals: Totals @merge(law: OBJECT)
  item(id: ID! @route(by: ID)): Item
}
type Item @key(fields: "id") { id: ID! @route(by: ID) name: String! }
type Totals { count: Int! @merge(law: SUM) coverage: Coverage! @merge(law: COVERAGE) }
"#;

/// A district with one item.
async fn district(key: &str) -> VersionedPartition {
    // With its id also under the name that the province gives when no client asks for it.
    let id = format!("{key}:item:1");
    let item = json!({ "__typename": "Item", "id": id, "_y_id": id, "name": format!("of {key}") });
    let coverage = json!({ "asked": [key], "answered": [key], "missing": [], "complete": true });
    let data = json!({
        "items": [item.clone()],
        "item": item.clone(),
        "totals": { "count": 1, "coverage": coverage },
        "_entities": [item],
    });
    VersionedPartition::start(Version::of(TYPES, data)).await
}

/// A gateway, and what ends it.
pub(crate) async fn gateway(text: &str) -> (Client, DropGuard) {
    let text = format!("listen = \"127.0.0.1:0\"\n{text}");
    let config = Config::parse(&text, Path::new("."), None).expect("a valid configuration");
    let end = CancellationToken::new();
    let client = served_by(config, end.clone()).await.expect("the gateway starts");
    (client, end.drop_guard())
}

pub(crate) fn partition(key: &str, url: &str, owns: &[&str]) -> String {
    let owns = match owns {
        [] => String::new(),
        _ => format!("owns = {}\n", json!(owns)),
    };
    format!("[[subgraphs.partitions]]\nkey = \"{key}\"\n{owns}endpoints = [\"{url}\"]\n")
}

/// A city gateway over districts.
async fn city(districts: &[(&str, &VersionedPartition)]) -> (Client, DropGuard) {
    let partitions = districts.iter().map(|(key, district)| partition(key, &district.url(), &[]));
    let partitions: String = partitions.collect();
    gateway(&format!("as_subgraph = true\n[[subgraphs]]\nname = \"districts\"\n{partitions}")).await
}

/// Two districts of one city, one of another, and the province above them.
struct Province {
    client: Client,
    city: Client,
    a1: VersionedPartition,
    a2: VersionedPartition,
    b1: VersionedPartition,
    _favourites: VersionedPartition,
    _ends: Vec<DropGuard>,
}

impl Province {
    async fn start() -> Self {
        let (a1, a2, b1) = (district("a1").await, district("a2").await, district("b1").await);
        let (city_a, end_a) = city(&[("a1", &a1), ("a2", &a2)]).await;
        let (city_b, end_b) = city(&[("b1", &b1)]).await;
        let sdl = "extend schema @link(url: \"https://specs.apollo.dev/federation/v2.5\", import: [\"@key\"])
            type Query { favourites: [Item] } type Item @key(fields: \"id\", resolvable: false) { id: ID! }";
        let favourite = |key: &str| json!({ "__typename": "Item", "id": format!("{key}:item:1") });
        let data = json!({ "favourites": [favourite("b1"), favourite("a2")] });
        let favourites = VersionedPartition::start(Version { sdl: sdl.to_owned(), data }).await;
        let cities =
            partition("A", &url(city_a), &["a1", "a2"]) + &partition("B", &url(city_b), &["b1"]);
        let text = format!(
            "[[subgraphs]]\nname = \"cities\"\n{cities}\n[[subgraphs]]\nname = \"favourites\"\nendpoints = [\"{}\"]\n",
            favourites.url()
        );
        let (client, end) = gateway(&text).await;
        let ends = vec![end_a, end_b, end];
        Self { client, city: city_a, a1, a2, b1, _favourites: favourites, _ends: ends }
    }

    async fn ask(&self, headers: &[(&str, &str)], query: &str) -> Answer {
        self.client.post(headers, &json!({ "query": query }).to_string()).await
    }

    fn asked(&self) -> [usize; 3] {
        [&self.a1, &self.a2, &self.b1].map(|district| district.bodies().len())
    }
}

pub(crate) fn url(gateway: Client) -> String {
    format!("http://{}/graphql", gateway.address)
}

#[tokio::test]
async fn three_levels_answer_as_one() {
    let province = Province::start().await;
    let query = "{ items { id name } totals { count coverage { asked answered complete } } }";
    let answer = province.ask(&[], query).await;
    insta::assert_snapshot!(answer.json()["data"], @r#"{"items":[{"id":"a1:item:1","name":"of a1"},{"id":"a2:item:1","name":"of a2"},{"id":"b1:item:1","name":"of b1"}],"totals":{"count":3,"coverage":{"asked":["a1","a2","b1"],"answered":["a1","a2","b1"],"complete":true}}}"#);
    assert_eq!(answer.json().get("errors"), None);
    assert_eq!(province.asked(), [1, 1, 1]);
}

#[tokio::test]
async fn ids_and_keys_lead_to_their_district_alone() {
    let province = Province::start().await;
    let answer = province.ask(&[], "{ item(id: \"a2:item:1\") { id name } }").await;
    assert_eq!(answer.json()["data"]["item"], json!({ "id": "a2:item:1", "name": "of a2" }));
    assert_eq!(province.asked(), [0, 1, 0]);

    let answer = province.ask(&[], "{ items(districts: [\"a1\", \"b1\"]) { name } }").await;
    assert_eq!(answer.json()["data"]["items"], json!([{ "name": "of a1" }, { "name": "of b1" }]));
    assert_eq!(province.asked(), [1, 1, 1]);
}

#[tokio::test]
async fn entities_are_found_through_two_gateways() {
    let province = Province::start().await;
    let answer = province.ask(&[], "{ favourites { id name } }").await;
    insta::assert_snapshot!(answer.text(), @r#"{"data":{"favourites":[{"id":"b1:item:1","name":"of b1"},{"id":"a2:item:1","name":"of a2"}]},"extensions":{"partitions":{"asked":["A","B"],"answered":["A","B"],"empty":[],"failed":[],"within":{"A":{"asked":["a2"],"answered":["a2"],"empty":[],"failed":[]},"B":{"asked":["b1"],"answered":["b1"],"empty":[],"failed":[]}}}}}"#);
    assert_eq!(province.asked(), [0, 1, 1]);

    let body = json!({
        "query": "query($r: [_Any!]!) { _entities(representations: $r) { ... on Item { name } } }",
        "variables": { "r": [{ "__typename": "Item", "id": "a2:item:1" }] },
    });
    let answer = province.city.post(&[], &body.to_string()).await;
    assert_eq!(answer.json()["data"], json!({ "_entities": [{ "name": "of a2" }] }));
}

#[tokio::test]
async fn a_lost_district_is_seen_through_and_demands_travel() {
    let mut province = Province::start().await;
    province.a1.stop().await;
    let query = "{ items { name } totals { count coverage { answered missing { code reason } complete } } }";
    let answer = province.ask(&[], query).await;
    insta::assert_snapshot!(answer.json()["data"], @r#"{"items":[{"name":"of a2"},{"name":"of b1"}],"totals":{"count":2,"coverage":{"answered":["a2","b1"],"missing":[{"code":"a1","reason":"UNREACHABLE"}],"complete":false}}}"#);
    insta::assert_snapshot!(without_times(answer.json()["extensions"]["partitions"].clone()), @r#"{"asked":["A","B"],"answered":["A","B"],"empty":[],"failed":[],"within":{"A":{"asked":["a1","a2"],"answered":["a2"],"empty":[],"failed":[{"code":"a1","reason":"UNREACHABLE"}]},"B":{"asked":["b1"],"answered":["b1"],"empty":[],"failed":[]}}}"#);
    insta::assert_snapshot!(answer.json()["errors"], @r#"[{"message":"the partition a1 is missing: it could not be reached","locations":[{"line":1,"column":3}],"path":["items"],"extensions":{"code":"PARTITION_FAILED","partition":"a1","reason":"UNREACHABLE","subgraph":"cities"}},{"message":"the partition a1 is missing: it could not be reached","locations":[{"line":1,"column":18}],"path":["totals"],"extensions":{"code":"PARTITION_FAILED","partition":"a1","reason":"UNREACHABLE","subgraph":"cities"}}]"#);
    assert_eq!(answer.header("cache-control"), Some("no-store"));

    let aborted = province.ask(&[("x-partition-policy", "ABORT")], "{ items { name } }").await;
    assert_eq!(aborted.json()["data"], json!({ "items": null }));
    let needed = province.ask(&[("x-partition-policy", "REQUIRE a1")], "{ items { name } }").await;
    assert_eq!(needed.json()["data"], json!({ "items": null }));
    let others = province.ask(&[("x-partition-policy", "REQUIRE a2")], "{ items { name } }").await;
    assert_eq!(others.json()["data"]["items"].as_array().map(Vec::len), Some(2));
}

#[tokio::test]
async fn a_lost_city_is_missing_by_its_own_code() {
    let province = Province::start().await;
    let Province { client, _ends: mut ends, .. } = province;
    drop(ends.remove(0));
    let query = json!({ "query": "{ totals { count coverage { answered missing { code } } } }" });
    // The city ends in its own time; until then it answers.
    let answer = loop {
        let answer = client.post(&[], &query.to_string()).await.json();
        if answer["data"]["totals"]["count"] == 1 {
            break answer;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    };
    insta::assert_snapshot!(answer["data"], @r#"{"totals":{"count":1,"coverage":{"answered":["b1"],"missing":[{"code":"A"}]}}}"#);
}

#[tokio::test]
async fn the_offered_schema_has_keys_and_rules() {
    let province = Province::start().await;
    let answer = province.city.query("{ _service { sdl } }").await;
    let sdl = answer.json()["data"]["_service"]["sdl"].as_str().unwrap_or_default().to_owned();
    insta::assert_snapshot!(sdl, @r#"
    extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key", "@shareable", "@composeDirective"])
    extend schema
      @link(url: "https://specs.yituan.example/partition/v1.0", import: ["@merge", "@route"])
      @composeDirective(name: "@merge")
      @composeDirective(name: "@route")
    directive @merge(law: MergeLaw!, by: [String!]) on FIELD_DEFINITION
    directive @route(by: RouteBy!, label: String) on ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION | FIELD_DEFINITION
    enum MergeLaw { CONCAT SORTED CONNECTION OBJECT SUM MIN MAX AND OR SAME UNION HISTOGRAM GROUPED COVERAGE EVENTS }
    enum RouteBy { KEY LABEL ID }
    type Coverage @shareable {
      asked: [String!]!
      answered: [String!]!
      missing: [Missing!]!
      complete: Boolean!
    }

    type Item @key(fields: "id") {
      id: ID! @route(by: ID)
      name: String!
    }

    type Missing @shareable {
      code: String!
      reason: Reason!
    }

    type Query {
      items(
        districts: [String!] @route(by: KEY),
      ): [Item!] @merge(law: CONCAT)
      totals: Totals @merge(law: OBJECT)
      item(
        id: ID! @route(by: ID),
      ): Item
    }

    enum Reason {
      UNREACHABLE
      TIMEOUT
      LATE
      VERSION_SKEW
      FAILED
    }

    type Totals {
      count: Int! @merge(law: SUM)
      coverage: Coverage! @merge(law: COVERAGE)
    }
    "#);
}

/// Leaves out how long things took.
fn without_times(mut partitions: Value) -> Value {
    match &mut partitions {
        Value::Object(fields) => {
            fields.remove("elapsedMs");
            fields.values_mut().for_each(|value| *value = without_times(value.take()));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| *item = without_times(item.take())),
        _ => {}
    }
    partitions
}
