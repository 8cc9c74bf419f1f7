//! Where root fields are sent, on real sockets: by key, label and id, from literals, variables, lists,
//! input objects and defaults; each field of an operation by itself, and each partition once.

use serde_json::{Value, json};

use crate::support::{Answer, PartitionedGateway, Version};

const TYPES: &str = r#"
type Query {
  items(
    districts: [String!] @route(by: KEY)
    group: Group @route(by: LABEL, label: "group")
    groups: [Group!] @route(by: LABEL, label: "group")
    scope: Scope
  ): [Item!] @merge(law: CONCAT)
  page(
    districts: [String!] @route(by: KEY)
    first: Int
    after: String
    last: Int
    before: String
  ): Page @merge(law: CONNECTION)
  of(district: String! @route(by: KEY)): Item
  item(id: ID! @route(by: ID)): Item
  byIds(ids: [ID]! @route(by: ID)): [Item]!
}
input Scope { group: Group @route(by: LABEL, label: "group") inner: Inner }
input Inner { districts: [String!] = ["c"] @route(by: KEY) }
enum Group { URBAN RURAL BORDER }
type Item @key(fields: "id") { id: ID! @route(by: ID) }
type Page { edges: [Edge!]! pageInfo: PageInfo! }
type Edge { cursor: String! node: Item! }
type PageInfo { hasNextPage: Boolean! hasPreviousPage: Boolean! }
"#;

const KEYS: [&str; 3] = ["a", "b", "c"];

async fn gateway() -> PartitionedGateway {
    let version = |key: &str| {
        let item = json!({ "id": format!("{key}:item:1") });
        let data = json!({ "items": [item], "of": item, "item": item, "byIds": [item] });
        Version::of(TYPES, data)
    };
    let groups = [r#"group = "URBAN""#, r#"group = "RURAL""#, r#"group = "URBAN""#];
    let versions = KEYS.iter().zip(groups).map(|(key, group)| (*key, group, version(key)));
    PartitionedGateway::labelled("", versions.collect()).await
}

/// The answer to a request, and the partitions that were asked for it, each once.
async fn ask(gateway: &PartitionedGateway, request: &Value) -> (Answer, String) {
    let before = gateway.asked();
    let answer = gateway.client.post(&[], &request.to_string()).await;
    let calls = gateway.asked().into_iter().zip(before).map(|(after, before)| after - before);
    let mut asked = String::new();
    for (key, calls) in KEYS.iter().zip(calls) {
        assert!(calls <= 1, "{key} was sent {calls} operations for {request}");
        asked += if calls == 1 { key } else { "" };
    }
    (answer, asked)
}

/// Against the direction of reading a cursor counts as a row that is there, as partitions say.
#[tokio::test]
async fn the_page_of_nobody_has_rows_behind_the_cursor_that_it_begins_at() {
    let gateway = gateway().await;
    for (arguments, next, previous) in [
        ("first: 1", false, false),
        (r#"first: 1, after: "c""#, false, true),
        ("after: $c", false, true),
        ("after: $nothing", false, false),
        (r#"first: 1, before: "c""#, false, false),
        (r#"last: 1, before: "c""#, true, false),
    ] {
        let selection = "{ edges { cursor } pageInfo { hasNextPage hasPreviousPage } }";
        let page = format!("page(districts: [], {arguments}) {selection}");
        // Both variables have a use, whatever the arguments are.
        let query = format!(
            "query($c: String, $nothing: String) {{ {page} \
             used: page(districts: [], after: $c, before: $nothing) {selection} }}"
        );
        let request = json!({ "query": query, "variables": { "c": "c", "nothing": null } });
        let (answer, asked) = ask(&gateway, &request).await;
        let info = json!({ "hasNextPage": next, "hasPreviousPage": previous });
        let expected = json!({ "edges": [], "pageInfo": info });
        assert_eq!(answer.json()["data"]["page"], expected, "{arguments}");
        assert_eq!(asked, "", "{arguments}");
    }
}

#[tokio::test]
async fn values_choose_wherever_they_come_from() {
    let gateway = gateway().await;
    let by_districts = "query($v: [String!]) { items(districts: $v) { id } }";
    let by_scope = "query($v: Scope) { items(scope: $v) { id } }";
    let by_group = "query($v: Group) { items(scope: { group: $v }) { id } }";
    let by_groups = "query($v: [Group!]) { items(groups: $v) { id } }";
    let in_list = "query($v: String!) { items(districts: [\"a\", $v]) { id } }";
    let by_one = "query($v: String!) { of(district: $v) { id } }";
    let by_id = "query($v: ID!) { item(id: $v) { id } }";
    let with_default = "query($v: [String!] = [\"b\"]) { items(districts: $v) { id } }";
    let cases = [
        // Literals.
        ("{ items { id } }", None, "abc"),
        ("{ items(districts: [\"a\", \"b\"]) { id } }", None, "ab"),
        ("{ items(districts: \"b\") { id } }", None, "b"),
        ("{ items(districts: null) { id } }", None, "abc"),
        ("{ items(districts: []) { id } }", None, ""),
        ("{ items(group: URBAN) { id } }", None, "ac"),
        ("{ items(groups: [RURAL, URBAN]) { id } }", None, "abc"),
        ("{ items(groups: RURAL) { id } }", None, "b"),
        ("{ items(group: BORDER) { id } }", None, ""),
        ("{ items(scope: { group: RURAL }) { id } }", None, "b"),
        ("{ items(scope: { inner: { districts: [\"a\"] } }) { id } }", None, "a"),
        ("{ of(district: \"c\") { id } }", None, "c"),
        ("{ item(id: \"b:item:1\") { id } }", None, "b"),
        // Several narrow each other.
        ("{ items(group: URBAN, districts: [\"a\", \"b\"]) { id } }", None, "a"),
        ("{ items(group: URBAN, scope: { group: RURAL }) { id } }", None, ""),
        // Variables, coerced as the schema says.
        (by_districts, Some(json!(["c", "a"])), "ac"),
        (by_districts, Some(json!("c")), "c"),
        (by_districts, Some(json!([])), ""),
        (by_districts, Some(Value::Null), "abc"),
        (by_districts, None, "abc"),
        (in_list, Some(json!("c")), "ac"),
        (by_scope, Some(json!({ "group": "URBAN" })), "ac"),
        (by_scope, Some(json!({ "inner": { "districts": ["b", "c"] }, "group": "RURAL" })), "b"),
        (by_scope, Some(json!({})), "abc"),
        (by_group, Some(json!("RURAL")), "b"),
        (by_group, Some(Value::Null), "abc"),
        (by_group, None, "abc"),
        (by_groups, Some(json!(["URBAN"])), "ac"),
        (by_one, Some(json!("a")), "a"),
        (by_id, Some(json!("c:item:1")), "c"),
        // Defaults, of the operation and of the schema.
        (with_default, None, "b"),
        (with_default, Some(json!(["a"])), "a"),
        ("{ items(scope: { inner: {} }) { id } }", None, "c"),
        (by_scope, Some(json!({ "inner": {} })), "c"),
        (by_scope, Some(json!({ "inner": { "districts": null } })), "abc"),
    ];
    for (query, value, expected) in cases {
        let variables = value.map_or(json!({}), |value| json!({ "v": value }));
        let request = json!({ "query": query, "variables": variables });
        let (answer, asked) = ask(&gateway, &request).await;
        assert_eq!(answer.json().get("errors"), None, "{request}: {}", answer.text());
        assert_eq!(asked, expected, "{request}");
    }
}

#[tokio::test]
async fn fields_with_other_partitions_are_one_operation_for_each_partition() {
    let gateway = gateway().await;
    let query = r#"{ one: items(districts: ["a", "b"]) { id } two: items(group: URBAN) { id } all: items { id }
        item(id: "b:item:1") { id } byIds(ids: ["a:item:1"]) { id } }"#;
    let (answer, asked) = ask(&gateway, &json!({ "query": query })).await;
    assert_eq!(asked, "abc");
    insta::assert_snapshot!(answer.json()["data"], @r#"{"one":[{"id":"a:item:1"},{"id":"b:item:1"}],"two":[{"id":"a:item:1"},{"id":"c:item:1"}],"all":[{"id":"a:item:1"},{"id":"b:item:1"},{"id":"c:item:1"}],"item":{"id":"b:item:1"},"byIds":[{"id":"a:item:1"}]}"#);
    let sent: Vec<String> =
        gateway.partitions.iter().map(|partition| partition.bodies().join(" ")).collect();
    insta::assert_snapshot!(sent.join("\n"), @"
    query($_y_0:[String!],$_y_1:Group,$_y_3:[ID]!){one: items(districts: $_y_0){id} two: items(group: $_y_1){id} all: items{id} byIds(ids: $_y_3){id}}
    query($_y_0:[String!],$_y_2:ID!){one: items(districts: $_y_0){id} all: items{id} item(id: $_y_2){id}}
    query($_y_1:Group){two: items(group: $_y_1){id} all: items{id}}
    ");
}

#[tokio::test]
async fn ids_are_answered_in_their_order_and_nulls_stay_in_place() {
    let gateway = gateway().await;
    let query = "query($ids: [ID]!) { byIds(ids: $ids) { id } }";
    let ids = json!([null, "c:item:1", null, "a:item:1", "x:item:1"]);
    let request = json!({ "query": query, "variables": { "ids": ids } });
    let (answer, asked) = ask(&gateway, &request).await;
    assert_eq!(asked, "ac");
    insta::assert_snapshot!(answer.json()["data"], @r#"{"byIds":[null,{"id":"c:item:1"},null,{"id":"a:item:1"},null]}"#);
    insta::assert_snapshot!(answer.json()["errors"], @r#"[{"message":"the partition `x` of this id is unknown","locations":[{"line":1,"column":22}],"path":["byIds",4],"extensions":{"code":"PARTITION_UNKNOWN","partition":"x"}}]"#);
    let (none, asked) = ask(&gateway, &json!({ "query": "{ byIds(ids: []) { id } }" })).await;
    assert_eq!((none.json()["data"]["byIds"].clone(), asked.as_str()), (json!([]), ""));
}

#[tokio::test]
async fn a_plan_tells_who_is_asked_and_who_is_not_and_why() {
    let gateway = gateway().await;
    let query = r#"{ all: items { id } some: items(districts: ["a", "b"]) { id } one: items(scope: { group: RURAL }) { id }
        none: items(group: BORDER) { id } both: items(group: URBAN, districts: ["a", "b"]) { id } item(id: "b:item:1") { id } }"#;
    let request = json!({ "query": query, "extensions": { "explain": true } });
    let (answer, _) = ask(&gateway, &request).await;
    let routes = answer.json()["extensions"]["plan"]["fetches"][0]["routes"].clone();
    let lines = routes.as_array().into_iter().flatten().map(Value::to_string);
    insta::assert_snapshot!(lines.collect::<Vec<_>>().join("\n"), @r#"
    {"field":"all","targets":"All(3)","asked":["a","b","c"]}
    {"field":"some","targets":"Some(2)","asked":["a","b"],"pruned":[{"by":"districts","partitions":["c"]}]}
    {"field":"one","targets":"One","asked":["b"],"pruned":[{"by":"scope.group","partitions":["a","c"]}]}
    {"field":"none","targets":"None","asked":[],"pruned":[{"by":"group","partitions":["a","b","c"]}]}
    {"field":"both","targets":"One","asked":["a"],"pruned":[{"by":"districts","partitions":["c"]},{"by":"group","partitions":["b"]}]}
    {"field":"item","targets":"One","asked":["b"],"pruned":[{"by":"id","partitions":["a","c"]}]}
    "#);
}
