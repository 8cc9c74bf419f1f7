//! What the tests of execution share: subgraphs on real sockets, plans written by hand, and an
//! executor over them.

#![allow(dead_code, reason = "each test file uses its own part")]

pub mod plan;
pub mod source;
pub mod subgraph;

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use bytes::Bytes;
use contract::identity::CallerContext;
use gateway_execution::{
    Execution, ExecutionRequest, Executor, ExecutorConfig, Partition, PartitionPolicy, Partitions,
    Service, Topology,
};
use gateway_plan::Plan;
use gateway_subgraph_client::{ClientConfig, SubgraphClient};
use serde_json::{Map, Value};
use tokio::time::Instant;

use self::subgraph::Subgraph;

/// A partitioned subgraph `districts` of these subgraphs; the label `peerGroup` of each is `URBAN`
/// for odd keys and `RURAL` for even ones.
pub fn districts(partitions: &[(&str, &Subgraph)]) -> Topology {
    let partitions = partitions.iter().map(|(key, subgraph)| Partition {
        key: (*key).to_owned(),
        labels: BTreeMap::from([("peerGroup".to_owned(), group_of(key).to_owned())]),
        replicas: Arc::new(subgraph.replicas()),
    });
    let partitions = Partitions::new(partitions).expect("valid keys");
    Topology::new().with("districts", Service::Partitioned(partitions))
}

fn group_of(key: &str) -> &'static str {
    match key.bytes().last() {
        Some(digit) if digit % 2 == 1 => "URBAN",
        _ => "RURAL",
    }
}

/// A plain subgraph beside the others.
pub fn with_plain(topology: Topology, name: &str, subgraph: &Subgraph) -> Topology {
    topology.with(name, Service::Plain(Arc::new(subgraph.replicas())))
}

/// A request that can be changed before it is run.
pub struct Scenario {
    pub topology: Topology,
    pub config: ExecutorConfig,
    pub request: ExecutionRequest,
}

impl Scenario {
    /// A plan with variables, under `PARTIAL`, with time enough.
    pub fn new(topology: Topology, plan: Plan, variables: Value) -> Self {
        let variables = match variables {
            Value::Object(variables) => variables,
            _ => Map::new(),
        };
        let request = ExecutionRequest {
            plan: Arc::new(plan),
            document: None,
            variables,
            introspection: Default::default(),
            policy: PartitionPolicy::Partial,
            deadline: Instant::now() + Duration::from_secs(20),
            answer_by: None,
            caller: CallerContext::public(1_000),
            request_id: "request-1".to_owned(),
            client_headers: Default::default(),
            explain: false,
            extensions: Default::default(),
        };
        Self { topology, config: ExecutorConfig::default(), request }
    }

    pub fn policy(mut self, text: &str) -> Self {
        self.request.policy = text.parse().expect("a policy");
        self
    }

    pub fn within(mut self, time: Duration) -> Self {
        self.request.deadline = Instant::now() + time;
        self
    }

    /// Cuts off partitions that have not answered after this time.
    pub fn answered_within(mut self, time: Duration) -> Self {
        self.request.answer_by = Some(Instant::now() + time);
        self
    }

    pub fn explained(mut self) -> Self {
        self.request.explain = true;
        self
    }

    pub fn configured(mut self, change: impl FnOnce(&mut ExecutorConfig)) -> Self {
        change(&mut self.config);
        self
    }

    /// Runs it.
    pub async fn run(self) -> Answer {
        let client = SubgraphClient::new(ClientConfig {
            max_answer_bytes: 64 * 1024,
            ..ClientConfig::default()
        });
        let executor = Executor::new(Arc::new(self.topology), client, self.config);
        Answer(executor.execute(self.request).await)
    }
}

/// The client's answer.
pub struct Answer(pub Execution);

impl Answer {
    pub fn body(&self) -> &Bytes {
        &self.0.body
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.0.body).expect("the answer is JSON")
    }

    /// `data` as text.
    pub fn data(&self) -> String {
        self.json()["data"].to_string()
    }

    /// One line for each error: code, path, message, the rest of its extensions.
    pub fn errors(&self) -> String {
        let json = self.json();
        let errors = json["errors"].as_array().cloned().unwrap_or_default();
        assert_eq!(errors.len(), self.0.errors, "the count of errors is told right");
        errors.iter().map(error_line).collect::<Vec<_>>().join("\n")
    }

    /// `extensions.partitions` as text, the times left out.
    pub fn partitions(&self) -> String {
        let mut partitions = self.json()["extensions"]["partitions"].clone();
        for failed in partitions["failed"].as_array_mut().into_iter().flatten() {
            let time = failed.as_object_mut().and_then(|failed| failed.remove("elapsedMs"));
            assert!(time.is_some_and(|time| time.is_u64()), "a failure tells its time");
        }
        partitions.to_string()
    }
}

fn error_line(error: &Value) -> String {
    let mut extensions = error["extensions"].as_object().cloned().unwrap_or_default();
    let code = extensions.shift_remove("code").unwrap_or_default();
    let path = error["path"].as_array().map(|items| {
        let items: Vec<String> = items
            .iter()
            .map(|item| item.as_str().map_or_else(|| item.to_string(), str::to_owned))
            .collect();
        items.join(".")
    });
    format!(
        "{} at {}: {} {}",
        code.as_str().unwrap_or("?"),
        path.unwrap_or_else(|| "?".to_owned()),
        error["message"].as_str().unwrap_or("?"),
        Value::Object(extensions)
    )
}
