//! A partition whose breaker is open: what the client is told, and that the partition is not asked.

mod support;

use std::{collections::BTreeMap, sync::Arc};

use gateway_execution::{Executor, ExecutorConfig, Partition, Partitions, Service, Topology};
use gateway_plan::Gather;
use gateway_subgraph_client::{
    BreakerPolicy, ClientConfig, RetryPolicy, SubgraphClient, TrafficPolicy,
};
use serde_json::json;
use support::{
    Answer, Scenario,
    plan::{gathered, leaf, query, root},
    subgraph::Subgraph,
};

/// Opens at the first failure; no retries.
fn policy() -> TrafficPolicy {
    TrafficPolicy {
        retries: RetryPolicy { attempts: 0, ..RetryPolicy::default() },
        breaker: Some(BreakerPolicy { min_calls: 1, ..BreakerPolicy::default() }),
        ..TrafficPolicy::default()
    }
}

#[tokio::test]
async fn it_is_overloaded_in_coverage_and_is_not_asked() {
    let well = Subgraph::with(json!({ "n": ["a"] })).await;
    let dead = Subgraph::dead().await;
    let partition = |key: &str, subgraph: &Subgraph| Partition {
        key: key.to_owned(),
        labels: BTreeMap::new(),
        replicas: Arc::new(subgraph.replicas_by(policy())),
    };
    let partitions = Partitions::new([partition("1", &well), partition("2", &dead)]);
    let service = Service::Partitioned(partitions.expect("valid keys"));
    let topology = Topology::new().with("districts", service);
    let plan = query(
        vec![root("districts", vec![("n", gathered("n", vec![], Gather::Concat))])],
        vec![leaf("n")],
    );
    let Scenario { topology, request, .. } = Scenario::new(topology, plan, json!({}));
    let client = SubgraphClient::new(ClientConfig::default());
    let executor = Executor::new(Arc::new(topology), client, ExecutorConfig::default());

    let first = Answer(executor.execute(request.clone()).await);
    insta::assert_snapshot!(first.partitions(), @r#"{"asked":["1","2"],"answered":["1"],"empty":[],"failed":[{"code":"2","reason":"UNREACHABLE"}]}"#);
    let second = Answer(executor.execute(request).await);
    insta::assert_snapshot!(second.partitions(), @r#"{"asked":["1","2"],"answered":["1"],"empty":[],"failed":[{"code":"2","reason":"OVERLOADED"}]}"#);
    insta::assert_snapshot!(second.errors(), @r#"PARTITION_FAILED at n: the partition 2 is missing: it is left alone at present, as it has too much to do or failed too often {"partition":"2","reason":"OVERLOADED"}"#);
    assert_eq!(second.data(), r#"{"n":["a"]}"#);
}
