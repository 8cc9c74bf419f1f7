//! Sources that clients of one subscription share, on real sockets: one connection, and nobody who
//! is held by another.

mod support;

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use contract::partition::RouteBy;
use gateway_execution::{
    Executor, ExecutorConfig, Partition, Partitions, Service, Subscription, SubscriptionLimits,
    Topology,
};
use gateway_plan::{EventPosition, Gather, OperationKind, Plan};
use gateway_subgraph_client::{ClientConfig, SubgraphClient};
use serde_json::{Value, json};
use tokio::{
    sync::{Mutex, mpsc},
    time::timeout,
};

use self::support::{
    Answer, Scenario,
    plan::{by, gathered, leaf, object, operation, root_of},
    source::{EventSource, Subscriber},
};

/// The longest that anything here waits for what must come.
const LONG: Duration = Duration::from_secs(30);

/// `subscription { changed { n } }` of the partitions that `districts` names.
fn plan() -> Plan {
    let at = EventPosition { cursor: "at".into(), after: "after".into() };
    let gather = Gather::Events { position: Some(at) };
    let field = gathered("changed", vec![by(RouteBy::Key, "districts")], gather);
    let text = "changed(districts:$districts,after:$after){n at}";
    let fetch = root_of(OperationKind::Subscription, "districts", vec![(text, field)]);
    let selection = vec![object("changed", vec![leaf("n")])];
    operation(OperationKind::Subscription, vec![fetch], selection)
}

fn topology(source: &EventSource) -> Topology {
    let partition = Partition {
        key: "1".to_owned(),
        labels: BTreeMap::new(),
        replicas: Arc::new(source.replicas()),
    };
    let partitions = Partitions::new([partition]).expect("valid keys");
    Topology::new().with("districts", Service::Partitioned(partitions))
}

/// A gateway before one source.
struct Gateway(Executor);

struct Client<'g> {
    executor: &'g Executor,
    subscription: Subscription,
}

impl Gateway {
    fn before(source: &EventSource, limits: SubscriptionLimits) -> Self {
        let mut config = ExecutorConfig::default();
        config.limits.subscriptions = limits;
        let client = SubgraphClient::new(ClientConfig::default());
        Self(Executor::new(Arc::new(topology(source)), client, config))
    }

    fn subscribe(&self, source: &EventSource, variables: Value) -> Client<'_> {
        let scenario = Scenario::new(topology(source), plan(), variables);
        Client { executor: &self.0, subscription: self.0.subscribe(scenario.request) }
    }
}

impl Client<'_> {
    async fn next(&mut self) -> Answer {
        let next = timeout(LONG, self.subscription.next(self.executor)).await;
        Answer(next.expect("something comes").expect("there is more"))
    }

    /// The number of the next event; none for what is no event.
    async fn number(&mut self) -> Option<u64> {
        self.next().await.json()["data"]["changed"]["n"].as_u64()
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

async fn event(subscriber: &mut Subscriber, n: u64) -> bool {
    subscriber.event(json!({ "n": n, "at": n.to_string() })).await
}

/// Where the events of a subscriber begin.
fn begin(subscriber: &Subscriber) -> u64 {
    let after = subscriber.request["variables"]["after"].as_str();
    after.map_or(0, |after| after.parse::<u64>().expect("a position") + 1)
}

/// Sends events one after the other, slowly, to the end of the connection.
async fn endless(mut subscriber: Subscriber) {
    for n in begin(&subscriber).. {
        if !event(&mut subscriber, n).await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

#[tokio::test]
async fn who_asks_for_the_same_shares_a_source() {
    let source = EventSource::start(endless).await;
    let gateway = Gateway::before(&source, quick());
    let mut first = gateway.subscribe(&source, json!({}));
    let mut seen = first.number().await.expect("an event");
    let mut second = gateway.subscribe(&source, json!({}));
    let mut also_seen = second.number().await.expect("an event");
    for _ in 0..20 {
        assert_eq!(first.number().await, Some(seen + 1));
        assert_eq!(second.number().await, Some(also_seen + 1));
        (seen, also_seen) = (seen + 1, also_seen + 1);
    }
    assert_eq!(source.asked().len(), 1, "one connection for both");

    drop(first);
    assert_eq!(second.number().await, Some(also_seen + 1), "who stays goes on");
    drop(second);
    source.has_open(0).await;
    let mut third = gateway.subscribe(&source, json!({}));
    assert_eq!(third.number().await, Some(0), "a new source");
    assert_eq!(source.asked().len(), 2);
}

#[tokio::test]
async fn who_asks_for_something_else_has_another_source() {
    let source = EventSource::start(endless).await;
    let gateway = Gateway::before(&source, quick());
    let mut all = gateway.subscribe(&source, json!({}));
    let mut one = gateway.subscribe(&source, json!({ "districts": ["1"] }));
    let mut behind = gateway.subscribe(&source, json!({ "after": "7" }));
    let mut also_behind = gateway.subscribe(&source, json!({ "after": "7" }));
    assert_eq!((all.number().await, one.number().await), (Some(0), Some(0)));
    assert_eq!((behind.number().await, also_behind.number().await), (Some(8), Some(8)));
    assert_eq!(source.asked().len(), 4);
}

/// A source that sends an event when it is told to, and is lost when nobody can tell it any more.
/// When it is joined again it sends those behind the position that it is asked for.
async fn told_by(events: Arc<Mutex<mpsc::UnboundedReceiver<u64>>>) -> EventSource {
    EventSource::start(move |mut subscriber: Subscriber| {
        let events = Arc::clone(&events);
        async move {
            if subscriber.turn > 0 {
                return endless(subscriber).await;
            }
            let mut events = events.lock().await;
            while let Some(n) = events.recv().await {
                event(&mut subscriber, n).await;
            }
        }
    })
    .await
}

#[tokio::test]
async fn a_shared_source_that_is_lost_is_joined_once_for_all() {
    let (tell, events) = mpsc::unbounded_channel();
    let source = told_by(Arc::new(Mutex::new(events))).await;
    let gateway = Gateway::before(&source, quick());
    let mut first = gateway.subscribe(&source, json!({}));
    let mut second = gateway.subscribe(&source, json!({}));
    // Events go on until both have joined.
    let mut last = 0;
    tell.send(last).expect("the source listens");
    assert_eq!(first.number().await, Some(0));
    while timeout(Duration::from_millis(20), second.number()).await.is_err() {
        last += 1;
        tell.send(last).expect("the source listens");
        assert_eq!(first.number().await, Some(last));
    }
    drop(tell);
    for client in [&mut first, &mut second] {
        // The second may not have taken all of them yet.
        let lost = loop {
            let told = client.next().await;
            if told.json().get("errors").is_some() {
                break told;
            }
        };
        insta::allow_duplicates! {
            insta::assert_snapshot!(lost.errors(), @r#"PARTITION_FAILED at changed: the partition 1 is missing: it could not be reached {"partition":"1","reason":"UNREACHABLE"}"#);
        }
        let returned = client.next().await.json();
        assert_eq!(returned["data"]["changed"]["n"], last + 1, "behind the last one");
        assert_eq!(
            returned["extensions"]["partitions"]["returned"],
            json!([{ "code": "1", "resumed": true }])
        );
    }
    let asked: Vec<Value> =
        source.asked().iter().map(|request| request["variables"].clone()).collect();
    assert_eq!(asked, [Value::Null, json!({ "after": last.to_string() })]);
}

/// The slow client takes nothing until the fast one has everything.
#[tokio::test]
async fn a_slow_client_holds_nobody_and_misses_nothing() {
    const LAST: u64 = 300;
    let source = EventSource::start(async |mut subscriber: Subscriber| {
        for n in begin(&subscriber)..=LAST {
            if !event(&mut subscriber, n).await {
                return;
            }
            tokio::task::yield_now().await;
        }
        subscriber.stay().await;
    })
    .await;
    let limits = SubscriptionLimits { queued_events: 8, ..quick() };
    let gateway = Gateway::before(&source, limits);
    let mut slow = gateway.subscribe(&source, json!({}));
    let mut fast = gateway.subscribe(&source, json!({}));
    let begin = fast.number().await.expect("an event");
    for n in begin + 1..=LAST {
        assert_eq!(fast.number().await, Some(n));
    }
    let first = slow.number().await.expect("an event");
    assert_eq!(first, 0, "it was there first");
    for n in first + 1..=LAST {
        assert_eq!(slow.number().await, Some(n), "each once, in order");
    }
    let asked = source.asked();
    assert_eq!(asked.len(), 2, "the slow one has a source of its own now");
    assert!(asked[1]["variables"]["after"].is_string(), "behind what it was given: {asked:?}");
}
