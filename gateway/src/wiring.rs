//! From the configuration to the parts of a running gateway. Each part gets its own section and
//! knows nothing of the file.

use std::{path::Path, sync::Arc, time::Duration};

use anyhow::{Context, bail};
use contract::identity::SigningKey;
use gateway_composition::{Composed, Diagnostic, SubgraphInput, compose};
use gateway_execution::{Executor, ExecutorConfig, Partition, Partitions, Service, Topology};
use gateway_operation::{Limits, PrepareSettings};
use gateway_planning::PlannerSettings;
use gateway_server::{ServerConfig, Snapshot};
use gateway_subgraph_client::{ClientConfig, Endpoint, Replicas, SubgraphClient};
use gateway_supergraph::Supergraph;

use crate::config::{Config, Source};

const DRAIN_TIME: Duration = Duration::from_secs(10);

/// Composes subgraphs; every diagnostic is in the error.
pub(crate) fn composed(inputs: &[SubgraphInput]) -> anyhow::Result<Composed> {
    let refused = |diagnostics: Vec<Diagnostic>| {
        let lines: Vec<String> = diagnostics.iter().map(ToString::to_string).collect();
        anyhow::anyhow!("the subgraphs do not compose:\n{}", lines.join("\n"))
    };
    compose(inputs).map_err(refused)
}

/// Everything that a request needs of one version of schema and topology.
pub(crate) fn snapshot(config: &Config, supergraph_sdl: &str) -> anyhow::Result<Snapshot> {
    let supergraph = Arc::new(Supergraph::parse(supergraph_sdl)?);
    let executor =
        Executor::new(Arc::new(topology(config)?), client(config), executor_config(config)?);
    Ok(Snapshot::new(supergraph, executor, planner_settings(config))?)
}

/// How operations are planned.
pub(crate) fn planner_settings(config: &Config) -> PlannerSettings {
    let limits = &config.limits;
    let prepare = PrepareSettings {
        limits: Limits { depth: limits.depth, fields: limits.fields, ..Limits::default() },
        introspection: config.introspection,
    };
    PlannerSettings { prepare, cached_bytes: limits.plan_cache_bytes, ..PlannerSettings::default() }
}

/// How HTTP is served.
pub(crate) fn server_config(config: &Config) -> anyhow::Result<ServerConfig> {
    let examples = config.graphiql.examples.iter().map(|path| read_text(path));
    let examples: Vec<String> = examples.collect::<anyhow::Result<_>>()?;
    Ok(ServerConfig {
        max_body_bytes: config.limits.body_bytes,
        max_concurrent_requests: config.limits.concurrent_requests,
        request_time: config.limits.request_time,
        drain_time: DRAIN_TIME,
        partition_policy: config.partition_policy.clone(),
        graphiql: config.graphiql.enabled.then_some(examples),
    })
}

/// Who serves which subgraph.
pub(crate) fn topology(config: &Config) -> anyhow::Result<Topology> {
    let calls = config.limits.calls_per_endpoint;
    let mut topology = Topology::new();
    for subgraph in &config.subgraphs {
        let service = match &subgraph.source {
            Source::Single { endpoints, .. } => Service::Plain(replicas(endpoints, calls)?),
            Source::Partitioned(partitions) => {
                let partitions = partitions.iter().map(|partition| {
                    Ok(Partition {
                        key: partition.key.clone(),
                        labels: partition.labels.clone(),
                        replicas: replicas(&partition.endpoints, calls)?,
                    })
                });
                let partitions: Vec<Partition> = partitions.collect::<anyhow::Result<_>>()?;
                Service::Partitioned(Partitions::new(partitions)?)
            }
        };
        topology = topology.with(subgraph.name.clone(), service);
    }
    Ok(topology)
}

fn replicas(urls: &[String], calls: usize) -> anyhow::Result<Arc<Replicas>> {
    let endpoints: Vec<Endpoint> =
        urls.iter().map(|url| Endpoint::parse(url)).collect::<Result<_, _>>()?;
    Ok(Arc::new(Replicas::new(endpoints, calls)?))
}

fn client(config: &Config) -> SubgraphClient {
    SubgraphClient::new(ClientConfig {
        max_answer_bytes: config.limits.subgraph_answer_bytes,
        ..ClientConfig::default()
    })
}

fn executor_config(config: &Config) -> anyhow::Result<ExecutorConfig> {
    let signing_key =
        config.identity.signing_key_file.as_deref().map(read_signing_key).transpose()?;
    Ok(ExecutorConfig { signing_key, ..ExecutorConfig::default() })
}

fn read_signing_key(path: &Path) -> anyhow::Result<SigningKey> {
    let secret = std::fs::read(path).with_context(|| format!("read {}", path.display()))?;
    let secret = secret.trim_ascii();
    if secret.is_empty() {
        bail!("{} is empty", path.display());
    }
    SigningKey::new(secret).with_context(|| path.display().to_string())
}

fn read_text(path: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("read {}", path.display()))
}
