//! What chooses districts behind gateways: a province over cities whose districts are of several
//! groups, all on real sockets. The province knows whose the keys are, and not the groups.

use serde_json::{Value, json};
use tokio_util::sync::DropGuard;

use crate::{
    support::{Answer, Client, Version, VersionedPartition},
    three_levels::{gateway, partition, url},
};

const TYPES: &str = r#"
type Query {
  items(scope: Scope): [Item!] @merge(law: CONCAT)
  best(scope: Scope): Best! @merge(law: OBJECT)
  totals(scope: Scope): Totals! @merge(law: OBJECT)
}
input Scope {
  peerGroup: Group @route(by: LABEL, label: "peerGroup")
  groups: [Group!] @route(by: LABEL, label: "peerGroup")
  districts: [String!] @route(by: KEY)
  ids: [ID] @route(by: ID)
}
enum Group { URBAN RURAL BORDER }
type Item @key(fields: "id") { id: ID! @route(by: ID) }
type Best { top: Int @merge(law: MAX) }
type Totals { count: Int! @merge(law: SUM) coverage: Coverage! @merge(law: COVERAGE) }
"#;

/// Each district with its group, as its city's gateway knows it, and its city.
const DISTRICTS: [(&str, &str, &str); 5] = [
    ("a1", "URBAN", "A"),
    ("a2", "RURAL", "A"),
    ("b1", "RURAL", "B"),
    ("c1", "URBAN", "C"),
    ("c2", "URBAN", "C"),
];

async fn district(key: &str, top: usize) -> VersionedPartition {
    let coverage = json!({ "asked": [key], "answered": [key], "missing": [], "complete": true });
    let data = json!({
        "items": [{ "id": format!("{key}:item:1") }],
        "best": { "top": top },
        "totals": { "count": 1, "coverage": coverage },
    });
    VersionedPartition::start(Version::of(TYPES, data)).await
}

struct Province {
    client: Client,
    districts: Vec<VersionedPartition>,
    _ends: Vec<DropGuard>,
}

impl Province {
    /// City C carries the label, as all behind it have one value of it; the others do not.
    async fn start() -> Self {
        let mut districts = Vec::new();
        for (place, (key, ..)) in DISTRICTS.iter().enumerate() {
            districts.push(district(key, place).await);
        }
        let mut ends = Vec::new();
        let mut cities = String::new();
        for city in ["A", "B", "C"] {
            let of_city = DISTRICTS.iter().zip(&districts).filter(|((.., of), _)| *of == city);
            let (mut listed, mut owns) = (String::new(), Vec::new());
            for ((key, group, _), district) in of_city {
                listed += &partition(key, &district.url(), &[]);
                listed += &format!("labels = {{ peerGroup = \"{group}\" }}\n");
                owns.push(*key);
            }
            let text = format!("as_subgraph = true\n[[subgraphs]]\nname = \"districts\"\n{listed}");
            let (client, end) = gateway(&text).await;
            ends.push(end);
            cities += &partition(city, &url(client), &owns);
            if city == "C" {
                cities += "labels = { peerGroup = \"URBAN\" }\n";
            }
        }
        let (client, end) = gateway(&format!("[[subgraphs]]\nname = \"cities\"\n{cities}")).await;
        ends.push(end);
        Self { client, districts, _ends: ends }
    }

    /// The answer to a query, and the districts that were asked for it.
    async fn ask(&self, query: &str) -> (Answer, Vec<&'static str>) {
        let calls = || self.districts.iter().map(|district| district.bodies().len());
        let before: Vec<usize> = calls().collect();
        let answer = self.client.query(query).await;
        let asked = DISTRICTS.iter().zip(before.iter().zip(calls()));
        let asked = asked.filter(|(_, (before, after))| after > *before).map(|(of, _)| of.0);
        (answer, asked.collect())
    }
}

#[tokio::test]
async fn what_is_chosen_is_asked_behind_each_gateway_and_nobody_else() {
    let province = Province::start().await;
    for (scope, expected) in [
        ("{ peerGroup: URBAN }", ["a1", "c1", "c2"].as_slice()),
        ("{ peerGroup: RURAL }", &["a2", "b1"]),
        ("{ groups: [RURAL, URBAN] }", &["a1", "a2", "b1", "c1", "c2"]),
        (r#"{ peerGroup: RURAL, districts: ["a1", "a2", "c1"] }"#, &["a2"]),
        ("{ peerGroup: BORDER }", &[]),
        ("{ groups: [] }", &[]),
        // No gateway is told of what another owns: it would know nothing of it.
        (r#"{ districts: ["c2", "b1", "a2"] }"#, &["a2", "b1", "c2"]),
        (r#"{ ids: ["a2:item:1", null, "b1:item:9", "a1:item:3"] }"#, &["a1", "a2", "b1"]),
        (
            r#"{ ids: ["a2:item:1", "b1:item:9"], peerGroup: RURAL, districts: ["b1", "c1"] }"#,
            &["b1"],
        ),
    ] {
        let (answer, asked) = province.ask(&format!("{{ items(scope: {scope}) {{ id }} }}")).await;
        assert_eq!(answer.json().get("errors"), None, "{scope}: {}", answer.text());
        assert_eq!(asked, expected, "{scope}");
        let rows = expected.iter().map(|key| json!({ "id": format!("{key}:item:1") }));
        assert_eq!(answer.json()["data"]["items"], rows.collect::<Value>(), "{scope}");
    }
}

#[tokio::test]
async fn a_gateway_behind_which_nobody_is_chosen_has_no_part_in_an_object() {
    let province = Province::start().await;
    let (answer, _) = province
        .ask(
            "{ best(scope: { peerGroup: URBAN }) { top } items { id }
               totals(scope: { peerGroup: URBAN }) { count coverage { asked complete } } }",
        )
        .await;
    assert_eq!(answer.json().get("errors"), None, "{}", answer.text());
    insta::assert_snapshot!(answer.json()["data"], @r#"{"best":{"top":4},"items":[{"id":"a1:item:1"},{"id":"a2:item:1"},{"id":"b1:item:1"},{"id":"c1:item:1"},{"id":"c2:item:1"}],"totals":{"count":3,"coverage":{"asked":["a1","c1","c2"],"complete":true}}}"#);
    // Of a city that has no such district nothing is missing.
    let (answer, asked) = province.ask("{ best(scope: { peerGroup: URBAN }) { top } }").await;
    assert_eq!(asked, ["a1", "c1", "c2"]);
    insta::assert_snapshot!(answer.text(), @r#"{"data":{"best":{"top":4}},"extensions":{"partitions":{"asked":["A","B","C"],"answered":["A","B","C"],"empty":["B"],"failed":[],"within":{"A":{"asked":["a1"],"answered":["a1"],"empty":[],"failed":[]},"C":{"asked":["c1","c2"],"answered":["c1","c2"],"empty":[],"failed":[]}}}}}"#);
}

/// Each argument leaves somebody behind the gateway, and both together nobody.
#[tokio::test]
async fn arguments_that_do_not_meet_behind_a_gateway_leave_it_out() {
    let province = Province::start().await;
    let scope = r#"{ districts: ["a1", "c1"], ids: ["a2:item:1", "c1:item:1"] }"#;
    let query = format!("{{ best(scope: {scope}) {{ top }} totals {{ count }} }}");
    let (answer, _) = province.ask(&query).await;
    assert_eq!(answer.json().get("errors"), None, "{}", answer.text());
    assert_eq!(answer.json()["data"], json!({ "best": { "top": 3 }, "totals": { "count": 5 } }));
}

#[tokio::test]
async fn when_nobody_is_chosen_at_any_level_it_is_the_callers_mistake() {
    let province = Province::start().await;
    let (answer, asked) = province.ask("{ best(scope: { peerGroup: BORDER }) { top } }").await;
    assert_eq!(answer.json()["data"], Value::Null);
    assert_eq!(answer.code(), "ARGUMENT_INVALID");
    assert_eq!(answer.json()["errors"][0]["extensions"]["nobodyChosen"], true);
    assert_eq!(asked, Vec::<&str>::new());
}
