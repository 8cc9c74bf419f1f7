//! Subscriptions over partitions of several versions, from the sockets of clients to those of
//! partitions: what a version lacks is told in the stream, and clients share what they ask for.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::timeout;

use crate::support::{PartitionedGateway, Socket, Version};

const QUERY: &str = "subscription { changed { at text note } }";

/// It knows nothing of events.
fn oldest() -> Version {
    Version::of(
        "type Query { count: Int @merge(law: SUM) } type Item @key(fields: \"id\") { id: ID! @route(by: ID) }",
        json!({ "count": 1 }),
    )
}

fn with_events(fields: &str) -> Version {
    let types = format!(
        "type Subscription {{ changed(after: String): Change @merge(law: EVENTS, by: [\"at\"]) }}
         type Change {{ {fields} }}"
    );
    let Version { sdl, data } = oldest();
    Version { sdl: sdl + &types, data }
}

/// Partitions of three versions, the oldest first.
async fn gateway() -> PartitionedGateway {
    let (old, new) = (
        with_events("at: String! text: String"),
        with_events("at: String! text: String note: String"),
    );
    PartitionedGateway::start("", vec![("a", oldest()), ("b", old), ("c", new)]).await
}

/// A client that has subscribed and was told of the partition that cannot send events.
async fn subscriber(gateway: &PartitionedGateway) -> Socket {
    let mut socket = Socket::ready(gateway.client.address).await;
    socket.subscribe("s", QUERY).await;
    let told = socket.hear_json().await;
    assert_eq!(told["payload"]["data"], json!({ "changed": null }));
    let extensions = &told["payload"]["errors"][0]["extensions"];
    assert_eq!(
        extensions,
        &json!({ "code": "PARTITION_FAILED", "partition": "a", "reason": "VERSION_SKEW" })
    );
    socket
}

fn event(at: u64) -> Value {
    json!({ "at": at.to_string(), "text": "x", "note": "y" })
}

#[tokio::test]
async fn what_a_version_lacks_of_events_is_told_in_the_stream() {
    let gateway = gateway().await;
    let [a, b, c] = gateway.partitions.as_slice() else { panic!("three partitions") };
    let mut client = subscriber(&gateway).await;
    b.has_listeners(1).await;
    c.has_listeners(1).await;

    b.send(json!({ "at": "1", "text": "x" }));
    let told = client.hear_json().await["payload"].take();
    assert_eq!(told["data"]["changed"], json!({ "at": "1", "text": "x", "note": null }));
    assert_eq!(told.get("errors"), None);
    assert_eq!(
        told["extensions"]["partitions"]["lacking"],
        json!([{ "code": "b", "fields": ["Change.note"] }])
    );

    c.send(event(2));
    let told = client.hear_json().await["payload"].take();
    assert_eq!(told["data"]["changed"], event(2));
    assert_eq!(told["extensions"]["partitions"].get("lacking"), None);
    assert!(a.bodies().is_empty(), "it is not asked");
    assert!(b.bodies().iter().all(|body| !body.contains("note")));
    let refusals: usize = gateway.partitions.iter().map(|partition| partition.refusals()).sum();
    assert_eq!(refusals, 0);
}

#[tokio::test]
async fn clients_that_subscribe_to_the_same_share_the_sources() {
    let gateway = gateway().await;
    let [_, b, c] = gateway.partitions.as_slice() else { panic!("three partitions") };
    let mut clients = [subscriber(&gateway).await, subscriber(&gateway).await];
    b.has_listeners(1).await;
    c.has_listeners(1).await;
    // Events go on until both have joined.
    let mut at = 0;
    for client in &mut clients {
        let heard = loop {
            at += 1;
            c.send(event(at));
            if let Ok(heard) = timeout(Duration::from_millis(50), client.hear_json()).await {
                break heard;
            }
        };
        assert_eq!(heard["payload"]["errors"], Value::Null);
    }
    assert_eq!((b.bodies().len(), c.bodies().len()), (1, 1), "one connection for both");

    let [first, mut second] = clients;
    drop(first);
    at += 1;
    c.send(event(at));
    while second.hear_json().await["payload"]["data"]["changed"] != event(at) {}
    drop(second);
    b.has_listeners(0).await;
    c.has_listeners(0).await;
}
