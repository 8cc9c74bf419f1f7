//! Calls over real sockets to services that answer in every awkward way.

mod service;

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use contract::coverage::MissingReason;
use gateway_subgraph_client::{
    Answer, Call, CallError, ClientConfig, Effect, OutgoingHeaders, Replicas, SubgraphClient,
};
use tokio::time::Instant;

use service::{Script, Service};

const LIMIT: usize = 64 * 1024;

fn client() -> SubgraphClient {
    SubgraphClient::new(ClientConfig { max_answer_bytes: LIMIT, ..ClientConfig::default() })
}

async fn call_with(
    replicas: &Arc<Replicas>,
    effect: Effect,
    wait: Duration,
) -> Result<Answer, CallError> {
    let headers = Arc::new(OutgoingHeaders::new().with_request_id("r-1"));
    let call = Call {
        body: Bytes::from_static(br#"{"query":"{a}"}"#),
        headers: &headers,
        deadline: Instant::now() + wait,
        effect,
    };
    client().call(replicas, call).await
}

async fn call(replicas: &Arc<Replicas>) -> Result<Answer, CallError> {
    call_with(replicas, Effect::Read, Duration::from_secs(20)).await
}

async fn reason_of(script: Script) -> MissingReason {
    let service = Service::start(script).await;
    call(&service.replicas()).await.expect_err("the call fails").reason()
}

#[tokio::test]
async fn a_good_answer_arrives_whole_and_carries_our_headers() {
    let service = Service::start(Script::json(r#"{"data":{"a":1}}"#)).await;
    let answer = call(&service.replicas()).await.expect("an answer");
    assert_eq!(&answer.body[..], br#"{"data":{"a":1}}"#);
    assert!(answer.refused.is_none());

    let seen = service.requests();
    assert_eq!(seen.len(), 1);
    assert!(seen[0].starts_with("POST /graphql HTTP/1.1\r\n"), "{}", seen[0]);
    assert!(seen[0].contains("\r\nx-request-id: r-1\r\n"));
    assert!(seen[0].contains("\r\nx-deadline-ms: "), "{}", seen[0]);
    assert!(seen[0].contains("\r\ncontent-type: application/json\r\n"));
    assert!(seen[0].ends_with("\r\n\r\n{\"query\":\"{a}\"}"));
}

#[tokio::test]
async fn an_answer_in_many_pieces_is_joined() {
    let body = format!(r#"{{"data":"{}"}}"#, "x".repeat(40_000));
    let service = Service::start(Script::json(&body).in_pieces(1_000)).await;
    assert_eq!(call(&service.replicas()).await.expect("an answer").body, body.as_bytes());
}

#[tokio::test]
async fn connections_are_kept_and_used_again() {
    let service = Service::start(Script::json("{}")).await;
    let client = client();
    let headers = Arc::new(OutgoingHeaders::new());
    let replicas = service.replicas();
    for _ in 0..3 {
        let call = Call {
            body: Bytes::from_static(b"{}"),
            headers: &headers,
            deadline: Instant::now() + Duration::from_secs(20),
            effect: Effect::Read,
        };
        client.call(&replicas, call).await.expect("an answer");
    }
    assert_eq!((service.requests().len(), service.connections()), (3, 1));
}

#[tokio::test]
async fn a_refused_connection_is_unreachable() {
    let error = call(&Service::nobody().await).await.expect_err("nobody listens");
    assert!(matches!(error, CallError::Connect { .. }), "{error}");
    assert_eq!(error.reason(), MissingReason::Unreachable);
}

#[tokio::test]
async fn a_connection_that_closes_without_an_answer_is_unreachable() {
    assert_eq!(reason_of(Script::hang_up()).await, MissingReason::Unreachable);
}

#[tokio::test]
async fn a_reset_in_the_middle_of_the_body_is_unreachable() {
    let script = Script::raw("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{\"data\":").resetting();
    assert_eq!(reason_of(script).await, MissingReason::Unreachable);
}

#[tokio::test]
async fn a_body_shorter_than_announced_is_unreachable() {
    let script = Script::raw(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{\"data\":",
    );
    assert_eq!(reason_of(script).await, MissingReason::Unreachable);
}

#[tokio::test]
async fn silence_is_a_timeout() {
    let service = Service::start(Script::silent()).await;
    let error = call_with(&service.replicas(), Effect::Read, Duration::from_millis(50))
        .await
        .expect_err("nothing comes");
    assert!(matches!(error, CallError::Timeout { .. }), "{error}");
}

#[tokio::test]
async fn a_body_that_stalls_is_a_timeout() {
    let script = Script::raw(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{",
    )
    .stalling();
    let service = Service::start(script).await;
    let error = call_with(&service.replicas(), Effect::Read, Duration::from_millis(50))
        .await
        .expect_err("the rest does not come");
    assert_eq!(error.reason(), MissingReason::Timeout);
}

#[tokio::test]
async fn an_endless_body_is_cut_off() {
    assert_eq!(reason_of(Script::endless()).await, MissingReason::TooLarge);
}

#[tokio::test]
async fn a_body_that_announces_too_much_is_not_read() {
    let script = Script::raw(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 99999999\r\n\r\n",
    )
    .stalling();
    assert_eq!(reason_of(script).await, MissingReason::TooLarge);
}

#[tokio::test]
async fn a_page_of_html_is_an_invalid_answer() {
    let script = Script::http("200 OK", "text/html", "<h1>Hello</h1>");
    let service = Service::start(script).await;
    let error = call(&service.replicas()).await.expect_err("not JSON");
    insta::assert_snapshot!(error, @"the answer is of type `text/html`, not JSON");
    assert_eq!(error.reason(), MissingReason::InvalidAnswer);
}

#[tokio::test]
async fn an_error_page_is_told_by_its_status() {
    let refuse = |status| Script::http(status, "text/plain", "no");
    assert_eq!(reason_of(refuse("401 Unauthorized")).await, MissingReason::Unauthorized);
    assert_eq!(reason_of(refuse("503 Service Unavailable")).await, MissingReason::Overloaded);
    assert_eq!(reason_of(refuse("500 Internal Server Error")).await, MissingReason::Failed);
}

#[tokio::test]
async fn a_graphql_answer_with_an_error_status_is_read() {
    let body = r#"{"errors":[{"message":"no"}]}"#;
    let script = Script::http("401 Unauthorized", "application/graphql-response+json", body);
    let service = Service::start(script).await;
    let answer = call(&service.replicas()).await.expect("an answer");
    assert_eq!(answer.body, body.as_bytes());
    let refused = answer.refused.expect("the status is kept");
    assert_eq!(refused.reason(), MissingReason::Unauthorized);
}

#[tokio::test]
async fn a_dead_replica_is_passed_over_once() {
    let alive = Service::start(Script::json("{}")).await;
    let replicas = alive.replicas_after(&Service::nobody().await);
    call(&replicas).await.expect("the second one answers");
    call(&replicas).await.expect("the second one answers at once");
    assert_eq!(alive.requests().len(), 2);
}

#[tokio::test]
async fn a_lost_read_goes_to_the_next_replica_and_a_lost_write_does_not() {
    let alive = Service::start(Script::json("{}")).await;
    let broken = Service::start(Script::hang_up()).await;
    let wait = Duration::from_secs(20);

    let write = call_with(&alive.replicas_after(&broken.replicas()), Effect::Write, wait).await;
    assert!(matches!(write, Err(CallError::Lost { .. })), "{write:?}");
    assert_eq!(alive.requests().len(), 0);

    call_with(&alive.replicas_after(&broken.replicas()), Effect::Read, wait)
        .await
        .expect("the second one answers");
    assert_eq!(alive.requests().len(), 1);
}

#[tokio::test]
async fn calls_beyond_the_places_of_an_endpoint_wait_until_their_deadline() {
    let service = Service::start(Script::silent()).await;
    let replicas = service.replicas_with_places(1);
    let first = call_with(&replicas, Effect::Read, Duration::from_secs(20));
    let second = call_with(&replicas, Effect::Write, Duration::from_millis(50));
    tokio::select! {
        biased;
        _ = first => panic!("the first call is never answered"),
        error = second => {
            let error = error.expect_err("no place comes free");
            assert_eq!(error.reason(), MissingReason::Overloaded);
        }
    }
}
