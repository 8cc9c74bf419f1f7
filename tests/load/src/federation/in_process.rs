//! The whole way of a request without sockets: the real entry, and subgraphs whose answers are
//! made once and then known by the bytes that ask for them. What is left is what the gateway itself
//! does, the same each time, so that it can be counted: instructions, allocations, bytes.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use anyhow::{Context, ensure};
use axum::{
    body::Body,
    http::{Request, header},
};
use bytes::Bytes;
use gateway_composition::{Schemas, SubgraphInput};
use gateway_execution::{Executor, ExecutorConfig, Service, Topology};
use gateway_planning::PlannerSettings;
use gateway_server::{Entry, RequestSettings, Server, ServerConfig, Snapshot};
use gateway_subgraph_client::{Endpoint, Replicas, SubgraphClient, TrafficPolicy};
use gateway_supergraph::Supergraph;
use http_body_util::BodyExt;
use tower::ServiceExt;

use super::{
    Question, composed,
    subgraphs::{self, Local},
};

/// A gateway and its subgraphs.
#[derive(Debug, Clone)]
pub struct InProcess {
    entry: Entry,
}

impl InProcess {
    /// A gateway that shares equal reads that are under way, as it comes.
    ///
    /// # Errors
    /// When the subgraphs do not compose.
    pub fn new() -> anyhow::Result<Self> {
        let locals = subgraphs::local();
        let url = |local: &Local| format!("http://{}.test/graphql", local.name);
        let supergraph = composed(locals.iter().map(|local| SubgraphInput {
            name: local.name.to_owned(),
            url: url(local),
            schemas: Schemas::One(local.sdl.clone()),
        }))?;
        let mut topology = Topology::new();
        let mut answers = HashMap::new();
        for local in locals {
            let endpoint = Endpoint::parse(&url(&local))?;
            let replicas = Replicas::with_policy([endpoint.clone()], TrafficPolicy::default())?;
            topology = topology.with(local.name, Service::Plain(Arc::new(replicas)));
            answers.insert(endpoint, Answers { local, known: Mutex::default() });
        }
        let client = SubgraphClient::in_process(move |endpoint, body| {
            answers.get(endpoint).map_or_else(Bytes::new, |answers| answers.to(body))
        });
        let executor = Executor::new(Arc::new(topology), client, ExecutorConfig::default());
        let snapshot = Snapshot::new(
            Arc::new(Supergraph::parse(&supergraph)?),
            executor,
            PlannerSettings::default(),
            RequestSettings::default(),
        )?;
        Ok(Self { entry: Server::entry(&ServerConfig::default(), snapshot) })
    }

    /// Asks a question once; gives the bytes of the answer.
    ///
    /// # Errors
    /// When the status is not 200.
    pub async fn ask(&self, question: &Question) -> anyhow::Result<Bytes> {
        let request = Request::post("/graphql")
            .header(header::HOST, "localhost")
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::ACCEPT, "application/json")
            .body(Body::from(question.body.clone()))?;
        let response = self.entry.clone().oneshot(request).await?;
        let status = response.status();
        let body = response.into_body().collect().await?.to_bytes();
        ensure!(status.is_success(), "status {status}: {}", String::from_utf8_lossy(&body));
        Ok(body)
    }

    /// Asks a question for the first time: it is planned, its answers are made, and what comes must
    /// be right. From then on the same bytes come.
    ///
    /// # Errors
    /// When the answer is not the right one.
    pub async fn warm(&self, question: &Question) -> anyhow::Result<Bytes> {
        let body = self.ask(question).await?;
        let answer: serde_json::Value = serde_json::from_slice(&body).context("the answer")?;
        ensure!(answer["data"] == question.data, "the answer is not the right one: {answer}");
        Ok(body)
    }
}

/// A subgraph and what it has answered.
struct Answers {
    local: Local,
    known: Mutex<HashMap<Bytes, Bytes>>,
}

impl Answers {
    fn to(&self, body: &Bytes) -> Bytes {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(answer) = known.get(body) {
            return answer.clone();
        }
        let answer = (self.local.answer)(body);
        known.insert(body.clone(), answer.clone());
        answer
    }
}
