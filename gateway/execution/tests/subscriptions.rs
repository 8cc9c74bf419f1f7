//! Subscriptions over sources on real sockets: events and their fetches, fan-in, loss and return,
//! slow clients.

mod support;

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use contract::partition::RouteBy;
use gateway_execution::{
    Executor, ExecutorConfig, Partition, Partitions, Service, Subscription, SubscriptionLimits,
    Topology,
};
use gateway_plan::{EventPosition, Gather, OperationKind, Plan, ProjectedField};
use gateway_subgraph_client::{ClientConfig, SubgraphClient};
use serde_json::{Value, json};

use self::support::{
    Answer, Scenario,
    plan::{by, call, entities, gathered, leaf, object, operation, plain, root_of},
    source::{EventSource, Subscriber},
    subgraph::Subgraph,
    with_plain,
};

/// A subscription that is open, and the executor that opened it.
struct Open {
    executor: Executor,
    subscription: Subscription,
}

impl Open {
    fn new(topology: Topology, plan: Plan, variables: Value, limits: SubscriptionLimits) -> Self {
        Self::with_policy(topology, plan, variables, limits, "PARTIAL")
    }

    fn with_policy(
        topology: Topology,
        plan: Plan,
        variables: Value,
        limits: SubscriptionLimits,
        policy: &str,
    ) -> Self {
        let scenario = Scenario::new(topology, plan, variables).policy(policy);
        let mut config = ExecutorConfig::default();
        config.limits.subscriptions = limits;
        let client = SubgraphClient::new(ClientConfig::default());
        let executor = Executor::new(Arc::new(scenario.topology), client, config);
        let subscription = executor.subscribe(scenario.request);
        Self { executor, subscription }
    }

    async fn next(&mut self) -> Option<Answer> {
        let next = self.subscription.next(&self.executor);
        let next = tokio::time::timeout(Duration::from_secs(30), next).await;
        next.expect("there is an event or an end").map(Answer)
    }

    /// The data of the next event.
    async fn data(&mut self) -> String {
        self.next().await.expect("an event").data()
    }

    /// The data of all events to the end.
    async fn rest(&mut self) -> Vec<String> {
        let mut rest = Vec::new();
        while let Some(answer) = self.next().await {
            rest.push(answer.data());
        }
        rest
    }
}

/// Limits that do not make tests wait.
fn quick() -> SubscriptionLimits {
    SubscriptionLimits {
        first_pause: Duration::from_millis(5),
        longest_pause: Duration::from_millis(20),
        ..SubscriptionLimits::default()
    }
}

fn selection() -> Vec<ProjectedField> {
    vec![object("changed", vec![leaf("n"), leaf("name")])]
}

/// `subscription { changed { n } }` of the plain subgraph `feed`.
fn plain_plan() -> Plan {
    let fetch =
        root_of(OperationKind::Subscription, "feed", vec![("changed{n}", plain("changed"))]);
    operation(OperationKind::Subscription, vec![fetch], selection())
}

/// The same of the partitioned subgraph `districts`, by the argument `districts`.
fn partitioned_plan(position: bool) -> Plan {
    let at = EventPosition { cursor: "at".into(), after: "after".into() };
    let gather = Gather::Events { position: position.then_some(at) };
    let field = gathered("changed", vec![by(RouteBy::Key, "districts")], gather);
    let text = "changed(districts:$districts,after:$after){n at}";
    let fetch = root_of(OperationKind::Subscription, "districts", vec![(text, field)]);
    operation(OperationKind::Subscription, vec![fetch], selection())
}

fn feed(source: &EventSource) -> Topology {
    Topology::new().with("feed", Service::Plain(Arc::new(source.replicas())))
}

fn districts(sources: &[(&str, &EventSource)]) -> Topology {
    let partitions = sources.iter().map(|(key, source)| Partition {
        key: (*key).to_owned(),
        labels: BTreeMap::new(),
        replicas: Arc::new(source.replicas()),
    });
    let partitions = Partitions::new(partitions).expect("valid keys");
    Topology::new().with("districts", Service::Partitioned(partitions))
}

/// Sends events `0..count`, then stays.
async fn counting(mut subscriber: Subscriber, count: usize) {
    for n in 0..count {
        subscriber.event(json!({ "n": n })).await;
    }
    subscriber.stay().await;
}

#[tokio::test]
async fn events_come_in_their_order_and_end_with_the_source() {
    let source = EventSource::start(async |mut subscriber: Subscriber| {
        for n in 0..3 {
            subscriber.event(json!({ "n": n, "hidden": true })).await;
        }
        subscriber.complete().await;
    })
    .await;
    let mut open = Open::new(feed(&source), plain_plan(), json!({}), quick());
    insta::assert_debug_snapshot!(open.rest().await, @r#"
    [
        "{\"changed\":{\"n\":0,\"name\":null}}",
        "{\"changed\":{\"n\":1,\"name\":null}}",
        "{\"changed\":{\"n\":2,\"name\":null}}",
    ]
    "#);
    assert_eq!(source.asked()[0]["query"], "subscription{changed{n}}");
}

#[tokio::test]
async fn entities_are_fetched_for_each_event() {
    let source = EventSource::start(async |mut subscriber: Subscriber| {
        for id in ["a", "b"] {
            subscriber.event(json!({ "n": 1, "__typename": "T", "id": id })).await;
        }
        subscriber.complete().await;
    })
    .await;
    let names = Subgraph::start(|request| {
        let id = request["variables"]["r"][0]["id"].as_str().unwrap_or_default().to_owned();
        support::subgraph::Reply::Json(json!({ "data": { "_entities": [{ "name": id + "!" }] } }))
    })
    .await;
    let mut plan = plain_plan();
    let lookup = call("_entities", "r", "changed", &[]);
    plan.fetches.push(entities(
        "names",
        &[0],
        vec![("_entities(representations:$r){name}", lookup)],
    ));
    let topology = with_plain(feed(&source), "names", &names);
    let mut open = Open::new(topology, plan, json!({}), quick());
    insta::assert_debug_snapshot!(open.rest().await, @r#"
    [
        "{\"changed\":{\"n\":1,\"name\":\"a!\"}}",
        "{\"changed\":{\"n\":1,\"name\":\"b!\"}}",
    ]
    "#);
    assert_eq!(names.calls().len(), 2, "one call for each event");
}

#[tokio::test]
async fn errors_of_an_event_stand_in_it_and_the_next_comes() {
    let source = EventSource::start(async |mut subscriber: Subscriber| {
        let error = json!({ "message": "secret", "path": ["changed", "n"] });
        subscriber.answer(json!({ "data": { "changed": { "n": null } }, "errors": [error] })).await;
        subscriber.event(json!({ "n": 2 })).await;
        subscriber.complete().await;
    })
    .await;
    let mut open = Open::new(feed(&source), plain_plan(), json!({}), quick());
    let first = open.next().await.expect("an event");
    insta::assert_snapshot!(first.errors(), @r#"SUBGRAPH_FAILED at changed.n: the subgraph `feed` could not answer this in full {"subgraph":"feed"}"#);
    assert_eq!(open.rest().await.len(), 1);
}

#[tokio::test]
async fn a_source_that_refuses_is_told_and_ends_it() {
    let source = EventSource::start(async |mut subscriber: Subscriber| {
        let error = json!({ "message": "secret", "extensions": { "code": "X" } });
        subscriber.refuse(json!([error])).await;
        subscriber.stay().await;
    })
    .await;
    let mut open = Open::new(feed(&source), plain_plan(), json!({}), quick());
    let told = open.next().await.expect("the refusal");
    insta::assert_snapshot!(told.errors(), @r#"SUBGRAPH_FAILED at changed: the subgraph `feed` could not answer this in full {"subgraph":"feed"}"#);
    assert!(open.next().await.is_none());
}

#[tokio::test]
async fn a_plain_source_that_is_lost_ends_it() {
    let source = EventSource::start(async |mut subscriber: Subscriber| {
        subscriber.event(json!({ "n": 1 })).await;
    })
    .await;
    let mut open = Open::new(feed(&source), plain_plan(), json!({}), quick());
    assert_eq!(open.data().await, r#"{"changed":{"n":1,"name":null}}"#);
    let lost = open.next().await.expect("the loss");
    insta::assert_snapshot!(lost.errors(), @r#"SUBGRAPH_FAILED at changed: the subgraph `feed` is missing: it could not be reached {"subgraph":"feed","reason":"UNREACHABLE"}"#);
    assert!(open.next().await.is_none());
    assert_eq!(source.asked().len(), 1, "it is not joined again");
}

#[tokio::test]
async fn events_of_chosen_partitions_keep_their_order_in_each() {
    let count = 50;
    let [a, b, other] = [
        EventSource::start(move |subscriber| counting(subscriber, count)).await,
        EventSource::start(move |subscriber| counting(subscriber, count)).await,
        EventSource::start(move |subscriber| counting(subscriber, count)).await,
    ];
    let topology = districts(&[("1", &a), ("2", &b), ("3", &other)]);
    let variables = json!({ "districts": ["1", "2"] });
    let mut open = Open::new(topology, partitioned_plan(false), variables, quick());
    let mut seen: BTreeMap<String, Vec<u64>> = BTreeMap::new();
    for _ in 0..2 * count {
        let event = open.next().await.expect("an event").json();
        let from = event["extensions"]["partitions"]["answered"][0].as_str().expect("one");
        let n = event["data"]["changed"]["n"].as_u64().expect("a number");
        seen.entry(from.to_owned()).or_default().push(n);
    }
    let all: Vec<u64> = (0..count as u64).collect();
    assert_eq!(seen, BTreeMap::from([("1".to_owned(), all.clone()), ("2".to_owned(), all)]));
    assert!(other.asked().is_empty(), "it was not chosen");
}

#[tokio::test]
async fn dropping_the_subscription_ends_its_sources() {
    let source = EventSource::start(|subscriber| counting(subscriber, 1)).await;
    let mut open = Open::new(feed(&source), plain_plan(), json!({}), quick());
    open.data().await;
    source.has_open(1).await;
    drop(open);
    source.has_open(0).await;
}

/// A source that sends `at..at+2` after the position that it is asked for and is lost after the
/// first turn.
async fn resumable(subscriber: Subscriber, after: Option<u64>) {
    let mut subscriber = subscriber;
    let first = after.map_or(1, |after| after + 1);
    for n in first..first + 2 {
        subscriber.event(json!({ "n": n, "at": n.to_string() })).await;
    }
    if subscriber.turn > 0 {
        subscriber.stay().await;
    }
}

#[tokio::test]
async fn a_lost_partition_is_told_and_goes_on_behind_its_last_event() {
    let asked = Arc::new(std::sync::Mutex::new(Vec::<Option<u64>>::from([None, Some(2)])));
    let source = EventSource::start(move |subscriber| {
        let after = asked.lock().expect("not poisoned")[subscriber.turn.min(1)];
        resumable(subscriber, after)
    })
    .await;
    let quiet =
        EventSource::start(async |mut subscriber: Subscriber| subscriber.stay().await).await;
    let topology = districts(&[("1", &source), ("2", &quiet)]);
    let mut open = Open::new(topology, partitioned_plan(true), json!({}), quick());
    assert_eq!(open.data().await, r#"{"changed":{"n":1,"name":null}}"#);
    assert_eq!(open.data().await, r#"{"changed":{"n":2,"name":null}}"#);

    let lost = open.next().await.expect("the loss");
    assert_eq!(lost.data(), r#"{"changed":null}"#);
    insta::assert_snapshot!(lost.errors(), @r#"PARTITION_FAILED at changed: the partition 1 is missing: it could not be reached {"partition":"1","reason":"UNREACHABLE"}"#);
    let partitions = &lost.json()["extensions"]["partitions"];
    assert_eq!(partitions["asked"], json!(["1", "2"]));
    assert_eq!(partitions["failed"][0]["code"], "1");

    let third = open.next().await.expect("an event");
    assert_eq!(third.data(), r#"{"changed":{"n":3,"name":null}}"#);
    let returned = &third.json()["extensions"]["partitions"]["returned"];
    assert_eq!(returned, &json!([{ "code": "1", "resumed": true }]));
    let fourth = open.next().await.expect("an event").json();
    assert_eq!(fourth["extensions"]["partitions"]["returned"], Value::Null, "it is told once");

    let variables: Vec<Value> =
        source.asked().iter().map(|request| request["variables"].clone()).collect();
    assert_eq!(variables, [Value::Null, json!({ "after": "2" })]);
}

#[tokio::test]
async fn an_event_that_is_sent_again_on_return_comes_once() {
    let source = EventSource::start(async |mut subscriber: Subscriber| {
        if subscriber.turn == 0 {
            subscriber.event(json!({ "n": 1, "at": "x" })).await;
            return;
        }
        // It begins with the position, and not behind it.
        subscriber.event(json!({ "n": 1, "at": "x" })).await;
        subscriber.event(json!({ "n": 2, "at": "y" })).await;
        subscriber.complete().await;
    })
    .await;
    let topology = districts(&[("1", &source)]);
    let mut open = Open::new(topology, partitioned_plan(true), json!({}), quick());
    let events: Vec<String> =
        open.rest().await.into_iter().filter(|data| data != r#"{"changed":null}"#).collect();
    assert_eq!(
        events,
        [r#"{"changed":{"n":1,"name":null}}"#, r#"{"changed":{"n":2,"name":null}}"#]
    );
}

#[tokio::test]
async fn without_a_position_a_gap_is_told() {
    let source = EventSource::start(async |mut subscriber: Subscriber| {
        subscriber.event(json!({ "n": subscriber.turn })).await;
        if subscriber.turn > 0 {
            subscriber.stay().await;
        }
    })
    .await;
    let topology = districts(&[("1", &source)]);
    let mut open = Open::new(topology, partitioned_plan(false), json!({}), quick());
    open.data().await;
    assert_eq!(open.data().await, r#"{"changed":null}"#);
    let returned = open.next().await.expect("an event").json();
    assert_eq!(
        returned["extensions"]["partitions"]["returned"],
        json!([{ "code": "1", "resumed": false }])
    );
}

#[tokio::test]
async fn a_partition_that_is_away_is_told_once_however_often_it_is_tried() {
    let away = EventSource::start(async |_: Subscriber| {}).await;
    let replicas = away.replicas();
    drop(away);
    let here = EventSource::start(|subscriber| counting(subscriber, 1)).await;
    let partition = |key: &str, replicas| Partition {
        key: key.to_owned(),
        labels: BTreeMap::new(),
        replicas: Arc::new(replicas),
    };
    let partitions = [partition("1", replicas), partition("2", here.replicas())];
    let service = Service::Partitioned(Partitions::new(partitions).expect("valid keys"));
    let topology = Topology::new().with("districts", service);
    let mut open = Open::new(topology, partitioned_plan(true), json!({}), quick());
    let mut both = [open.data().await, open.data().await];
    both.sort();
    assert_eq!(
        both,
        [r#"{"changed":null}"#, r#"{"changed":{"n":0,"name":null}}"#].map(str::to_owned)
    );
    let more = tokio::time::timeout(Duration::from_millis(300), open.next()).await;
    assert!(
        more.is_err(),
        "nothing more is told: {:?}",
        more.map(|answer| answer.map(|a| a.data()))
    );
}

#[tokio::test]
async fn a_policy_that_demands_all_ends_with_the_first_loss() {
    let lost = EventSource::start(async |_: Subscriber| {}).await;
    let here = EventSource::start(|subscriber| counting(subscriber, 0)).await;
    let topology = districts(&[("1", &lost), ("2", &here)]);
    let plan = partitioned_plan(true);
    let mut open = Open::with_policy(topology, plan, json!({}), quick(), "ABORT");
    let told = open.next().await.expect("the loss");
    insta::assert_snapshot!(told.errors(), @r#"PARTITIONS_MISSING at changed: 1 of 2 partitions failed, and the policy is ABORT {"failed":[{"code":"1","reason":"UNREACHABLE"}]}"#);
    assert!(open.next().await.is_none());
}

#[tokio::test]
async fn an_unknown_partition_is_refused_and_nobody_is_asked() {
    let source = EventSource::start(|subscriber| counting(subscriber, 0)).await;
    let topology = districts(&[("1", &source)]);
    let variables = json!({ "districts": ["9"] });
    let mut open = Open::new(topology, partitioned_plan(false), variables, quick());
    let told = open.next().await.expect("the refusal");
    insta::assert_snapshot!(told.errors(), @"PARTITION_UNKNOWN at changed: `districts` names the partition `9`, which is unknown; known are 1 {}");
    assert!(open.next().await.is_none());
    assert!(source.asked().is_empty());
}

#[tokio::test]
async fn a_client_that_takes_nothing_is_ended_with_what_is_queued_and_a_reason() {
    let source = EventSource::start(|subscriber| counting(subscriber, 1_000)).await;
    let limits =
        SubscriptionLimits { queued_events: 4, patience: Duration::from_millis(50), ..quick() };
    let mut open = Open::new(feed(&source), plain_plan(), json!({}), limits);
    source.has_open(1).await;
    // The source's connection is closed once patience has ended.
    source.has_open(0).await;
    let mut answers = Vec::new();
    while let Some(answer) = open.next().await {
        answers.push(answer);
    }
    let last = answers.pop().expect("the reason");
    insta::assert_snapshot!(last.errors(), @"SLOW_CONSUMER at ?: events came faster than they were taken: none was taken from a full queue for 50 ms {}");
    // What told that the source was joined has a place of the queue too.
    let numbers: Vec<Value> =
        answers.iter().map(|answer| answer.json()["data"]["changed"]["n"].clone()).collect();
    assert_eq!(numbers, [0, 1, 2].map(Value::from));
}
