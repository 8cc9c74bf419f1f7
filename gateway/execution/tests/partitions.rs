//! A page of rows over several districts, each a subgraph on a real socket: what is asked, what is
//! gathered, and what is told when districts answer awkwardly or not at all.

mod support;

use std::{sync::Arc, time::Duration};

use contract::{Cursor, Direction, OrderKey, partition::RouteBy};
use gateway_plan::{Fetch, Gather, OperationKind, Plan};
use serde_json::{Value, json};
use tokio::sync::Notify;

use support::{
    Answer, Scenario, districts,
    plan::{
        by, call, connection, connection_selection, entities, gathered, leaf, list, object,
        operation, query, root, root_of,
    },
    subgraph::{Reply, Subgraph},
    with_plain,
};

const DEPUTIES: &str = "deputies(first:$first,districts:$districts){edges{cursor node{id name}} pageInfo{hasNextPage hasPreviousPage} totalCount}";

fn deputies_fetch() -> Fetch {
    let field = gathered("deputies", vec![by(RouteBy::Key, "districts")], connection());
    root("districts", vec![(DEPUTIES, field)])
}

fn deputies() -> Plan {
    query(vec![deputies_fetch()], vec![connection_selection("deputies")])
}

/// The page that a district with these rows answers, the names in this order.
fn page(code: &str, names: &[&str]) -> Value {
    let edges: Vec<Value> = names
        .iter()
        .map(|name| {
            let id = format!("{code}:deputy:{name}");
            let key =
                OrderKey::new().text(name, Direction::Ascending).text(&id, Direction::Ascending);
            let cursor = Cursor::new("NAME", &key).encode();
            json!({ "cursor": cursor, "node": { "id": id, "name": name } })
        })
        .collect();
    json!({
        "deputies": {
            "edges": edges,
            "pageInfo": { "hasNextPage": false, "hasPreviousPage": false },
            "totalCount": names.len(),
        }
    })
}

async fn district(code: &str, names: &[&str]) -> Subgraph {
    Subgraph::with(page(code, names)).await
}

/// The names of the rows, in order.
fn names(answer: &Answer) -> String {
    let json = answer.json();
    let edges = json["data"]["deputies"]["edges"].as_array().cloned().unwrap_or_default();
    edges.iter().filter_map(|edge| edge["node"]["name"].as_str()).collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn a_page_is_merged_in_one_order_and_every_district_is_asked_once() {
    let (a, b) = (district("231001", &["ann", "dan"]).await, district("231002", &["bob"]).await);
    let topology = districts(&[("231001", &a), ("231002", &b)]);
    let answer = Scenario::new(topology, deputies(), json!({ "first": 2 })).run().await;

    insta::assert_snapshot!(
        answer.data(),
        @r#"{"deputies":{"edges":[{"node":{"id":"231001:deputy:ann","name":"ann"}},{"node":{"id":"231002:deputy:bob","name":"bob"}}],"pageInfo":{"hasNextPage":true},"totalCount":3}}"#
    );
    insta::assert_snapshot!(
        answer.partitions(),
        @r#"{"asked":["231001","231002"],"answered":["231001","231002"],"empty":[],"failed":[]}"#
    );
    insta::assert_snapshot!(
        a.bodies(),
        @r#"{"query":"query($first:V,$districts:V){deputies(first:$first,districts:$districts){edges{cursor node{id name}} pageInfo{hasNextPage hasPreviousPage} totalCount}}","variables":{"first":2}}"#
    );
    assert_eq!(a.bodies(), b.bodies(), "both are asked the same");
    assert!(answer.0.complete);
    assert_eq!(answer.errors(), "");
}

#[tokio::test]
async fn only_the_districts_that_are_named_are_asked() {
    let (a, b) = (district("231001", &["ann"]).await, district("231002", &["bob"]).await);
    let topology = districts(&[("231001", &a), ("231002", &b)]);
    let variables = json!({ "first": 9, "districts": ["231002"] });
    let answer = Scenario::new(topology, deputies(), variables).explained().run().await;

    assert_eq!((names(&answer).as_str(), a.calls().len()), ("bob", 0));
    insta::assert_snapshot!(
        answer.json()["extensions"]["plan"]["fetches"],
        @r#"[{"fetch":0,"subgraph":"districts","calls":1,"routes":[{"field":"deputies","targets":"One","asked":["231002"],"pruned":[{"by":"districts","partitions":["231001"]}]}]}]"#
    );
}

#[tokio::test]
async fn an_unknown_district_is_refused_before_anyone_is_asked() {
    let a = district("231001", &["ann"]).await;
    let topology = districts(&[("231001", &a)]);
    let variables = json!({ "first": 9, "districts": ["231001", "999999"] });
    let answer = Scenario::new(topology, deputies(), variables).run().await;

    insta::assert_snapshot!(answer.data(), @r#"{"deputies":null}"#);
    insta::assert_snapshot!(answer.errors(), @"PARTITION_UNKNOWN at deputies: `districts` names the partition `999999`, which is unknown; known are 231001 {}");
    assert!(a.calls().is_empty());
    assert!(answer.json().get("extensions").is_none(), "no partition was touched");
}

#[tokio::test]
async fn a_district_without_rows_is_empty_and_not_failed() {
    let (a, b) = (district("231001", &["ann"]).await, district("231002", &[]).await);
    let topology = districts(&[("231001", &a), ("231002", &b)]);
    let answer = Scenario::new(topology, deputies(), json!({ "first": 9 })).run().await;
    insta::assert_snapshot!(
        answer.partitions(),
        @r#"{"asked":["231001","231002"],"answered":["231001","231002"],"empty":["231002"],"failed":[]}"#
    );
    assert!(answer.0.complete);
}

/// The answer over a good district and one that does something else.
async fn beside_a_good_one(bad: &Subgraph) -> Answer {
    let good = district("231001", &["ann"]).await;
    let topology = districts(&[("231001", &good), ("231002", bad)]);
    let answer = Scenario::new(topology, deputies(), json!({ "first": 9 })).run().await;
    assert_eq!(names(&answer), "ann", "the rest stands");
    assert!(!answer.0.complete);
    answer
}

#[tokio::test]
async fn a_dead_district_is_missing_and_the_rest_stands() {
    let answer = beside_a_good_one(&Subgraph::dead().await).await;
    insta::assert_snapshot!(answer.errors(), @r#"PARTITION_FAILED at deputies: the partition 231002 is missing: it could not be reached {"partition":"231002","reason":"UNREACHABLE"}"#);
    insta::assert_snapshot!(
        answer.partitions(),
        @r#"{"asked":["231001","231002"],"answered":["231001"],"empty":[],"failed":[{"code":"231002","reason":"UNREACHABLE"}]}"#
    );
}

#[tokio::test]
async fn a_district_that_is_late_is_left_out_on_request() {
    let (good, silent) = (district("231001", &["ann"]).await, Subgraph::silent().await);
    let topology = districts(&[("231001", &good), ("231002", &silent)]);
    let answer = Scenario::new(topology, deputies(), json!({ "first": 9 }))
        .answered_within(Duration::from_millis(1_500))
        .run()
        .await;
    assert_eq!(names(&answer), "ann");
    assert!(!answer.0.complete);
    insta::assert_snapshot!(answer.errors(), @r#"PARTITION_FAILED at deputies: the partition 231002 is missing: it had not answered when the request wanted its answer {"partition":"231002","reason":"LATE"}"#);
    insta::assert_snapshot!(
        answer.partitions(),
        @r#"{"asked":["231001","231002"],"answered":["231001"],"empty":[],"failed":[{"code":"231002","reason":"LATE"}]}"#
    );
    let told = &silent.calls()[0].headers["x-answer-within-ms"];
    let told: u64 = told.to_str().expect("text").parse().expect("a number");
    assert!((1..1_500).contains(&told), "a gateway below is told to be sooner: {told}");
}

#[tokio::test]
async fn a_mutation_is_waited_for_however_late_it_is() {
    let sign = Arc::new(Notify::new());
    let slow = Subgraph::after(sign.clone(), json!({ "receive": { "n": 1 } })).await;
    let topology = districts(&[("231001", &slow)]);
    let field = gathered("receive", vec![by(RouteBy::Key, "district")], Gather::One);
    let text = "receive(district:$district){n}";
    let fetch = root_of(OperationKind::Mutation, "districts", vec![(text, field)]);
    let selection = vec![object("receive", vec![leaf("n")])];
    let plan = operation(OperationKind::Mutation, vec![fetch], selection);
    let running = Scenario::new(topology, plan, json!({ "district": "231001" }))
        .answered_within(Duration::ZERO)
        .run();
    let running = tokio::spawn(running);
    // The cut-off is over before the call begins, and the district answers after that.
    while slow.calls().is_empty() {
        tokio::task::yield_now().await;
    }
    sign.notify_one();
    let answer = running.await.expect("no panic");
    insta::assert_snapshot!(answer.data(), @r#"{"receive":{"n":1}}"#);
}

#[tokio::test]
async fn a_request_cannot_demand_less_than_the_configuration() {
    let (good, dead) = (district("231001", &["ann"]).await, Subgraph::dead().await);
    let topology = districts(&[("231001", &good), ("231002", &dead)]);
    let answer = Scenario::new(topology, deputies(), json!({ "first": 9 }))
        .policy("PARTIAL")
        .configured(|config| config.policy_floor = "ABORT".parse().expect("a policy"))
        .run()
        .await;
    insta::assert_snapshot!(answer.data(), @r#"{"deputies":null}"#);
    insta::assert_snapshot!(answer.errors(), @r#"PARTITIONS_MISSING at deputies: 1 of 2 partitions failed, and the policy is ABORT {"failed":[{"code":"231002","reason":"UNREACHABLE"}]}"#);
}

/// Why a district that does this is missing.
async fn reason(bad: Subgraph) -> String {
    let answer = beside_a_good_one(&bad).await;
    let json = answer.json();
    assert_eq!(json["errors"].as_array().map(Vec::len), Some(1), "one error: {json}");
    assert_eq!(json["errors"][0]["extensions"]["code"], "PARTITION_FAILED");
    assert!(!answer.body().windows(6).any(|bytes| bytes == b"secret"), "internals stay inside");
    json["errors"][0]["extensions"]["reason"].as_str().expect("a reason").to_owned()
}

#[tokio::test]
async fn every_awkward_answer_has_its_class() {
    assert_eq!(reason(Subgraph::failing("PG_GONE").await).await, "FAILED");
    assert_eq!(reason(Subgraph::failing("OVERLOADED").await).await, "OVERLOADED");
    assert_eq!(reason(Subgraph::failing("FORBIDDEN").await).await, "UNAUTHORIZED");
    assert_eq!(reason(Subgraph::failing("DEADLINE_EXCEEDED").await).await, "TIMEOUT");
    assert_eq!(reason(Subgraph::failing("GRAPHQL_VALIDATION_FAILED").await).await, "VERSION_SKEW");
    assert_eq!(reason(district("231002", &["zoe", "bob"]).await).await, "OUT_OF_ORDER");
    assert_eq!(reason(district("231001", &["bob"]).await).await, "FOREIGN_ROWS");
    let many: Vec<String> = (0..20).map(|row| format!("row {row:02}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    assert_eq!(reason(district("231002", &many).await).await, "TOO_LARGE");

    let http = |status, content_type, body: &str| {
        let body = body.to_owned();
        Subgraph::start(move |_| Reply::Http(status, content_type, body.clone()))
    };
    assert_eq!(reason(http(200, "text/html", "<p>hello").await).await, "INVALID_ANSWER");
    assert_eq!(
        reason(http(200, "application/json", "{\"data\":{\"dep").await).await,
        "INVALID_ANSWER"
    );
    assert_eq!(reason(http(200, "application/json", "[]").await).await, "INVALID_ANSWER");
    assert_eq!(reason(http(503, "text/plain", "busy").await).await, "OVERLOADED");
    assert_eq!(reason(http(401, "application/json", "{}").await).await, "UNAUTHORIZED");
    let large = format!("{{\"data\":\"{}\"}}", "x".repeat(100_000));
    assert_eq!(reason(http(200, "application/json", &large).await).await, "TOO_LARGE");
}

#[tokio::test]
async fn a_silent_district_is_not_waited_for_beyond_the_deadline() {
    let (good, bad) = (district("231001", &["ann"]).await, Subgraph::silent().await);
    let topology = districts(&[("231001", &good), ("231002", &bad)]);
    let scenario = Scenario::new(topology, deputies(), json!({ "first": 9 }));
    let answer = scenario.within(Duration::from_millis(300)).run().await;
    assert_eq!(names(&answer), "ann");
    insta::assert_snapshot!(answer.errors(), @r#"PARTITION_FAILED at deputies: the partition 231002 is missing: it did not answer in time {"partition":"231002","reason":"TIMEOUT"}"#);
}

#[tokio::test]
async fn a_silent_district_leaves_time_for_what_comes_after_it() {
    let row = |code: &str| json!([{ "__typename": "Grid", "id": format!("{code}:grid:1") }]);
    let good = Subgraph::with(json!({ "grids": row("231001") })).await;
    let (bad, city) =
        (Subgraph::silent().await, Subgraph::with(json!({ "_entities": [{ "text": "x" }] })).await);
    let topology = districts(&[("231001", &good), ("231002", &bad)]);
    let topology = with_plain(topology, "city", &city);
    let grids = gathered("grids", vec![], Gather::Concat);
    let lookup = call("_entities", "r", "grids.@", &[]);
    let text = "_entities(representations:$r){...on Grid{text}}";
    let fetches = vec![
        root("districts", vec![("grids{__typename id}", grids)]),
        entities("city", &[0], vec![(text, lookup)]),
    ];
    let plan = query(fetches, vec![list("grids", vec![leaf("id"), leaf("text")])]);
    let scenario = Scenario::new(topology, plan, json!({}));
    let answer = scenario.within(Duration::from_secs(4)).run().await;
    insta::assert_snapshot!(answer.data(), @r#"{"grids":[{"id":"231001:grid:1","text":"x"}]}"#);
    insta::assert_snapshot!(answer.errors(), @r#"PARTITION_FAILED at grids: the partition 231002 is missing: it did not answer in time {"partition":"231002","reason":"TIMEOUT"}"#);
    let told = |subgraph: &Subgraph| -> u64 {
        let header = subgraph.calls()[0].headers["x-deadline-ms"].clone();
        header.to_str().expect("text").parse().expect("a number")
    };
    assert!(told(&bad) < 3_000, "a quarter is kept: {}", told(&bad));
    assert!(told(&city) < 1_000, "what is left is told: {}", told(&city));
}

#[tokio::test]
async fn when_nobody_answers_it_is_an_error_and_no_empty_list() {
    let (a, b) = (Subgraph::dead().await, Subgraph::failing("X").await);
    let topology = districts(&[("231001", &a), ("231002", &b)]);
    let answer = Scenario::new(topology, deputies(), json!({ "first": 9 })).run().await;
    insta::assert_snapshot!(answer.data(), @r#"{"deputies":null}"#);
    insta::assert_snapshot!(answer.errors(), @r#"PARTITIONS_MISSING at deputies: none of the 2 partitions that were asked answered {"failed":[{"code":"231001","reason":"UNREACHABLE"},{"code":"231002","reason":"FAILED"}]}"#);
}

#[tokio::test]
async fn when_nobody_lets_the_caller_in_it_is_forbidden_and_not_down() {
    let (a, b) = (Subgraph::failing("FORBIDDEN").await, Subgraph::failing("FORBIDDEN").await);
    let topology = districts(&[("231001", &a), ("231002", &b)]);
    let answer = Scenario::new(topology, deputies(), json!({ "first": 9 })).run().await;
    assert_eq!(answer.json()["errors"][0]["extensions"]["code"], "FORBIDDEN");
}

#[tokio::test]
async fn a_policy_can_demand_more() {
    let (good, bad) = (district("231001", &["ann"]).await, Subgraph::dead().await);
    let run = async |policy: &str| {
        let topology = districts(&[("231001", &good), ("231002", &bad)]);
        let scenario = Scenario::new(topology, deputies(), json!({ "first": 9 }));
        scenario.policy(policy).run().await
    };
    insta::assert_snapshot!(run("ABORT").await.errors(), @r#"PARTITIONS_MISSING at deputies: 1 of 2 partitions failed, and the policy is ABORT {"failed":[{"code":"231002","reason":"UNREACHABLE"}]}"#);
    insta::assert_snapshot!(run("REQUIRE 231002").await.errors(), @r#"PARTITIONS_MISSING at deputies: the policy requires an answer of 231002 {"failed":[{"code":"231002","reason":"UNREACHABLE"}]}"#);
    assert_eq!(names(&run("REQUIRE 231001").await), "ann");
    assert_eq!(names(&run("REQUIRE 1").await), "ann");
    assert_eq!(names(&run("REQUIRE 2").await), "");
}

#[tokio::test]
async fn a_mistake_of_the_caller_is_told_once_and_nobody_is_missing() {
    let refuse = || {
        let error = json!({ "message": "`first` is at most 100", "path": ["deputies"], "extensions": { "code": "PAGE_SIZE_INVALID" } });
        Subgraph::with_errors(json!({ "deputies": null }), json!([error]))
    };
    let (a, b) = (refuse().await, refuse().await);
    let topology = districts(&[("231001", &a), ("231002", &b)]);
    let answer = Scenario::new(topology, deputies(), json!({ "first": 100_000 })).run().await;
    insta::assert_snapshot!(answer.errors(), @r#"PAGE_SIZE_INVALID at deputies: `first` is at most 100 {"subgraph":"districts"}"#);
    assert!(answer.partitions().ends_with(r#""failed":[]}"#));
}

#[tokio::test]
async fn an_error_in_a_row_goes_to_where_the_row_is_now() {
    let good = district("231001", &["ann", "bob"]).await;
    let mut data = page("231002", &["abe", "cat"]);
    data["deputies"]["edges"][1]["node"]["name"] = Value::Null;
    let error = |row: usize| json!({ "message": "secret", "path": ["deputies", "edges", row, "node", "name"] });
    let partly = Subgraph::with_errors(data, json!([error(1)])).await;
    let topology = districts(&[("231001", &good), ("231002", &partly)]);
    let answer = Scenario::new(topology, deputies(), json!({ "first": 9 })).run().await;
    insta::assert_snapshot!(answer.errors(), @r#"SUBGRAPH_FAILED at deputies.edges.3.node.name: the subgraph `districts` could not answer this in full {"subgraph":"districts","partition":"231002"}"#);
    assert!(answer.partitions().ends_with(r#""failed":[]}"#), "the district answered");
    assert!(!answer.0.complete);
}

#[tokio::test]
async fn fields_with_other_districts_travel_in_one_operation_for_each_district() {
    let both = |code: &str| json!({ "urban": [{ "id": code }], "some": [{ "id": code }] });
    let (a, b) = (Subgraph::with(both("231001")).await, Subgraph::with(both("231002")).await);
    let topology = districts(&[("231001", &a), ("231002", &b)]);
    let fields = vec![
        (
            "urban:grids(g:$group){id}",
            gathered("urban", vec![by(RouteBy::Label, "group")], Gather::Concat),
        ),
        (
            "some:grids(d:$districts){id}",
            gathered("some", vec![by(RouteBy::Key, "districts")], Gather::Concat),
        ),
    ];
    let plan = query(
        vec![root("districts", fields)],
        vec![list("urban", vec![leaf("id")]), list("some", vec![leaf("id")])],
    );
    let variables = json!({ "group": "URBAN", "districts": ["231001", "231002"] });
    let answer = Scenario::new(topology, plan, variables).run().await;
    insta::assert_snapshot!(
        answer.data(),
        @r#"{"urban":[{"id":"231001"}],"some":[{"id":"231001"},{"id":"231002"}]}"#
    );
    insta::assert_snapshot!(a.bodies(), @r#"{"query":"query($group:V,$districts:V){urban:grids(g:$group){id} some:grids(d:$districts){id}}","variables":{"group":"URBAN","districts":["231001","231002"]}}"#);
    insta::assert_snapshot!(b.bodies(), @r#"{"query":"query($districts:V){some:grids(d:$districts){id}}","variables":{"districts":["231001","231002"]}}"#);
}

#[tokio::test]
async fn a_list_of_ids_is_split_and_put_back_in_order() {
    // Each district answers the ids that it is sent; it does not know those that end in `x`.
    let node = || {
        Subgraph::start(|request| {
            let ids = request["variables"]["ids"].as_array().cloned().unwrap_or_default();
            let node = |id: &Value| match id.as_str() {
                Some(text) if !text.ends_with('x') => json!({ "id": id }),
                _ => Value::Null,
            };
            Reply::Json(json!({ "data": { "nodes": ids.iter().map(node).collect::<Vec<_>>() } }))
        })
    };
    let (a, b) = (node().await, node().await);
    let topology = districts(&[("231001", &a), ("231002", &b)]);
    let gather = Gather::ByIds { variable: "ids".into() };
    let field = gathered("nodes", vec![by(RouteBy::Id, "ids")], gather);
    let plan = query(
        vec![root("districts", vec![("nodes(ids:$ids){id}", field)])],
        vec![list("nodes", vec![leaf("id")])],
    );
    let ids = json!([
        "231002:grid:2",
        "231001:grid:x",
        "999999:grid:1",
        "231001:grid:1",
        "231002:grid:1"
    ]);
    let answer = Scenario::new(topology, plan, json!({ "ids": ids })).run().await;
    insta::assert_snapshot!(
        answer.data(),
        @r#"{"nodes":[{"id":"231002:grid:2"},null,null,{"id":"231001:grid:1"},{"id":"231002:grid:1"}]}"#
    );
    insta::assert_snapshot!(answer.errors(), @r#"PARTITION_UNKNOWN at nodes.2: the partition `999999` of this id is unknown {"partition":"999999"}"#);
    insta::assert_snapshot!(a.bodies(), @r#"{"query":"query($ids:V){nodes(ids:$ids){id}}","variables":{"ids":["231001:grid:x","231001:grid:1"]}}"#);
    assert_eq!((a.calls().len(), b.calls().len()), (1, 1));
}

#[tokio::test]
async fn requests_that_ask_too_many_partitions_or_get_too_many_rows_are_bounded() {
    let rows = |count: usize| json!({ "grids": vec![json!({ "id": "x" }); count] });
    let (a, b) = (Subgraph::with(rows(1)).await, Subgraph::with(rows(9)).await);
    let field = || gathered("grids", vec![by(RouteBy::Key, "districts")], Gather::Concat);
    let plan = || {
        query(
            vec![root("districts", vec![("grids(d:$districts){id}", field())])],
            vec![list("grids", vec![leaf("id")])],
        )
    };
    let scenario =
        || Scenario::new(districts(&[("231001", &a), ("231002", &b)]), plan(), json!({}));

    let rows = scenario().configured(|config| config.limits.max_rows_per_list = 8).run().await;
    insta::assert_snapshot!(rows.data(), @r#"{"grids":[{"id":"x"}]}"#);
    insta::assert_snapshot!(rows.errors(), @r#"PARTITION_FAILED at grids: the partition 231002 is missing: its answer was too large {"partition":"231002","reason":"TOO_LARGE"}"#);

    let all = scenario().configured(|config| config.limits.max_rows = 9).run().await;
    insta::assert_snapshot!(all.data(), @r#"{"grids":null}"#);
    insta::assert_snapshot!(all.errors(), @"OPERATION_TOO_COMPLEX at grids: the answer would be made of more than 9 rows; name fewer partitions or ask for smaller pages {}");

    let calls = a.calls().len();
    let many = scenario().configured(|config| config.limits.max_partitions = 1).run().await;
    insta::assert_snapshot!(many.errors(), @"OPERATION_TOO_COMPLEX at grids: the request asks more than 1 partitions; name fewer in its arguments {}");
    assert_eq!(a.calls().len(), calls, "nobody is asked");
}
