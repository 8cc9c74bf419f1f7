//! Where the SDL of each service comes from: a file of the configuration, or the service itself.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::Arc,
    time::Duration,
};

use anyhow::{Context, anyhow, bail};
use bytes::Bytes;
use futures::{StreamExt as _, stream::FuturesUnordered};
use gateway_composition::{PartitionSchema, Schemas, SubgraphInput};
use gateway_subgraph_client::{
    Call, Effect, Endpoint, OutgoingHeaders, Replicas, RetryPolicy, SubgraphClient, TrafficPolicy,
};
use serde_json::Value;
use tokio::time::{Instant, sleep};

use crate::{
    config::{Config, PartitionConfig, Source, SubgraphConfig},
    wiring,
};

const SDL_QUERY: &str = r#"{"query":"{ _service { sdl } }"}"#;
const ATTEMPT_TIME: Duration = Duration::from_secs(5);
const PAUSE: Duration = Duration::from_millis(250);
/// How many services are asked at a time.
const AT_ONCE: usize = 64;

/// Reads the SDL of services, and remembers what each one last said: a service that is down while
/// the others are asked again runs what it ran before.
pub struct SchemaReader {
    /// By endpoint.
    known: BTreeMap<String, String>,
}

impl SchemaReader {
    /// One that knows nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self { known: BTreeMap::new() }
    }

    /// Reads the SDL of all subgraphs, asking services again until `patience` is over.
    ///
    /// Every replica of a partition is asked, as they may run different versions while they are
    /// upgraded; the partition then lacks what one of them lacks. A partition that has never told
    /// its schema is left out, as long as another of its subgraph has: it is taken to have what
    /// the others have.
    ///
    /// # Errors
    /// When a file cannot be read, or no service of a subgraph answers in time.
    pub async fn read(
        &mut self,
        config: &Config,
        patience: Duration,
    ) -> anyhow::Result<Vec<SubgraphInput>> {
        let client = client(config)?;
        let problems = self.ask_all(&client, config, patience).await;
        let mut inputs = Vec::with_capacity(config.subgraphs.len());
        for subgraph in &config.subgraphs {
            inputs.push(self.input(subgraph, &problems).await?);
        }
        Ok(inputs)
    }

    /// Asks every service once; says whether any tells another schema than before.
    pub async fn refresh(&mut self, config: &Config) -> bool {
        let client = match client(config) {
            Ok(client) => client,
            Err(error) => {
                let error = format!("{error:#}");
                tracing::warn!(error, "the services cannot be asked for their schemas again");
                return false;
            }
        };
        let before = self.known.clone();
        self.ask_all(&client, config, Duration::ZERO).await;
        self.known != before
    }

    /// Asks until every partition and every plain subgraph has told its schema, or the time is
    /// over. What went wrong last, by endpoint.
    async fn ask_all(
        &mut self,
        client: &SubgraphClient,
        config: &Config,
        patience: Duration,
    ) -> BTreeMap<String, anyhow::Error> {
        let end = Instant::now() + patience;
        let groups: Vec<&[String]> = config.subgraphs.iter().flat_map(asked).collect();
        let mut open: BTreeSet<String> = groups.iter().copied().flatten().cloned().collect();
        let mut problems = BTreeMap::new();
        loop {
            for (url, answer) in ask_each(client, open.iter().cloned().collect()).await {
                match answer {
                    Ok(sdl) => {
                        open.remove(&url);
                        problems.remove(&url);
                        self.known.insert(url, sdl);
                    }
                    Err(problem) => {
                        problems.insert(url, problem);
                    }
                }
            }
            let are_told = groups.iter().all(|urls| urls.iter().any(|url| !open.contains(url)));
            if are_told || Instant::now() + PAUSE > end {
                return problems;
            }
            sleep(PAUSE).await;
        }
    }

    async fn input(
        &self,
        subgraph: &SubgraphConfig,
        problems: &BTreeMap<String, anyhow::Error>,
    ) -> anyhow::Result<SubgraphInput> {
        let name = subgraph.name.clone();
        let (url, schemas) = match &subgraph.source {
            Source::Single { endpoints, schema } => {
                let sdl =
                    match schema {
                        Some(file) => read_file(file).await,
                        None => self.of(endpoints).first().map(|sdl| (*sdl).to_owned()).ok_or_else(
                            || anyhow!("no service told it: {}", told(problems, endpoints)),
                        ),
                    };
                let sdl = sdl.with_context(|| format!("the schema of the subgraph `{name}`"))?;
                (endpoints.first().cloned().unwrap_or_default(), Schemas::One(sdl))
            }
            Source::Partitioned(partitions) => {
                let schemas = self.partitions(&name, partitions, problems).await?;
                (String::new(), Schemas::Partitions(schemas))
            }
        };
        Ok(SubgraphInput { name, url, schemas })
    }

    async fn partitions(
        &self,
        subgraph: &str,
        partitions: &[PartitionConfig],
        problems: &BTreeMap<String, anyhow::Error>,
    ) -> anyhow::Result<Vec<PartitionSchema>> {
        let mut schemas = Vec::new();
        for PartitionConfig { key, endpoints, schema, .. } in partitions {
            if let Some(file) = schema {
                schemas.push(PartitionSchema { key: key.clone(), sdl: read_file(file).await? });
                continue;
            }
            let told_sdl = self.of(endpoints);
            if told_sdl.is_empty() {
                tracing::warn!(
                    subgraph,
                    partition = %key,
                    error = told(problems, endpoints),
                    "a partition did not tell its schema; the others stand for it"
                );
            }
            let of_key = |sdl: &str| PartitionSchema { key: key.clone(), sdl: sdl.to_owned() };
            schemas.extend(told_sdl.into_iter().map(of_key));
        }
        if schemas.is_empty() {
            bail!("no partition of the subgraph `{subgraph}` told its schema");
        }
        Ok(schemas)
    }

    /// What the replicas at these endpoints have told, each text once.
    fn of(&self, endpoints: &[String]) -> Vec<&str> {
        let mut texts: Vec<&str> = Vec::new();
        for sdl in endpoints.iter().filter_map(|url| self.known.get(url)) {
            if !texts.contains(&sdl.as_str()) {
                texts.push(sdl);
            }
        }
        texts
    }
}

impl Default for SchemaReader {
    fn default() -> Self {
        Self::new()
    }
}

/// The groups of replicas that are asked: those whose schema is in no file.
fn asked(subgraph: &SubgraphConfig) -> Vec<&[String]> {
    match &subgraph.source {
        Source::Single { endpoints, schema: None } => vec![endpoints],
        Source::Single { .. } => Vec::new(),
        Source::Partitioned(partitions) => {
            let without_file = partitions.iter().filter(|partition| partition.schema.is_none());
            without_file.map(|partition| partition.endpoints.as_slice()).collect()
        }
    }
}

fn told(problems: &BTreeMap<String, anyhow::Error>, endpoints: &[String]) -> String {
    let told = endpoints.iter().filter_map(|url| problems.get(url));
    told.map(|problem| format!("{problem:#}")).collect::<Vec<_>>().join("; ")
}

async fn read_file(file: &Path) -> anyhow::Result<String> {
    tokio::fs::read_to_string(file).await.with_context(|| format!("read {}", file.display()))
}

/// A client for everybody who may be asked. What is no URL is reported where it is used.
fn client(config: &Config) -> anyhow::Result<SubgraphClient> {
    let urls = config.subgraphs.iter().flat_map(asked).flatten();
    let endpoints: Vec<Endpoint> = urls.filter_map(|url| Endpoint::parse(url).ok()).collect();
    wiring::client(config, &endpoints)
}

/// Asks each once, some at a time.
async fn ask_each(client: &SubgraphClient, urls: Vec<String>) -> Vec<(String, Told)> {
    let mut told = Vec::with_capacity(urls.len());
    let mut waiting = urls.into_iter();
    let mut under_way = FuturesUnordered::new();
    loop {
        while under_way.len() < AT_ONCE
            && let Some(url) = waiting.next()
        {
            under_way.push(ask_at(client, url));
        }
        match under_way.next().await {
            Some(one) => told.push(one),
            None => return told,
        }
    }
}

/// What a service told.
type Told = anyhow::Result<String>;

async fn ask_at(client: &SubgraphClient, url: String) -> (String, Told) {
    // It is asked again by the reader, with pauses of its own.
    let policy = TrafficPolicy {
        concurrency: 1,
        retries: RetryPolicy { attempts: 0, ..RetryPolicy::default() },
        breaker: None,
        ..TrafficPolicy::default()
    };
    let replicas = Endpoint::parse(&url)
        .map_err(anyhow::Error::from)
        .and_then(|endpoint| Ok(Arc::new(Replicas::with_policy([endpoint], policy)?)));
    let told = match replicas {
        Ok(replicas) => ask(client, &replicas).await,
        Err(problem) => Err(problem),
    };
    (url, told)
}

async fn ask(client: &SubgraphClient, replicas: &Arc<Replicas>) -> anyhow::Result<String> {
    let headers = Arc::new(OutgoingHeaders::new());
    let call = Call {
        body: Bytes::from_static(SDL_QUERY.as_bytes()),
        headers: &headers,
        deadline: Instant::now() + ATTEMPT_TIME,
        effect: Effect::Read,
    };
    let answer = client.call(replicas, call).await?;
    let value: Value = serde_json::from_slice(&answer.body).context("the answer is not JSON")?;
    match value.pointer("/data/_service/sdl").and_then(Value::as_str) {
        Some(sdl) => Ok(sdl.to_owned()),
        None => {
            Err(anyhow!("the service does not answer `_service {{ sdl }}`: {}", value["errors"]))
        }
    }
}
