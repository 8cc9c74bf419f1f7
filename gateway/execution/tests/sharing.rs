//! Equal requests that run at the same time: how many calls a subgraph gets of them, by caller.

mod support;

use std::{sync::Arc, time::Duration};

use contract::identity::{CallerContext, Role, SigningKey};
use gateway_execution::{Executor, ExecutorConfig, Service};
use gateway_subgraph_client::{ClientConfig, SubgraphClient};
use serde_json::json;
use support::{
    Scenario,
    plan::{leaf, plain, query, root},
    subgraph::Subgraph,
    with_plain,
};
use tokio::sync::Notify;

/// Runs one request for each of these callers at the same time; says how many calls the subgraph
/// got. It answers when as many requests as `sharing` have joined another.
async fn calls_for(callers: &[(Role, &str, u64)], sharing: u64) -> usize {
    let sign = Arc::new(Notify::new());
    let subgraph = Subgraph::after(Arc::clone(&sign), json!({ "a": 1 })).await;
    let topology = with_plain(Default::default(), "city", &subgraph);
    let plan = query(vec![root("city", vec![("a", plain("a"))])], vec![leaf("a")]);
    let Scenario { topology, request, .. } = Scenario::new(topology, plan, json!({}));
    let config = ExecutorConfig {
        signing_key: Some(SigningKey::new([7; 32]).expect("long enough")),
        ..ExecutorConfig::default()
    };
    let client = SubgraphClient::new(ClientConfig::default());
    let executor = Arc::new(Executor::new(Arc::new(topology), client, config));

    let mut running = Vec::new();
    for (index, &(role, subject, expires_at)) in callers.iter().enumerate() {
        let mut request = request.clone();
        request.caller = CallerContext { role, subject: Some(subject.to_owned()), expires_at };
        request.request_id = format!("request-{index}");
        let executor = Arc::clone(&executor);
        running.push(tokio::spawn(async move { executor.execute(request).await }));
    }
    let Some(Service::Plain(replicas)) = executor.topology().service("city") else {
        panic!("the city is one service")
    };
    let led = callers.len() - usize::try_from(sharing).expect("a few");
    while replicas.counts().shared_reads < sharing || subgraph.calls().len() < led {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    for execution in running {
        while !execution.is_finished() {
            sign.notify_waiters();
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        let execution = execution.await.expect("no panic");
        assert_eq!(&execution.body[..], br#"{"data":{"a":1}}"#);
    }
    subgraph.calls().len()
}

#[tokio::test]
async fn one_caller_asks_once() {
    let caller = |expires_at| (Role::Deputy, "a", expires_at);
    assert_eq!(calls_for(&[caller(1_000), caller(1_001), caller(1_003)], 2).await, 1);
}

#[tokio::test]
async fn each_caller_asks_for_itself() {
    let callers = [(Role::Deputy, "a"), (Role::Deputy, "b"), (Role::Auditor, "a")];
    let twice = callers.map(|(role, subject)| (role, subject, 1_000)).repeat(2);
    assert_eq!(calls_for(&twice, 3).await, 3);
}
