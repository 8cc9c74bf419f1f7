//! Partitions of two versions on real sockets: what each is sent, what the client is told, and a
//! rollout of a new version partition by partition while requests come in. Partitions hold every
//! operation to their schema, so that one that does not fit would show.

use std::{
    fs,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use serde_json::{Value, json};

use crate::{
    process::{Process, text},
    support::{Client, PartitionedGateway, Version, VersionedPartition, partition},
};

fn coverage(key: &str) -> Value {
    json!({ "asked": [key], "answered": [key], "missing": [], "complete": true })
}

fn old(key: &str) -> Version {
    let sdl =
        "type Query { items: [Item!]! @merge(law: CONCAT) totals: Totals! @merge(law: OBJECT) }
        type Item @key(fields: \"id\") { id: ID! @route(by: ID) name: String! }
        type Totals { count: Int! @merge(law: SUM) coverage: Coverage! @merge(law: COVERAGE) }";
    let items = json!([{ "id": format!("{key}:item:1"), "name": format!("item of {key}") }]);
    let totals = json!({ "count": 1, "coverage": coverage(key) });
    Version::of(sdl, json!({ "items": items, "totals": totals }))
}

fn new(key: &str) -> Version {
    let sdl = "type Query { items(state: State): [Item!]! @merge(law: CONCAT) totals: Totals! @merge(law: OBJECT) extra: Int @merge(law: SUM) }
        type Item @key(fields: \"id\") { id: ID! @route(by: ID) name: String! note: String }
        type Totals { count: Int! @merge(law: SUM) notes: Int @merge(law: SUM) coverage: Coverage! @merge(law: COVERAGE) }
        enum State { OPEN CLOSED }";
    let mut data = old(key).data;
    data["items"][0]["note"] = json!("new");
    data["totals"]["notes"] = json!(1);
    data["extra"] = json!(5);
    Version::of(sdl, data)
}

/// A gateway over a partition of each version, the older one first.
async fn mixed() -> PartitionedGateway {
    PartitionedGateway::start("", vec![("a", old("a")), ("b", new("b"))]).await
}

#[tokio::test]
async fn a_field_that_a_partition_lacks_is_null_and_told() {
    let gateway = mixed().await;
    let answer = gateway.ask("{ items { name note } }").await;
    insta::assert_snapshot!(answer.text(), @r#"{"data":{"items":[{"name":"item of a","note":null},{"name":"item of b","note":"new"}]},"extensions":{"partitions":{"asked":["a","b"],"answered":["a","b"],"empty":[],"failed":[],"lacking":[{"code":"a","fields":["Item.note"]}]}}}"#);
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    insta::assert_snapshot!(gateway.partitions[0].bodies().join("\n"), @"query{items { name _y_id: id }}");
    insta::assert_snapshot!(gateway.partitions[1].bodies().join("\n"), @"query{items{name note _y_id: id}}");
}

#[tokio::test]
async fn coverage_in_the_data_tells_whose_part_lacks_a_field() {
    let gateway = mixed().await;
    let answer = gateway
        .ask("{ totals { count notes coverage { answered complete missing { code reason } } } }")
        .await;
    insta::assert_snapshot!(answer.json()["data"], @r#"{"totals":{"count":2,"notes":1,"coverage":{"answered":["a","b"],"complete":false,"missing":[{"code":"a","reason":"VERSION_SKEW"}]}}}"#);
    assert_eq!(answer.json().get("errors"), None);
}

#[tokio::test]
async fn a_root_field_that_a_partition_lacks_is_not_asked_of_it() {
    let gateway = mixed().await;
    let answer = gateway.ask("{ extra items { name } }").await;
    insta::assert_snapshot!(answer.json()["data"], @r#"{"extra":5,"items":[{"name":"item of a"},{"name":"item of b"}]}"#);
    insta::assert_snapshot!(answer.json()["errors"], @r#"[{"message":"the partition a is missing: its version cannot answer the operation","locations":[{"line":1,"column":3}],"path":["extra"],"extensions":{"code":"PARTITION_FAILED","partition":"a","reason":"VERSION_SKEW"}}]"#);
    assert!(gateway.partitions[0].bodies().iter().all(|body| !body.contains("extra")));
}

#[tokio::test]
async fn an_argument_that_a_partition_lacks_leaves_it_out_when_it_has_a_value() {
    let gateway = mixed().await;
    let with = gateway.ask("{ items(state: OPEN) { name } }").await;
    insta::assert_snapshot!(with.json()["data"], @r#"{"items":[{"name":"item of b"}]}"#);
    assert_eq!(with.json()["errors"][0]["extensions"]["reason"], "VERSION_SKEW");
    assert!(gateway.partitions[0].bodies().is_empty());
    let without = gateway.ask("query($s: State) { items(state: $s) { name } }").await;
    insta::assert_snapshot!(without.json(), @r#"{"data":{"items":[{"name":"item of a"},{"name":"item of b"}]},"extensions":{"partitions":{"asked":["a","b"],"answered":["a","b"],"empty":[],"failed":[]}}}"#);
}

#[tokio::test]
async fn what_both_versions_know_is_the_same_bytes_for_both() {
    let gateway = mixed().await;
    let answer = gateway.ask("{ items { id name } }").await;
    assert_eq!(answer.json().get("errors"), None);
    assert_eq!(answer.header("cache-control"), None);
    assert_eq!(gateway.partitions[0].bodies(), gateway.partitions[1].bodies());
}

/// Asks again and again until it is told to stop, and counts answers and those with errors.
async fn load(client: Client, goes_on: Arc<AtomicBool>, answers: Arc<AtomicUsize>) -> Vec<String> {
    let mut wrong = Vec::new();
    let queries = ["{ items { id name } }", "{ totals { count } }", "{ items { name note } }"];
    for query in queries.iter().cycle() {
        if !goes_on.load(Ordering::SeqCst) {
            return wrong;
        }
        let answer = client.query(query).await;
        answers.fetch_add(1, Ordering::SeqCst);
        let is_whole =
            answer.json()["data"]["items"].as_array().is_none_or(|items| items.len() == 3)
                && answer.json()["data"]["totals"]["count"].as_u64().is_none_or(|count| count == 3);
        let is_unknown = answer.code() == "GRAPHQL_VALIDATION_FAILED" && query.contains("note");
        if !is_unknown && (!is_whole || answer.json().get("errors").is_some()) {
            wrong.push(answer.text());
        }
    }
    wrong
}

/// Every partition has two replicas, and each is restarted with the new version, one after the
/// other, as a rolling upgrade does it. Clients see no error and no missing row; and when it is
/// over, the new field has a value everywhere, although nobody told the gateway.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rollout_partition_by_partition_shows_no_error() {
    let keys = ["a", "b", "c"];
    let mut replicas = Vec::new();
    for key in keys {
        replicas.push((key, VersionedPartition::start(old(key)).await));
        replicas.push((key, VersionedPartition::start(old(key)).await));
    }
    let partitions: String =
        replicas.chunks(2).map(|pair| partition(pair[0].0, &[&pair[0].1, &pair[1].1])).collect();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("gateway.toml");
    let settings = "listen = \"127.0.0.1:0\"\n[partitions]\nschema_poll_ms = 100\n";
    fs::write(&path, format!("{settings}[[subgraphs]]\nname = \"items\"\n{partitions}"))
        .expect("written");
    let gateway = Process::start(&["--config", text(&path)]);
    let client = gateway.client();
    assert_eq!(client.query("{ items { note } }").await.code(), "GRAPHQL_VALIDATION_FAILED");

    let (goes_on, answers) = (Arc::new(AtomicBool::new(true)), Arc::new(AtomicUsize::new(0)));
    let loads: Vec<_> = (0..2)
        .map(|_| tokio::spawn(load(client, Arc::clone(&goes_on), Arc::clone(&answers))))
        .collect();
    let more = async |count: usize| {
        let target = answers.load(Ordering::SeqCst) + count;
        while answers.load(Ordering::SeqCst) < target {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    for (key, replica) in &mut replicas {
        more(20).await;
        replica.restart(new(key)).await;
        gateway.logged("the changed schemas of services are served");
    }
    more(20).await;
    goes_on.store(false, Ordering::SeqCst);
    for load in loads {
        assert_eq!(load.await.expect("no panic"), Vec::<String>::new());
    }
    let refusals: usize = replicas.iter().map(|(_, replica)| replica.refusals()).sum();
    assert_eq!(refusals, 0, "nothing was sent that a version does not know");
    let answer = client.query("{ items { note } }").await.json();
    assert_eq!(
        answer["data"]["items"],
        json!([{ "note": "new" }, { "note": "new" }, { "note": "new" }])
    );
    assert_eq!(answer["extensions"]["partitions"].get("lacking"), None);
}

/// A partition that is put back to an older version between two looks at its schema refuses what it
/// is sent. It is missing from that answer for its version, its schema is read at once, and what it
/// is sent next fits.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_partition_that_is_put_back_refuses_once_and_is_read_again() {
    let kept = VersionedPartition::start(new("a")).await;
    let mut put_back = VersionedPartition::start(new("b")).await;
    let partitions = partition("a", &[&kept]) + &partition("b", &[&put_back]);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("gateway.toml");
    // Nothing but a refusal makes the gateway look.
    let settings = "listen = \"127.0.0.1:0\"\n[partitions]\nschema_poll_ms = 0\n";
    fs::write(&path, format!("{settings}[[subgraphs]]\nname = \"items\"\n{partitions}"))
        .expect("written");
    let gateway = Process::start(&["--config", text(&path)]);
    let client = gateway.client();
    let query = "{ items { name note } }";
    let whole = client.query(query).await.json();
    assert_eq!(whole["data"]["items"][1], json!({ "name": "item of b", "note": "new" }));

    put_back.restart(old("b")).await;
    let refused = client.query(query).await;
    insta::assert_snapshot!(refused.json()["data"], @r#"{"items":[{"name":"item of a","note":"new"}]}"#);
    insta::assert_snapshot!(refused.json()["errors"], @r#"[{"message":"the partition b is missing: its version cannot answer the operation","locations":[{"line":1,"column":3}],"path":["items"],"extensions":{"code":"PARTITION_FAILED","partition":"b","reason":"VERSION_SKEW"}}]"#);
    assert_eq!(refused.header("cache-control"), Some("no-store"));

    gateway.logged("the changed schemas of services are served");
    let refusals = put_back.refusals();
    let fits = client.query(query).await.json();
    assert_eq!(fits.get("errors"), None);
    assert_eq!(fits["data"]["items"][1], json!({ "name": "item of b", "note": null }));
    assert_eq!(
        fits["extensions"]["partitions"]["lacking"],
        json!([{ "code": "b", "fields": ["Item.note"] }])
    );
    assert_eq!((refusals, put_back.refusals()), (1, 1), "what it is sent fits from now on");
}
