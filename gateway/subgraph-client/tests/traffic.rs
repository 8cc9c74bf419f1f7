//! Times, retries and breakers against services on real sockets. What a service was sent is counted
//! at the service.

mod service;

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use contract::coverage::MissingReason;
use gateway_subgraph_client::{
    Answer, BreakerPolicy, BreakerState, Call, CallError, ClientConfig, Effect, OutgoingHeaders,
    Replicas, RetryPolicy, SubgraphClient, TrafficPolicy,
};
use tokio::time::Instant;

use service::{Script, Service, until};

const LONG: Duration = Duration::from_secs(60);

/// Retries without much of a pause, as many as one likes, and no breaker.
fn eager() -> TrafficPolicy {
    let retries = RetryPolicy {
        attempts: 2,
        percent_of_calls: 1_000,
        per_second: 1_000,
        first_pause: Duration::from_millis(1),
        longest_pause: Duration::from_millis(1),
    };
    TrafficPolicy { retries, breaker: None, ..TrafficPolicy::default() }
}

/// Opens when four calls failed, for a very long time; no retries.
fn fragile() -> TrafficPolicy {
    let breaker =
        BreakerPolicy { failure_percent: 100, min_calls: 4, window: LONG, open_time: LONG };
    let retries = RetryPolicy { attempts: 0, ..RetryPolicy::default() };
    TrafficPolicy { retries, breaker: Some(breaker), ..TrafficPolicy::default() }
}

async fn call(
    replicas: &Arc<Replicas>,
    effect: Effect,
    wait: Duration,
) -> Result<Answer, CallError> {
    let headers = Arc::new(OutgoingHeaders::new());
    let (body, deadline) = (Bytes::from_static(b"{}"), Instant::now() + wait);
    let client = SubgraphClient::new(ClientConfig::default());
    client.call(replicas, Call { body, headers: &headers, deadline, effect }).await
}

async fn read(replicas: &Arc<Replicas>) -> Result<Answer, CallError> {
    call(replicas, Effect::Read, LONG).await
}

fn refusing(status: &str) -> Script {
    Script::http(status, "text/plain", "no")
}

fn breaker(replicas: &Replicas) -> BreakerState {
    replicas.states().next().and_then(|state| state.breaker).expect("a breaker")
}

#[tokio::test]
async fn a_service_has_its_own_time_and_is_told_of_it() {
    let service = Service::start(Script::silent()).await;
    let policy = TrafficPolicy { timeout: Some(Duration::from_millis(900)), ..eager() };
    let error = read(&service.replicas_by(policy)).await.expect_err("nothing comes");
    assert_eq!(error.reason(), MissingReason::Timeout);
    let requests = service.requests();
    let [request] = &requests[..] else { panic!("a timeout is not tried again: {requests:?}") };
    let told = request.split("\r\nx-deadline-ms: ").nth(1).and_then(|rest| rest.split('\r').next());
    let told: u64 = told.and_then(|text| text.parse().ok()).expect("a number");
    assert!(told <= 855, "a part of the time is kept for the way back: {told}");
}

#[tokio::test]
async fn the_deadline_of_the_request_cuts_the_time_of_a_service() {
    let service = Service::start(Script::silent()).await;
    let policy = TrafficPolicy { timeout: Some(LONG), ..eager() };
    let replicas = service.replicas_by(policy);
    let error = call(&replicas, Effect::Read, Duration::from_millis(50)).await.expect_err("late");
    assert_eq!(error.reason(), MissingReason::Timeout);
}

#[tokio::test]
async fn a_read_that_is_lost_or_refused_for_now_is_sent_again() {
    let scripts = [Script::hang_up(), refusing("502 Bad Gateway"), Script::json("{}")];
    let service = Service::in_turn(scripts).await;
    let replicas = service.replicas_by(eager());
    read(&replicas).await.expect("the third attempt is answered");
    assert_eq!(service.requests().len(), 3);
    let counts = replicas.counts();
    assert_eq!((counts.calls, counts.retries, counts.retries_denied), (1, 2, 0));
}

#[tokio::test]
async fn a_read_is_sent_again_so_often_and_no_more() {
    let service = Service::start(refusing("503 Service Unavailable")).await;
    let replicas = service.replicas_by(eager());
    let error = read(&replicas).await.expect_err("it never answers");
    assert_eq!(error.reason(), MissingReason::Overloaded);
    assert_eq!(service.requests().len(), 3);
}

#[tokio::test]
async fn a_graphql_answer_with_a_status_that_may_pass_is_asked_for_again() {
    let body = r#"{"errors":[{"message":"no"}]}"#;
    let script = Script::http("504 Gateway Timeout", "application/json", body);
    let service = Service::start(script).await;
    let answer = read(&service.replicas_by(eager())).await.expect("the last answer stands");
    assert_eq!(answer.body, body.as_bytes());
    assert_eq!(service.requests().len(), 3);
}

#[tokio::test]
async fn what_would_be_answered_the_same_is_not_sent_again() {
    for status in ["400 Bad Request", "401 Unauthorized", "429 Too Many Requests", "500 Oh"] {
        let service = Service::start(refusing(status)).await;
        read(&service.replicas_by(eager())).await.expect_err("it refuses");
        assert_eq!(service.requests().len(), 1, "{status}");
    }
    let html = Service::start(Script::http("200 OK", "text/html", "hello")).await;
    read(&html.replicas_by(eager())).await.expect_err("not JSON");
    assert_eq!(html.requests().len(), 1);
}

#[tokio::test]
async fn a_write_is_sent_once() {
    for script in [Script::hang_up(), refusing("503 Service Unavailable")] {
        let service = Service::start(script).await;
        let other = Service::start(Script::json("{}")).await;
        let replicas = service.replicas_before(&[&other], eager());
        call(&replicas, Effect::Write, LONG).await.expect_err("it fails");
        assert_eq!((service.requests().len(), other.requests().len()), (1, 0));
        assert_eq!(replicas.counts().retries, 0);
    }
}

#[tokio::test]
async fn a_service_that_asks_for_more_time_than_there_is_is_left_alone() {
    let service = Service::start(Script::unavailable("3600")).await;
    read(&service.replicas_by(eager())).await.expect_err("it refuses");
    assert_eq!(service.requests().len(), 1);

    let service = Service::in_turn([Script::unavailable("0"), Script::json("{}")]).await;
    read(&service.replicas_by(eager())).await.expect("the second attempt is answered");
}

#[tokio::test]
async fn retries_are_a_share_of_the_calls() {
    let service = Service::start(refusing("503 Service Unavailable")).await;
    let mut policy = eager();
    policy.retries = RetryPolicy { percent_of_calls: 50, per_second: 0, ..policy.retries };
    let replicas = service.replicas_by(policy);
    for _ in 0..10 {
        read(&replicas).await.expect_err("it never answers");
    }
    assert_eq!(service.requests().len(), 15);
    assert_eq!(replicas.counts().retries, 5);
    assert!(replicas.counts().retries_denied >= 5);
}

#[tokio::test]
async fn an_endpoint_that_fails_is_left_alone() {
    let service = Service::start(refusing("503 Service Unavailable")).await;
    let replicas = service.replicas_by(fragile());
    for _ in 0..4 {
        assert_eq!(breaker(&replicas), BreakerState::Closed);
        read(&replicas).await.expect_err("it never answers");
    }
    let error = read(&replicas).await.expect_err("the breaker is open");
    assert!(matches!(error, CallError::Open { .. }), "{error}");
    assert_eq!(error.reason(), MissingReason::Overloaded);
    let error = call(&replicas, Effect::Write, LONG).await.expect_err("for writes too");
    assert!(matches!(error, CallError::Open { .. }), "{error}");
    assert_eq!(service.requests().len(), 4);
    let state = replicas.states().next().expect("one endpoint");
    assert_eq!((state.breaker, state.opened, state.refused), (Some(BreakerState::Open), 1, 2));
}

#[tokio::test]
async fn an_endpoint_that_answers_again_is_used_again() {
    let mut scripts = vec![Script::hang_up(); 4];
    scripts.push(Script::json("{}"));
    let service = Service::in_turn(scripts).await;
    let mut policy = fragile();
    if let Some(breaker) = &mut policy.breaker {
        breaker.open_time = Duration::from_millis(20);
    }
    let replicas = service.replicas_by(policy);
    for _ in 0..4 {
        read(&replicas).await.expect_err("it hangs up");
    }
    until(|| breaker(&replicas) == BreakerState::HalfOpen).await;
    for _ in 0..3 {
        read(&replicas).await.expect("it answers again");
    }
    assert_eq!(breaker(&replicas), BreakerState::Closed);
}

#[tokio::test]
async fn another_replica_is_asked_when_the_breaker_of_one_is_open() {
    let ill = Service::start(refusing("503 Service Unavailable")).await;
    let well = Service::start(Script::json("{}")).await;
    let policy = TrafficPolicy { breaker: fragile().breaker, ..eager() };
    let replicas = ill.replicas_before(&[&well], policy.clone());
    read(&replicas).await.expect("the second one answers");
    assert_eq!((ill.requests().len(), well.requests().len()), (1, 1));

    let alone = ill.replicas_before(&[], TrafficPolicy { breaker: fragile().breaker, ..eager() });
    read(&alone).await.expect_err("three attempts");
    read(&alone).await.expect_err("the fourth opens the breaker");
    let before = ill.requests().len();
    assert_eq!(before, 1 + 4);
    call(&alone, Effect::Write, LONG).await.expect_err("nobody else is there");
    assert_eq!(ill.requests().len(), before);
}

#[tokio::test]
async fn callers_that_go_away_tell_nothing_of_an_endpoint() {
    let service = Service::start(Script::silent()).await;
    let replicas = service.replicas_by(fragile());
    for number in 1..=6 {
        let (asked, replicas) = (replicas.clone(), &replicas);
        let caller = tokio::spawn(async move { call(&asked, Effect::Write, LONG).await });
        until(|| service.requests().len() == number).await;
        caller.abort();
        assert!(caller.await.expect_err("it is gone").is_cancelled());
        assert_eq!(breaker(replicas), BreakerState::Closed);
    }
}
