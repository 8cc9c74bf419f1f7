//! Entities looked up in plain and in partitioned subgraphs: what is sent to whom, where answers
//! are laid, and where errors are told.

mod support;

use gateway_plan::{Condition, Fetch, Plan, Step};
use serde_json::{Value, json};

use support::{
    Scenario, districts,
    plan::{call, entities, leaf, list, object, plain, query, required, root},
    subgraph::{Reply, Subgraph},
    with_plain,
};

const GRIDS: &str = "grids{__typename id}";

/// A subgraph that lists objects of a type with these ids.
async fn listing(type_name: &str, ids: &[&str]) -> Subgraph {
    let rows: Vec<Value> =
        ids.iter().map(|id| json!({ "__typename": type_name, "id": id })).collect();
    Subgraph::with(json!({ "grids": rows })).await
}

/// A subgraph that answers every entity with its id in a sentence, and with null those that end
/// in `x`, for each `_entities` field of a query.
async fn telling() -> Subgraph {
    Subgraph::start(|request| {
        let variables = request["variables"].as_object().cloned().unwrap_or_default();
        let data: Value = variables
            .iter()
            .map(|(name, list)| {
                let key = if name == "r" { "_entities" } else { name.as_str() };
                let sent = list.as_array().cloned().unwrap_or_default();
                (key.to_owned(), sent.iter().map(told).collect::<Value>())
            })
            .collect();
        Reply::Json(json!({ "data": data }))
    })
    .await
}

fn told(representation: &Value) -> Value {
    match representation["id"].as_str() {
        Some(id) if !id.ends_with('x') => json!({ "text": format!("this is {id}") }),
        _ => Value::Null,
    }
}

fn grids_then(subgraph: &str, owners: &[&str]) -> Vec<Fetch> {
    let lookup = call("_entities", "r", "grids.@", owners);
    let text = "_entities(representations:$r){...on Grid{text}}";
    vec![
        root("lists", vec![(GRIDS, plain("grids"))]),
        entities(subgraph, &[0], vec![(text, lookup)]),
    ]
}

fn grids_plan(subgraph: &str, owners: &[&str]) -> Plan {
    query(grids_then(subgraph, owners), vec![list("grids", vec![leaf("id"), leaf("text")])])
}

#[tokio::test]
async fn equal_entities_are_asked_for_once_and_laid_over_all_who_ask() {
    let (lists, texts) = (listing("Grid", &["1", "2", "1", "x"]).await, telling().await);
    let topology = with_plain(with_plain(Default::default(), "lists", &lists), "texts", &texts);
    let answer = Scenario::new(topology, grids_plan("texts", &[]), json!({})).run().await;
    insta::assert_snapshot!(
        answer.data(),
        @r#"{"grids":[{"id":"1","text":"this is 1"},{"id":"2","text":"this is 2"},{"id":"1","text":"this is 1"},{"id":"x","text":null}]}"#
    );
    insta::assert_snapshot!(
        texts.bodies(),
        @r#"{"query":"query($r:V){_entities(representations:$r){...on Grid{text}}}","variables":{"r":[{"__typename":"Grid","id":"1"},{"__typename":"Grid","id":"2"},{"__typename":"Grid","id":"x"}]}}"#
    );
    assert_eq!(answer.errors(), "");
    assert!(answer.0.complete);
}

#[tokio::test]
async fn nothing_to_look_up_asks_nobody() {
    let (lists, texts) = (listing("Grid", &[]).await, telling().await);
    let topology = with_plain(with_plain(Default::default(), "lists", &lists), "texts", &texts);
    let answer = Scenario::new(topology, grids_plan("texts", &[]), json!({})).run().await;
    insta::assert_snapshot!(answer.data(), @r#"{"grids":[]}"#);
    assert!(texts.calls().is_empty());
}

#[tokio::test]
async fn a_fetch_whose_condition_does_not_hold_is_left_out() {
    let (lists, texts) = (listing("Grid", &["1"]).await, telling().await);
    let topology = || with_plain(with_plain(Default::default(), "lists", &lists), "texts", &texts);
    let plan = || {
        let mut plan = grids_plan("texts", &[]);
        plan.fetches[1].conditions = vec![Condition { variable: "with".into(), expected: true }];
        plan
    };
    Scenario::new(topology(), plan(), json!({ "with": false })).run().await;
    assert_eq!(texts.calls().len(), 0);
    Scenario::new(topology(), plan(), json!({ "with": true })).run().await;
    assert_eq!(texts.calls().len(), 1);
}

#[tokio::test]
async fn an_error_about_an_entity_is_told_where_the_entity_stands() {
    let lists = listing("Grid", &["1", "2", "1"]).await;
    let error = json!({ "message": "secret", "path": ["_entities", 0, "text"] });
    let data = json!({ "_entities": [{ "text": null }, { "text": "two" }] });
    let texts = Subgraph::with_errors(data, json!([error])).await;
    let topology = with_plain(with_plain(Default::default(), "lists", &lists), "texts", &texts);
    let answer = Scenario::new(topology, grids_plan("texts", &[]), json!({})).run().await;
    insta::assert_snapshot!(answer.errors(), @r#"
    SUBGRAPH_FAILED at grids.0.text: the subgraph `texts` could not answer this in full {"subgraph":"texts"}
    SUBGRAPH_FAILED at grids.2.text: the subgraph `texts` could not answer this in full {"subgraph":"texts"}
    "#);
}

#[tokio::test]
async fn a_lost_subgraph_is_told_once_and_non_null_fields_do_not_repeat_it() {
    let (lists, texts) = (listing("Grid", &["1", "2", "3"]).await, Subgraph::dead().await);
    let topology = with_plain(with_plain(Default::default(), "lists", &lists), "texts", &texts);
    let plan =
        query(grids_then("texts", &[]), vec![list("grids", vec![leaf("id"), required("text")])]);
    let answer = Scenario::new(topology, plan, json!({})).run().await;
    insta::assert_snapshot!(answer.data(), @r#"{"grids":[null,null,null]}"#);
    insta::assert_snapshot!(answer.errors(), @r#"SUBGRAPH_FAILED at grids: the subgraph `texts` is missing: it could not be reached {"subgraph":"texts","reason":"UNREACHABLE"}"#);
    assert!(!answer.0.complete);
}

#[tokio::test]
async fn a_list_that_is_not_aligned_is_no_answer() {
    let lists = listing("Grid", &["1", "2"]).await;
    let texts = Subgraph::with(json!({ "_entities": [{ "text": "whose?" }] })).await;
    let topology = with_plain(with_plain(Default::default(), "lists", &lists), "texts", &texts);
    let answer = Scenario::new(topology, grids_plan("texts", &[]), json!({})).run().await;
    insta::assert_snapshot!(answer.data(), @r#"{"grids":[{"id":"1","text":null},{"id":"2","text":null}]}"#);
    insta::assert_snapshot!(answer.errors(), @r#"SUBGRAPH_FAILED at grids: the subgraph `texts` is missing: its answer could not be read {"subgraph":"texts","reason":"INVALID_ANSWER"}"#);
}

#[tokio::test]
async fn several_lookups_travel_in_one_document_and_empty_ones_stay_at_home() {
    let lists = Subgraph::with(json!({
        "grids": [{ "__typename": "Grid", "id": "1", "chief": { "__typename": "Deputy", "id": "7" }, "none": null }],
    }))
    .await;
    let texts = telling().await;
    let topology = with_plain(with_plain(Default::default(), "lists", &lists), "texts", &texts);
    let fetches = vec![
        root("lists", vec![(GRIDS, plain("grids"))]),
        entities(
            "texts",
            &[0],
            vec![
                ("_e0:_entities(representations:$_e0){text}", call("_e0", "_e0", "grids.@", &[])),
                (
                    "_e1:_entities(representations:$_e1){text}",
                    call("_e1", "_e1", "grids.@.none", &[]),
                ),
                (
                    "_e2:_entities(representations:$_e2){text}",
                    call("_e2", "_e2", "grids.@.chief", &[]),
                ),
            ],
        ),
    ];
    let chief = object("chief", vec![leaf("text")]);
    let plan = query(fetches, vec![list("grids", vec![leaf("text"), chief])]);
    let answer = Scenario::new(topology, plan, json!({})).run().await;
    insta::assert_snapshot!(
        answer.data(),
        @r#"{"grids":[{"text":"this is 1","chief":{"text":"this is 7"}}]}"#
    );
    insta::assert_snapshot!(
        texts.bodies(),
        @r#"{"query":"query($_e0:V,$_e2:V){_e0:_entities(representations:$_e0){text} _e2:_entities(representations:$_e2){text}}","variables":{"_e0":[{"__typename":"Grid","id":"1"}],"_e2":[{"__typename":"Deputy","id":"7"}]}}"#
    );
}

#[tokio::test]
async fn entities_of_districts_go_to_their_owners_alone() {
    let lists = listing("Grid", &["231002:grid:1", "231001:grid:1", "231002:grid:2"]).await;
    let (a, b, c) = (telling().await, telling().await, telling().await);
    let partitions = districts(&[("231001", &a), ("231002", &b), ("231003", &c)]);
    let topology = with_plain(partitions, "lists", &lists);
    let plan = grids_plan("districts", &["Grid"]);
    let answer = Scenario::new(topology, plan, json!({})).run().await;
    insta::assert_snapshot!(
        answer.data(),
        @r#"{"grids":[{"id":"231002:grid:1","text":"this is 231002:grid:1"},{"id":"231001:grid:1","text":"this is 231001:grid:1"},{"id":"231002:grid:2","text":"this is 231002:grid:2"}]}"#
    );
    assert_eq!(
        b.calls()[0].body["variables"]["r"],
        json!([{ "__typename": "Grid", "id": "231002:grid:1" }, { "__typename": "Grid", "id": "231002:grid:2" }])
    );
    assert_eq!((a.calls().len(), b.calls().len(), c.calls().len()), (1, 1, 0));
    insta::assert_snapshot!(
        answer.partitions(),
        @r#"{"asked":["231001","231002"],"answered":["231001","231002"],"empty":[],"failed":[]}"#
    );
}

#[tokio::test]
async fn lost_and_unknown_owners_leave_nulls_and_one_error_each() {
    let ids = ["231001:grid:1", "231002:grid:1", "231002:grid:2", "999999:grid:1", "no id"];
    let (lists, a, b) = (listing("Grid", &ids).await, telling().await, Subgraph::dead().await);
    let topology = with_plain(districts(&[("231001", &a), ("231002", &b)]), "lists", &lists);
    let plan = query(grids_then("districts", &["Grid"]), vec![list("grids", vec![leaf("text")])]);
    let answer = Scenario::new(topology, plan, json!({})).run().await;
    insta::assert_snapshot!(
        answer.data(),
        @r#"{"grids":[{"text":"this is 231001:grid:1"},{"text":null},{"text":null},{"text":null},{"text":null}]}"#
    );
    insta::assert_snapshot!(answer.errors(), @r#"
    SUBGRAPH_FAILED at grids.4: the key of this object does not tell which partition owns it {"subgraph":"districts"}
    PARTITION_UNKNOWN at grids.3: the partition `999999` that owns this is unknown {"partition":"999999"}
    PARTITION_FAILED at grids: the partition 231002 is missing: it could not be reached {"partition":"231002","reason":"UNREACHABLE"}
    "#);
    insta::assert_snapshot!(
        answer.partitions(),
        @r#"{"asked":["231001","231002"],"answered":["231001"],"empty":[],"failed":[{"code":"231002","reason":"UNREACHABLE"}]}"#
    );
}

#[tokio::test]
async fn a_policy_that_is_not_met_by_owners_nulls_the_root_field() {
    let ids = ["231001:grid:1", "231002:grid:1"];
    let (lists, a, b) = (listing("Grid", &ids).await, telling().await, Subgraph::dead().await);
    let other = Subgraph::with(json!({ "city": { "id": "city" } })).await;
    let topology = with_plain(districts(&[("231001", &a), ("231002", &b)]), "lists", &lists);
    let topology = with_plain(topology, "other", &other);
    let mut fetches = grids_then("districts", &["Grid"]);
    fetches.push(root("other", vec![("city{id}", plain("city"))]));
    let plan =
        query(fetches, vec![list("grids", vec![leaf("text")]), object("city", vec![leaf("id")])]);
    let answer = Scenario::new(topology, plan, json!({})).policy("ABORT").run().await;
    insta::assert_snapshot!(answer.data(), @r#"{"grids":null,"city":{"id":"city"}}"#);
    insta::assert_snapshot!(answer.errors(), @r#"PARTITIONS_MISSING at grids: 1 of 2 partitions failed, and the policy is ABORT {"failed":[{"code":"231002","reason":"UNREACHABLE"}]}"#);
}

#[tokio::test]
async fn an_entity_of_an_entity_waits_for_it() {
    // The second lookup needs what the first one brought.
    let lists = listing("Grid", &["1"]).await;
    let chiefs = Subgraph::with(json!({
        "_entities": [{ "chief": { "__typename": "Deputy", "id": "7" } }],
    }))
    .await;
    let texts = telling().await;
    let topology = with_plain(with_plain(Default::default(), "lists", &lists), "chiefs", &chiefs);
    let topology = with_plain(topology, "texts", &texts);
    let text = "_entities(representations:$r){...}";
    let fetches = vec![
        root("lists", vec![(GRIDS, plain("grids"))]),
        entities("chiefs", &[0], vec![(text, call("_entities", "r", "grids.@", &[]))]),
        entities("texts", &[1], vec![(text, call("_entities", "r", "grids.@.chief", &[]))]),
    ];
    assert!(matches!(fetches[1].step, Step::Entities(_)));
    let plan = query(fetches, vec![list("grids", vec![object("chief", vec![leaf("text")])])]);
    let answer = Scenario::new(topology, plan, json!({})).run().await;
    insta::assert_snapshot!(answer.data(), @r#"{"grids":[{"chief":{"text":"this is 7"}}]}"#);
}

#[tokio::test]
async fn too_many_lookups_are_refused() {
    let (lists, texts) = (listing("Grid", &["1", "2", "3"]).await, telling().await);
    let topology = with_plain(with_plain(Default::default(), "lists", &lists), "texts", &texts);
    let scenario = Scenario::new(topology, grids_plan("texts", &[]), json!({}));
    let answer = scenario.configured(|config| config.limits.max_entities = 2).run().await;
    insta::assert_snapshot!(answer.errors(), @"OPERATION_TOO_COMPLEX at grids: more than 2 objects, or objects of too many partitions, would have to be looked up in `texts`; ask for smaller pages {}");
    assert!(texts.calls().is_empty());
}
