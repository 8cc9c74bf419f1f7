//! Equal reads that are under way at the same time: which of them share one call, and what they
//! get. What a service was sent is counted at the service.

mod service;

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use contract::{
    coverage::MissingReason,
    identity::{CallerContext, Role, SigningKey},
};
use gateway_subgraph_client::{
    Answer, Call, CallError, CallerSigner, ClientConfig, Effect, OutgoingHeaders, Replicas,
    SubgraphClient, TrafficPolicy,
};
use http::{HeaderMap, HeaderName, HeaderValue};
use tokio::{task::JoinHandle, time::Instant};

use service::{Gate, Script, Service, until};

const BODY: &[u8] = br#"{"query":"{a}"}"#;
const LONG: Duration = Duration::from_secs(60);

/// Calls of one service, each in a task of its own.
struct Caller {
    client: SubgraphClient,
    replicas: Arc<Replicas>,
}

/// A call that can be changed before it is sent.
struct Draft {
    body: &'static [u8],
    headers: OutgoingHeaders,
    wait: Duration,
    effect: Effect,
}

impl Default for Draft {
    fn default() -> Self {
        Self { body: BODY, headers: OutgoingHeaders::new(), wait: LONG, effect: Effect::Read }
    }
}

impl Caller {
    fn of(service: &Service) -> Self {
        Self::by(service, TrafficPolicy::default())
    }

    fn by(service: &Service, policy: TrafficPolicy) -> Self {
        let client = SubgraphClient::new(ClientConfig::default());
        Self { client, replicas: service.replicas_by(policy) }
    }

    fn send(&self, draft: Draft) -> JoinHandle<Result<Answer, CallError>> {
        let (client, replicas) = (self.client.clone(), Arc::clone(&self.replicas));
        tokio::spawn(async move {
            let Draft { body, headers, wait, effect } = draft;
            let (body, headers) = (Bytes::from_static(body), Arc::new(headers));
            let deadline = Instant::now() + wait;
            client.call(&replicas, Call { body, headers: &headers, deadline, effect }).await
        })
    }

    fn read(&self) -> JoinHandle<Result<Answer, CallError>> {
        self.send(Draft::default())
    }

    /// Sends a read and waits until it has joined another.
    async fn join(&self) -> JoinHandle<Result<Answer, CallError>> {
        let before = self.replicas.counts().shared_reads;
        let read = self.read();
        until(|| self.replicas.counts().shared_reads > before).await;
        read
    }
}

async fn behind_a_gate(script: Script) -> (Service, Gate) {
    let gate = Gate::closed();
    (Service::start(script.behind(&gate)).await, gate)
}

async fn answered(call: JoinHandle<Result<Answer, CallError>>) -> Answer {
    call.await.expect("no panic").expect("an answer")
}

#[tokio::test]
async fn equal_reads_share_one_call_and_a_later_one_makes_another() {
    let (service, gate) = behind_a_gate(Script::json(r#"{"data":{"a":1}}"#)).await;
    let caller = Caller::of(&service);
    let reads: Vec<_> = (0..20).map(|_| caller.read()).collect();
    until(|| caller.replicas.counts().shared_reads == 19 && service.requests().len() == 1).await;
    gate.open();
    for read in reads {
        assert_eq!(answered(read).await.body, br#"{"data":{"a":1}}"#[..]);
    }
    answered(caller.read()).await;
    assert_eq!(service.requests().len(), 2, "nothing is kept once the answer is there");
    assert_eq!(caller.replicas.counts().shared_reads, 19);
}

#[tokio::test]
async fn the_id_of_a_request_does_not_keep_reads_apart() {
    let (service, gate) = behind_a_gate(Script::json("{}")).await;
    let caller = Caller::of(&service);
    let named =
        |id| Draft { headers: OutgoingHeaders::new().with_request_id(id), ..Draft::default() };
    let reads = [caller.send(named("a")), caller.send(named("b"))];
    until(|| caller.replicas.counts().shared_reads == 1).await;
    gate.open();
    for read in reads {
        answered(read).await;
    }
    assert_eq!(service.requests().len(), 1);
}

#[tokio::test]
async fn a_caller_shares_with_itself_and_never_with_another() {
    let (service, gate) = behind_a_gate(Script::json("{}")).await;
    let caller = Caller::of(&service);
    let signer = CallerSigner::new(SigningKey::new([1; 32]).expect("long enough"));
    let by = |role, subject: Option<&str>, expires_at| {
        let context = CallerContext { role, subject: subject.map(str::to_owned), expires_at };
        let headers = OutgoingHeaders::new().with_caller(&signer, &context);
        caller.send(Draft { headers, ..Draft::default() })
    };
    // The second of each pair comes a little later.
    let reads = [
        by(Role::Public, None, 1_000),
        by(Role::Public, None, 1_003),
        by(Role::Deputy, Some("a"), 1_000),
        by(Role::Deputy, Some("a"), 1_004),
        by(Role::Deputy, Some("b"), 1_000),
        by(Role::Auditor, Some("a"), 1_000),
        caller.read(),
    ];
    until(|| service.requests().len() == 5 && caller.replicas.counts().shared_reads == 2).await;
    gate.open();
    for read in reads {
        answered(read).await;
    }
    assert_eq!(service.requests().len(), 5);
}

#[tokio::test]
async fn other_bodies_and_other_propagated_headers_do_not_share() {
    let (service, gate) = behind_a_gate(Script::json("{}")).await;
    let caller = Caller::of(&service);
    let with = |name: &'static str, value: &'static str| {
        let (name, value) = (HeaderName::from_static(name), HeaderValue::from_static(value));
        let headers =
            OutgoingHeaders::new().with_propagated(&HeaderMap::from_iter([(name, value)]));
        Draft { headers, ..Draft::default() }
    };
    let drafts = [
        Draft::default(),
        Draft { body: br#"{"query":"{b}"}"#, ..Draft::default() },
        with("accept-language", "zh"),
        with("accept-language", "en"),
        with("authorization", "en"),
    ];
    let reads = drafts.map(|draft| caller.send(draft));
    until(|| service.requests().len() == 5).await;
    gate.open();
    for read in reads {
        answered(read).await;
    }
    assert_eq!(caller.replicas.counts().shared_reads, 0);
}

#[tokio::test]
async fn writes_never_share() {
    let (service, gate) = behind_a_gate(Script::json("{}")).await;
    let caller = Caller::of(&service);
    let write = || caller.send(Draft { effect: Effect::Write, ..Draft::default() });
    let writes = [write(), write(), write()];
    until(|| service.requests().len() == 3).await;
    gate.open();
    for write in writes {
        answered(write).await;
    }
    assert_eq!(caller.replicas.counts().shared_reads, 0);
}

#[tokio::test]
async fn a_read_after_a_write_does_not_join_one_that_began_before_it() {
    let (service, gate) = behind_a_gate(Script::json("{}")).await;
    let caller = Caller::of(&service);
    let early = caller.read();
    until(|| service.requests().len() == 1).await;
    // Who asked for it does not wait for the end; it may have been done all the same.
    let write = caller.send(Draft { effect: Effect::Write, ..Draft::default() });
    until(|| service.requests().len() == 2).await;
    write.abort();
    assert!(write.await.expect_err("it is gone").is_cancelled());
    let late = caller.read();
    until(|| service.requests().len() == 3).await;
    gate.open();
    answered(early).await;
    answered(late).await;
    assert_eq!(caller.replicas.counts().shared_reads, 0);
}

#[tokio::test]
async fn those_who_joined_get_the_answer_when_the_first_goes_away() {
    let (service, gate) = behind_a_gate(Script::json(r#"{"data":{}}"#)).await;
    let caller = Caller::of(&service);
    let first = caller.read();
    until(|| service.requests().len() == 1).await;
    let others = [caller.join().await, caller.join().await];
    first.abort();
    assert!(first.await.expect_err("it is gone").is_cancelled());
    gate.open();
    for other in others {
        assert_eq!(answered(other).await.body, br#"{"data":{}}"#[..]);
    }
    assert_eq!(service.requests().len(), 1);
}

#[tokio::test]
async fn a_read_that_nobody_waits_for_is_dropped_and_not_joined() {
    let (service, gate) = behind_a_gate(Script::json("{}")).await;
    let caller = Caller::of(&service);
    let first = caller.read();
    until(|| service.requests().len() == 1).await;
    first.abort();
    assert!(first.await.expect_err("it is gone").is_cancelled());
    let second = caller.read();
    until(|| service.requests().len() == 2).await;
    gate.open();
    answered(second).await;
    assert_eq!(caller.replicas.counts().shared_reads, 0);
}

#[tokio::test]
async fn a_failure_is_shared_too() {
    let (service, gate) = behind_a_gate(Script::http("500 Oh", "text/plain", "no")).await;
    let caller = Caller::of(&service);
    let first = caller.read();
    let second = caller.join().await;
    gate.open();
    for read in [first, second] {
        let error = read.await.expect("no panic").expect_err("the service fails");
        assert_eq!(error.reason(), MissingReason::Failed);
    }
    assert_eq!(service.requests().len(), 1);
}

#[tokio::test]
async fn who_has_less_time_waits_less_and_who_has_much_more_leads_another_call() {
    let (service, gate) = behind_a_gate(Script::json("{}")).await;
    let caller = Caller::of(&service);
    let first = caller.read();
    until(|| service.requests().len() == 1).await;
    let hasty = caller.send(Draft { wait: Duration::from_millis(20), ..Draft::default() });
    let error = hasty.await.expect("no panic").expect_err("the gate is closed");
    assert_eq!(error.reason(), MissingReason::Timeout);
    assert_eq!((service.requests().len(), caller.replicas.counts().shared_reads), (1, 1));

    let patient = caller.send(Draft { wait: 3 * LONG, ..Draft::default() });
    until(|| service.requests().len() == 2).await;
    gate.open();
    answered(first).await;
    answered(patient).await;
}

#[tokio::test]
async fn a_service_may_have_each_read_for_itself() {
    let (service, gate) = behind_a_gate(Script::json("{}")).await;
    let policy = TrafficPolicy { share_reads: false, ..TrafficPolicy::default() };
    let caller = Caller::by(&service, policy);
    let reads = [caller.read(), caller.read()];
    until(|| service.requests().len() == 2).await;
    gate.open();
    for read in reads {
        answered(read).await;
    }
}
