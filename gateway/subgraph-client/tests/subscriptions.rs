//! Subscriptions to services on real sockets: the protocols, the headers, and every way to end.

mod service;
mod source;

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use contract::{
    coverage::MissingReason,
    header::{CALLER_CONTEXT, DEADLINE_MS, REQUEST_ID},
    identity::{CallerContext, SigningKey},
};
use gateway_subgraph_client::{
    CallError, CallerSigner, ClientConfig, EventSource, OutgoingHeaders, Replicas, SourceEvent,
    SubgraphClient, SubscriptionCall, SubscriptionConfig, SubscriptionPath, SubscriptionProtocol,
    SubscriptionTransport,
};

use self::{
    service::{Script, Service},
    source::{Peer, Source},
};

const PROTOCOL: &str = "graphql-transport-ws";
const BODY: &str = r#"{"query":"subscription{a}"}"#;

fn client(keep_alive: Duration) -> SubgraphClient {
    SubgraphClient::new(ClientConfig {
        subscriptions: SubscriptionConfig {
            max_event_bytes: 1_000,
            join_time: Duration::from_secs(20),
            keep_alive,
        },
        ..ClientConfig::default()
    })
}

async fn subscribe_over(
    protocol: SubscriptionProtocol,
    replicas: &Replicas,
) -> Result<EventSource, CallError> {
    let transport = SubscriptionTransport { protocol, path: None };
    let headers = OutgoingHeaders::new().with_request_id("r-1");
    let call = SubscriptionCall { body: Bytes::from_static(BODY.as_bytes()), headers: &headers };
    client(Duration::from_secs(20)).subscribe(replicas, &transport, call).await
}

async fn over_websocket(replicas: &Replicas) -> Result<EventSource, CallError> {
    subscribe_over(SubscriptionProtocol::WebSocket, replicas).await
}

/// All that comes, one line each.
async fn drain(mut source: EventSource) -> Vec<String> {
    let mut lines = Vec::new();
    loop {
        let text = |bytes: &Bytes| String::from_utf8_lossy(bytes).into_owned();
        match source.next().await {
            Ok(SourceEvent::Next(answer)) => lines.push(text(&answer)),
            Ok(SourceEvent::Refused(answer)) => lines.push(format!("refused {}", text(&answer))),
            Ok(SourceEvent::Complete) => {
                lines.push("complete".to_owned());
                return lines;
            }
            Err(error) => {
                lines.push(format!("lost: {:?}", error.reason()));
                return lines;
            }
        }
    }
}

#[tokio::test]
async fn events_come_over_a_websocket() {
    let source = Source::start(PROTOCOL, async |mut peer: Peer| {
        peer.welcome().await;
        peer.say(r#"{"type":"next","id":"1","payload":{"data":{"a":1}}}"#).await;
        peer.say(r#"{"type":"next","id":"other","payload":{"data":{"a":0}}}"#).await;
        peer.say(r#"{"type":"next","id":"1","payload":{"data":{"a":2}}}"#).await;
        peer.say(r#"{"type":"complete","id":"1"}"#).await;
    })
    .await;
    let events = over_websocket(&source.replicas()).await.expect("joined");
    insta::assert_debug_snapshot!(drain(events).await, @r#"
    [
        "{\"data\":{\"a\":1}}",
        "{\"data\":{\"a\":2}}",
        "complete",
    ]
    "#);
    assert_eq!(source.messages()[1]["payload"].to_string(), BODY);
}

#[tokio::test]
async fn the_caller_is_told_in_the_upgrade_and_in_the_first_message() {
    let source = Source::start(PROTOCOL, async |mut peer: Peer| {
        peer.welcome().await;
        peer.hear_all().await;
    })
    .await;
    let key = SigningKey::new([7; 32]).expect("long enough");
    let headers = OutgoingHeaders::new()
        .with_request_id("r-1")
        .with_caller(&CallerSigner::new(key.clone()), &CallerContext::public(1_000));
    let transport = SubscriptionTransport {
        path: Some(SubscriptionPath::parse("/graphql/ws").expect("a path")),
        ..Default::default()
    };
    let call = SubscriptionCall { body: Bytes::from_static(BODY.as_bytes()), headers: &headers };
    let joined =
        client(Duration::from_secs(20)).subscribe(&source.replicas(), &transport, call).await;
    let events = joined.expect("joined");
    source.heard(&["connection_init", "subscribe"]).await;

    let (path, upgrade) = source.upgrades().remove(0);
    let payload = source.messages().remove(0)["payload"].clone();
    assert_eq!(path, "/graphql/ws");
    for said in [
        &upgrade[CALLER_CONTEXT].to_str().expect("text"),
        &payload[CALLER_CONTEXT].as_str().expect("text"),
    ] {
        assert!(key.verify(said, 1_000).is_ok());
    }
    assert_eq!(
        (&upgrade[REQUEST_ID], &payload[REQUEST_ID]),
        (&"r-1".parse().expect("ok"), &"r-1".into())
    );
    assert!(upgrade.get(DEADLINE_MS).is_none(), "a subscription has no deadline");

    events.close().await;
    source.heard(&["connection_init", "subscribe", "complete"]).await;
}

#[tokio::test]
async fn pings_of_the_service_are_answered() {
    let source = Source::start(PROTOCOL, async |mut peer: Peer| {
        peer.hear().await;
        peer.say(r#"{"type":"ping"}"#).await;
        peer.say(r#"{"type":"connection_ack","payload":{}}"#).await;
        peer.hear().await;
        peer.hear().await;
        peer.say(r#"{"type":"ping","payload":{"x":1}}"#).await;
        peer.hear().await;
        peer.say(r#"{"type":"complete","id":"1"}"#).await;
    })
    .await;
    let events = over_websocket(&source.replicas()).await.expect("joined");
    assert_eq!(drain(events).await, ["complete"]);
    assert_eq!(source.types(), ["connection_init", "pong", "subscribe", "pong"]);
}

#[tokio::test]
async fn a_silent_service_is_pinged_and_then_given_up() {
    let source = Source::start(PROTOCOL, async |mut peer: Peer| {
        peer.welcome().await;
        peer.hear_all().await;
    })
    .await;
    let headers = OutgoingHeaders::new();
    let call = SubscriptionCall { body: Bytes::from_static(BODY.as_bytes()), headers: &headers };
    let transport = SubscriptionTransport::default();
    let client = client(Duration::from_millis(100));
    let events = client.subscribe(&source.replicas(), &transport, call).await.expect("joined");
    assert_eq!(drain(events).await, ["lost: Timeout"]);
    assert!(source.types().contains(&"ping".to_owned()));
}

#[tokio::test]
async fn a_service_that_does_not_run_it_says_why() {
    let source = Source::start(PROTOCOL, async |mut peer: Peer| {
        peer.welcome().await;
        peer.say(r#"{"type":"error","id":"1","payload":[{"message":"no"}]}"#).await;
        peer.hear_all().await;
    })
    .await;
    let events = over_websocket(&source.replicas()).await.expect("joined");
    assert_eq!(drain(events).await, [r#"refused {"errors":[{"message":"no"}]}"#, "complete"]);
}

/// How a subscription ends when a service does this after an event.
async fn end_by<F>(script: impl Fn(Peer) -> F + Send + 'static) -> String
where
    F: Future<Output = ()> + Send + 'static,
{
    let source = Source::start(PROTOCOL, script).await;
    match over_websocket(&source.replicas()).await {
        Ok(events) => drain(events).await.pop().expect("an end"),
        Err(error) => format!("not joined: {:?}", error.reason()),
    }
}

#[tokio::test]
async fn every_end_has_its_reason() {
    let vanishing = end_by(async |mut peer: Peer| peer.welcome().await).await;
    assert_eq!(vanishing, "lost: Unreachable");
    let closing = end_by(async |mut peer: Peer| {
        peer.welcome().await;
        peer.close(1001, "going away").await;
    });
    assert_eq!(closing.await, "lost: Unreachable");
    let forbidding = end_by(async |mut peer: Peer| {
        peer.hear().await;
        peer.close(4403, "Forbidden").await;
    });
    assert_eq!(forbidding.await, "not joined: Unauthorized");
    let babbling = end_by(async |mut peer: Peer| {
        peer.welcome().await;
        peer.say("hello").await;
        peer.hear_all().await;
    });
    assert_eq!(babbling.await, "lost: InvalidAnswer");
    let flooding = end_by(async |mut peer: Peer| {
        peer.welcome().await;
        let text = "x".repeat(2_000);
        peer.say(format!(r#"{{"type":"next","id":"1","payload":"{text}"}}"#)).await;
        peer.hear_all().await;
    });
    assert_eq!(flooding.await, "lost: TooLarge");
}

#[tokio::test]
async fn a_service_that_cannot_be_joined_says_why() {
    let reason = async |replicas: Arc<Replicas>| {
        over_websocket(&replicas).await.expect_err("nothing to join").reason()
    };
    assert_eq!(reason(Service::nobody().await).await, MissingReason::Unreachable);
    let refusing = Service::start(Script::http("403 Forbidden", "text/plain", "no")).await;
    assert_eq!(reason(refusing.replicas()).await, MissingReason::Unauthorized);
    let plain = Service::start(Script::json("{}")).await;
    assert_eq!(reason(plain.replicas()).await, MissingReason::Failed);
    let other = Source::start("graphql-ws", async |mut peer: Peer| peer.hear_all().await).await;
    assert_eq!(reason(Arc::new(other.replicas())).await, MissingReason::InvalidAnswer);
}

#[tokio::test]
async fn a_service_that_does_not_acknowledge_is_given_up() {
    let source = Source::start(PROTOCOL, async |mut peer: Peer| peer.hear_all().await).await;
    let client = SubgraphClient::new(ClientConfig {
        subscriptions: SubscriptionConfig {
            join_time: Duration::from_millis(200),
            ..SubscriptionConfig::default()
        },
        ..ClientConfig::default()
    });
    let headers = OutgoingHeaders::new();
    let call = SubscriptionCall { body: Bytes::from_static(BODY.as_bytes()), headers: &headers };
    let joined = client.subscribe(&source.replicas(), &Default::default(), call).await;
    assert_eq!(joined.expect_err("not acknowledged").reason(), MissingReason::Timeout);
}

#[tokio::test]
async fn another_replica_is_joined_when_the_first_is_gone() {
    let source = Source::start(PROTOCOL, async |mut peer: Peer| {
        peer.welcome().await;
        peer.say(r#"{"type":"complete","id":"1"}"#).await;
    })
    .await;
    let nobody = Service::nobody().await;
    let both = nobody.endpoints().chain(source.replicas().endpoints()).cloned().collect::<Vec<_>>();
    let events = over_websocket(&Replicas::new(both, 8).expect("two")).await.expect("joined");
    assert_eq!(drain(events).await, ["complete"]);
}

fn events(body: &str) -> Script {
    let head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\n\
                connection: close\r\n\r\n";
    Script::raw(&format!("{head}{body}"))
}

/// What comes of a script as server-sent events.
async fn over_sse(script: Script) -> (Vec<String>, String) {
    let service = Service::start(script).await;
    let joined = subscribe_over(SubscriptionProtocol::Sse, &service.replicas()).await;
    let lines = match joined {
        Ok(events) => drain(events).await,
        Err(error) => vec![format!("not joined: {:?}", error.reason())],
    };
    (lines, service.requests().concat())
}

#[tokio::test]
async fn events_come_as_server_sent_events() {
    let body = ":\n\nevent: next\ndata: {\"data\":{\"a\":1}}\n\n\
                event: next\ndata: {\"data\":\ndata: {\"a\":2}}\n\nevent: complete\n\n";
    let (lines, request) = over_sse(events(body).in_pieces(7)).await;
    insta::assert_debug_snapshot!(lines, @r#"
    [
        "{\"data\":{\"a\":1}}",
        "{\"data\":\n{\"a\":2}}",
        "complete",
    ]
    "#);
    assert!(request.starts_with("POST /graphql HTTP/1.1\r\n"));
    assert!(request.contains("accept: text/event-stream\r\n"));
    assert!(request.contains("x-request-id: r-1\r\n"));
    assert!(request.ends_with(BODY));
}

#[tokio::test]
async fn a_stream_that_is_cut_off_is_lost() {
    let (lines, _) = over_sse(events("event: next\ndata: 1\n\nevent: complete")).await;
    assert_eq!(lines, ["1", "lost: Unreachable"]);
    let (lines, _) = over_sse(events("event: next\ndata: 1\n\n").resetting()).await;
    assert_eq!(lines.last().map(String::as_str), Some("lost: Unreachable"));
}

#[tokio::test]
async fn an_event_without_end_is_not_kept() {
    let (lines, _) = over_sse(events(&format!("data: {}", "x".repeat(5_000))).stalling()).await;
    assert_eq!(lines, ["lost: TooLarge"]);
}

#[tokio::test]
async fn an_answer_without_a_stream_refuses() {
    let body = r#"{"errors":[{"message":"no"}]}"#;
    let (lines, _) = over_sse(Script::http("400 Bad Request", "application/json", body)).await;
    assert_eq!(lines, [format!("refused {body}"), "complete".to_owned()]);
    let (lines, _) = over_sse(Script::http("503 Busy", "text/plain", "busy")).await;
    assert_eq!(lines, ["not joined: Overloaded"]);
    let (lines, _) = over_sse(Script::http("200 OK", "text/html", "<p>")).await;
    assert_eq!(lines, ["not joined: InvalidAnswer"]);
}
