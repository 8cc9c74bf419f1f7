//! Plain subgraphs: what is sent, where errors stand, the order of fetches and of writes.

mod support;

use std::sync::{Arc, Mutex};

use contract::{
    header,
    identity::{CallerContext, SigningKey},
    partition::RouteBy,
};
use gateway_execution::SubgraphMessages;
use gateway_plan::{Gather, OperationKind, PathSegment, Plan, Step};
use serde_json::{Value, json};
use tokio::sync::Notify;

use support::{
    Scenario, districts,
    plan::{
        by, call, entities, gathered, leaf, list, object, operation, plain, query, required, root,
        root_of,
    },
    subgraph::{Reply, Subgraph},
    with_plain,
};

fn city() -> Plan {
    let fetch = root("city", vec![("a{id}", plain("a")), ("b{id}", plain("b"))]);
    query(vec![fetch], vec![object("a", vec![leaf("id")]), object("b", vec![leaf("id")])])
}

fn scenario(subgraph: &Subgraph) -> Scenario {
    Scenario::new(with_plain(Default::default(), "city", subgraph), city(), json!({}))
}

#[tokio::test]
async fn an_answer_is_projected_and_nothing_is_told_of_partitions() {
    let data = json!({ "b": { "id": 2, "more": 1 }, "a": { "id": 1 } });
    let subgraph = Subgraph::with(data).await;
    let answer = scenario(&subgraph).run().await;
    assert_eq!(&answer.body()[..], br#"{"data":{"a":{"id":1},"b":{"id":2}}}"#);
    assert!(answer.0.complete && answer.0.partitions.is_empty());
}

#[tokio::test]
async fn the_caller_travels_signed_and_the_request_has_its_id() {
    let subgraph = Subgraph::with(json!({ "a": null, "b": null })).await;
    let key = SigningKey::new([7; 32]).expect("long enough");
    scenario(&subgraph).configured(|config| config.signing_key = Some(key.clone())).run().await;
    let headers = &subgraph.calls()[0].headers;
    assert_eq!(headers[header::REQUEST_ID], "request-1");
    let signed = headers[header::CALLER_CONTEXT].to_str().expect("text");
    assert_eq!(key.verify(signed, 1_000), Ok(CallerContext::public(1_000)));
    assert!(headers.contains_key(header::DEADLINE_MS));
}

#[tokio::test]
async fn an_error_keeps_its_place_and_loses_its_inside() {
    let errors = json!([{ "message": "secret", "path": ["a", "id"], "extensions": { "code": "X", "at": 7 } }]);
    let data = json!({ "a": { "id": null }, "b": { "id": 2 } });
    let subgraph = Subgraph::with_errors(data, errors).await;
    let masked = scenario(&subgraph).run().await;
    insta::assert_snapshot!(masked.data(), @r#"{"a":{"id":null},"b":{"id":2}}"#);
    insta::assert_snapshot!(masked.errors(), @r#"SUBGRAPH_FAILED at a.id: the subgraph `city` could not answer this in full {"subgraph":"city"}"#);
    let passed = scenario(&subgraph)
        .configured(|config| config.subgraph_errors.messages = SubgraphMessages::Passed)
        .run()
        .await;
    insta::assert_snapshot!(passed.errors(), @r#"X at a.id: secret {"at":7,"subgraph":"city"}"#);
}

#[tokio::test]
async fn a_lost_subgraph_is_told_for_each_field() {
    let answer = scenario(&Subgraph::dead().await).run().await;
    insta::assert_snapshot!(answer.data(), @r#"{"a":null,"b":null}"#);
    insta::assert_snapshot!(answer.errors(), @r#"
    SUBGRAPH_FAILED at a: the subgraph `city` is missing: it could not be reached {"subgraph":"city","reason":"UNREACHABLE"}
    SUBGRAPH_FAILED at b: the subgraph `city` is missing: it could not be reached {"subgraph":"city","reason":"UNREACHABLE"}
    "#);
    assert!(!answer.0.complete);
}

#[tokio::test]
async fn an_answer_without_data_nulls_every_field_with_an_error() {
    let answer = scenario(&Subgraph::failing("X").await).run().await;
    insta::assert_snapshot!(answer.errors(), @r#"
    SUBGRAPH_FAILED at a: the subgraph `city` could not answer this in full {"subgraph":"city"}
    SUBGRAPH_FAILED at b: the subgraph `city` could not answer this in full {"subgraph":"city"}
    "#);
}

#[tokio::test]
async fn a_subgraph_that_nobody_serves_is_told() {
    let answer = Scenario::new(Default::default(), city(), json!({})).run().await;
    insta::assert_snapshot!(answer.data(), @r#"{"a":null,"b":null}"#);
    insta::assert_snapshot!(answer.errors(), @r"
    SUBGRAPH_FAILED at a: no service is configured for the subgraph `city` {}
    SUBGRAPH_FAILED at b: no service is configured for the subgraph `city` {}
    ");
}

#[tokio::test]
async fn a_missing_value_that_may_not_be_null_is_told_once() {
    let subgraph = Subgraph::with(json!({ "a": { "id": null } })).await;
    let plan = query(
        vec![root("city", vec![("a{id}", plain("a"))])],
        vec![object("a", vec![required("id")])],
    );
    let topology = with_plain(Default::default(), "city", &subgraph);
    let answer = Scenario::new(topology, plan, json!({})).run().await;
    insta::assert_snapshot!(answer.data(), @r#"{"a":null}"#);
    insta::assert_snapshot!(answer.errors(), @"NULL_IN_NON_NULL at a.id: `T.id` has no value, but it must have one {}");
}

#[tokio::test]
async fn a_fetch_may_begin_again_at_the_root_inside_the_answer() {
    let one = Subgraph::with(json!({ "close": { "id": 1 } })).await;
    let error = json!({ "message": "secret", "path": ["city", "id"] });
    let two = Subgraph::with_errors(json!({ "city": { "id": null } }), json!([error])).await;
    let topology = with_plain(with_plain(Default::default(), "one", &one), "two", &two);
    let again = |close: &str| {
        let mut fetch = root("two", vec![("city{id}", plain("city"))]);
        fetch.after = vec![0];
        if let Step::Root(root) = &mut fetch.step {
            root.at = vec![PathSegment::Field(close.into())];
        }
        let first = root("one", vec![("close{id}", plain("close"))]);
        let city = object("city", vec![leaf("id")]);
        query(vec![first, fetch], vec![object("close", vec![leaf("id"), city])])
    };
    let answer = Scenario::new(topology, again("close"), json!({})).run().await;
    insta::assert_snapshot!(answer.data(), @r#"{"close":{"id":1,"city":{"id":null}}}"#);
    insta::assert_snapshot!(answer.errors(), @r#"SUBGRAPH_FAILED at close.city.id: the subgraph `two` could not answer this in full {"subgraph":"two"}"#);

    let asked = two.calls().len();
    let topology = with_plain(with_plain(Default::default(), "one", &one), "two", &two);
    Scenario::new(topology, again("nothing"), json!({})).run().await;
    assert_eq!(two.calls().len(), asked, "there is no place for what it would answer");
}

/// A list of what happened, in order, that handlers of several subgraphs write.
#[derive(Clone, Default)]
struct Journal(Arc<Mutex<Vec<String>>>);

impl Journal {
    fn note(&self, what: &str) {
        self.0.lock().expect("no panic while held").push(what.to_owned());
    }

    fn read(&self) -> String {
        self.0.lock().expect("no panic while held").join(", ")
    }

    /// A subgraph that notes its name and its query, and answers these data.
    async fn subgraph(&self, name: &'static str, data: Value) -> Subgraph {
        let journal = self.clone();
        Subgraph::start(move |request| {
            journal.note(&format!("{name} {}", request["query"].as_str().unwrap_or_default()));
            Reply::Json(json!({ "data": data }))
        })
        .await
    }
}

#[tokio::test]
async fn writes_happen_in_the_order_of_the_client_across_subgraphs() {
    let journal = Journal::default();
    let one = journal.subgraph("one", json!({ "a": 1, "c": 3 })).await;
    let two = journal.subgraph("two", json!({ "b": 2 })).await;
    let topology = with_plain(with_plain(Default::default(), "one", &one), "two", &two);
    let write = |subgraph, key| root_of(OperationKind::Mutation, subgraph, vec![(key, plain(key))]);
    let plan = operation(
        OperationKind::Mutation,
        vec![write("one", "a"), write("two", "b"), write("one", "c")],
        vec![leaf("a"), leaf("b"), leaf("c")],
    );
    let answer = Scenario::new(topology, plan, json!({})).run().await;
    assert_eq!(answer.data(), r#"{"a":1,"b":2,"c":3}"#);
    assert_eq!(journal.read(), "one mutation{a}, two mutation{b}, one mutation{c}");
}

#[tokio::test]
async fn writes_to_several_districts_happen_in_order_too() {
    let journal = Journal::default();
    let a = journal.subgraph("231001", json!({ "x": 1, "z": 3 })).await;
    let b = journal.subgraph("231002", json!({ "y": 2 })).await;
    let topology = districts(&[("231001", &a), ("231002", &b)]);
    let close = |key: &'static str, text: &'static str, variable: &'static str| {
        (text, gathered(key, vec![by(RouteBy::Id, variable)], Gather::One))
    };
    let fetch = root_of(
        OperationKind::Mutation,
        "districts",
        vec![
            close("x", "x:close(id:$a)", "a"),
            close("y", "y:close(id:$b)", "b"),
            close("z", "z:close(id:$a)", "a"),
        ],
    );
    let plan =
        operation(OperationKind::Mutation, vec![fetch], vec![leaf("x"), leaf("y"), leaf("z")]);
    let variables = json!({ "a": "231001:petition:1", "b": "231002:petition:1" });
    let answer = Scenario::new(topology, plan, variables).run().await;
    assert_eq!(answer.data(), r#"{"x":1,"y":2,"z":3}"#);
    assert_eq!(
        journal.read(),
        "231001 mutation($a:V){x:close(id:$a)}, 231002 mutation($b:V){y:close(id:$b)}, 231001 mutation($a:V){z:close(id:$a)}"
    );
}

#[tokio::test]
async fn a_fetch_does_not_wait_for_a_slow_one_that_it_does_not_need() {
    // `slow` answers only when the lookup that follows `quick` has been made. Were there waves,
    // this would end at the deadline.
    let made = Arc::new(Notify::new());
    let signal = Arc::clone(&made);
    let quick = Subgraph::with(json!({ "grids": [{ "__typename": "Grid", "id": "1" }] })).await;
    let texts = Subgraph::start(move |_| {
        signal.notify_one();
        Reply::Json(json!({ "data": { "_entities": [{ "text": "told" }] } }))
    })
    .await;
    let slow = Subgraph::after(made, json!({ "city": 1 })).await;
    let topology = with_plain(with_plain(Default::default(), "quick", &quick), "texts", &texts);
    let topology = with_plain(topology, "slow", &slow);
    let text = "_entities(representations:$r){text}";
    let plan = query(
        vec![
            root("slow", vec![("city", plain("city"))]),
            root("quick", vec![("grids{__typename id}", plain("grids"))]),
            entities("texts", &[1], vec![(text, call("_entities", "r", "grids.@", &[]))]),
        ],
        vec![leaf("city"), list("grids", vec![leaf("text")])],
    );
    let answer = Scenario::new(topology, plan, json!({})).run().await;
    assert_eq!(answer.data(), r#"{"city":1,"grids":[{"text":"told"}]}"#);
}

#[tokio::test]
async fn a_subscription_is_refused() {
    let plan = operation(OperationKind::Subscription, vec![], vec![leaf("a")]);
    let answer = Scenario::new(Default::default(), plan, json!({})).run().await;
    insta::assert_snapshot!(answer.errors(), @"BAD_REQUEST at ?: a subscription has events, not one answer {}");
    assert!(answer.json().get("data").is_none(), "nothing was run");
}
