//! Where the SDL of each service comes from: a file of the configuration, or the service itself.

use std::{path::Path, sync::Arc, time::Duration};

use anyhow::{Context, anyhow, bail};
use bytes::Bytes;
use futures::future::join_all;
use gateway_composition::{PartitionSchema, Schemas, SubgraphInput};
use gateway_subgraph_client::{
    Call, ClientConfig, Effect, Endpoint, OutgoingHeaders, Replicas, RetryPolicy, SubgraphClient,
    TrafficPolicy,
};
use serde_json::Value;
use tokio::time::{Instant, sleep};

use crate::config::{Config, PartitionConfig, Source, SubgraphConfig};

const SDL_QUERY: &str = r#"{"query":"{ _service { sdl } }"}"#;
const ATTEMPT_TIME: Duration = Duration::from_secs(5);
const PAUSE: Duration = Duration::from_millis(250);

/// Reads the SDL of all subgraphs, asking services again until `patience` is over.
///
/// A partition that does not answer is left out, as long as another of its subgraph answers: it
/// runs the same schema, and when it comes back it is asked like the others.
///
/// # Errors
/// When a file cannot be read, or no service of a subgraph answers in time.
pub async fn read_all(config: &Config, patience: Duration) -> anyhow::Result<Vec<SubgraphInput>> {
    let client = SubgraphClient::new(ClientConfig::default());
    let end = Instant::now() + patience;
    join_all(config.subgraphs.iter().map(|subgraph| read(&client, subgraph, end)))
        .await
        .into_iter()
        .collect()
}

async fn read(
    client: &SubgraphClient,
    subgraph: &SubgraphConfig,
    end: Instant,
) -> anyhow::Result<SubgraphInput> {
    let name = subgraph.name.clone();
    let (url, schemas) = match &subgraph.source {
        Source::Single { endpoints, schema } => {
            let sdl = sdl_of(client, endpoints, schema.as_deref(), end)
                .await
                .with_context(|| format!("the schema of the subgraph `{name}`"))?;
            (endpoints.first().cloned().unwrap_or_default(), Schemas::One(sdl))
        }
        Source::Partitioned(partitions) => {
            let schemas = read_partitions(client, &name, partitions, end).await?;
            (String::new(), Schemas::Partitions(schemas))
        }
    };
    Ok(SubgraphInput { name, url, schemas })
}

async fn read_partitions(
    client: &SubgraphClient,
    subgraph: &str,
    partitions: &[PartitionConfig],
    end: Instant,
) -> anyhow::Result<Vec<PartitionSchema>> {
    let reads = partitions.iter().map(async |partition| {
        let sdl = sdl_of(client, &partition.endpoints, partition.schema.as_deref(), end).await;
        (partition, sdl)
    });
    let mut schemas = Vec::new();
    for (partition, sdl) in join_all(reads).await {
        let key = partition.key.clone();
        match sdl {
            Ok(sdl) => schemas.push(PartitionSchema { key, sdl }),
            // A file that cannot be read is a mistake of the configuration, not an outage.
            Err(error) if partition.schema.is_some() => return Err(error),
            Err(error) => tracing::warn!(
                subgraph,
                partition = %key,
                error = format!("{error:#}"),
                "a partition did not tell its schema; the others stand for it"
            ),
        }
    }
    if schemas.is_empty() {
        bail!("no partition of the subgraph `{subgraph}` told its schema");
    }
    Ok(schemas)
}

async fn sdl_of(
    client: &SubgraphClient,
    endpoints: &[String],
    file: Option<&Path>,
    end: Instant,
) -> anyhow::Result<String> {
    if let Some(file) = file {
        return tokio::fs::read_to_string(file)
            .await
            .with_context(|| format!("read {}", file.display()));
    }
    let endpoints: Vec<Endpoint> =
        endpoints.iter().map(|url| Endpoint::parse(url)).collect::<Result<_, _>>()?;
    // It is asked again here, with pauses of its own.
    let policy = TrafficPolicy {
        concurrency: 1,
        retries: RetryPolicy { attempts: 0, ..RetryPolicy::default() },
        breaker: None,
        ..TrafficPolicy::default()
    };
    let replicas = Arc::new(Replicas::with_policy(endpoints, policy)?);
    loop {
        match ask(client, &replicas).await {
            Ok(sdl) => return Ok(sdl),
            Err(error) if Instant::now() + PAUSE > end => return Err(error),
            Err(_) => sleep(PAUSE).await,
        }
    }
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
