//! Who serves which subgraph: the configuration says it, and for plain subgraphs that it leaves
//! out, the supergraph. Partitions are in no supergraph, so that they must be configured.

use std::sync::Arc;

use gateway_execution::{Partition, Partitions, Service, Topology, TopologyError};
use gateway_subgraph_client::{Endpoint, EndpointError, NoReplicas, Replicas, TrafficPolicy};
use gateway_supergraph::{ENTRY, Subgraph, Supergraph};
use thiserror::Error;

use crate::config::{Config, PartitionConfig, Source, SubgraphConfig};

/// Why it is not clear who serves a supergraph. Each variant tells of all subgraphs together.
#[derive(Debug, Error)]
pub(crate) enum TopologyProblem {
    #[error(
        "these subgraphs are partitioned, and a supergraph does not say where their partitions \
         are: {}; name them in the configuration as `[[subgraphs.partitions]]`",
        .0.join(", ")
    )]
    PartitionsUnknown(Vec<String>),
    #[error("the supergraph has no usable URL for these subgraphs; give them `endpoints` in the \
             configuration:\n{}", .0.join("\n"))]
    UrlsUnusable(Vec<String>),
    #[error("it has none")]
    NoUrl,
    #[error("the configuration names subgraphs that the supergraph does not have: {}; it has {}",
            .unknown.join(", "), .known.join(", "))]
    SubgraphsUnknown { unknown: Vec<String>, known: Vec<String> },
    #[error("the subgraph `{0}` is not partitioned in the supergraph; give it `endpoints`")]
    NotPartitioned(String),
    #[error(
        "the subgraph `{0}` is partitioned in the supergraph; give it \
             `[[subgraphs.partitions]]`"
    )]
    Partitioned(String),
    #[error(transparent)]
    Endpoint(#[from] EndpointError),
    #[error(transparent)]
    NoReplicas(#[from] NoReplicas),
    #[error(transparent)]
    Partitions(#[from] TopologyError),
}

/// Who serves the subgraphs of a supergraph.
pub(crate) fn topology(
    config: &Config,
    supergraph: &Supergraph,
) -> Result<Topology, TopologyProblem> {
    check_names(config, supergraph)?;
    let mut topology = Topology::new();
    let mut without_partitions = Vec::new();
    let mut without_url = Vec::new();
    for subgraph in supergraph.subgraphs.iter().filter(|subgraph| subgraph.name != ENTRY) {
        let name = &subgraph.name;
        let is_partitioned = supergraph.partitions.contains_key(name);
        let configured = config.subgraphs.iter().find(|configured| configured.name == *name);
        if let Some(configured) = configured {
            topology = topology.with_subscriptions(name, configured.subscriptions.clone());
        }
        match configured {
            Some(configured) if !is_partitioned && configured.is_without_endpoints() => {
                match service_at_url(subgraph, &configured.traffic) {
                    Ok(service) => topology = topology.with(name, service),
                    Err(problem) => without_url.push(format!("  {name}: {problem}")),
                }
            }
            Some(configured) => {
                let version_of = |key: &str| supergraph.version_of(name, key);
                let service = configured_service(configured, is_partitioned, version_of)?;
                topology = topology.with(name, service);
            }
            None if is_partitioned => without_partitions.push(name.clone()),
            None => match service_at_url(subgraph, &config.traffic) {
                Ok(service) => topology = topology.with(name, service),
                Err(problem) => without_url.push(format!("  {name}: {problem}")),
            },
        }
    }
    if !without_partitions.is_empty() {
        return Err(TopologyProblem::PartitionsUnknown(without_partitions));
    }
    if !without_url.is_empty() {
        return Err(TopologyProblem::UrlsUnusable(without_url));
    }
    Ok(topology)
}

fn check_names(config: &Config, supergraph: &Supergraph) -> Result<(), TopologyProblem> {
    let names = config.subgraphs.iter().map(|subgraph| &subgraph.name);
    let unknown: Vec<String> =
        names.filter(|name| supergraph.subgraph(name).is_none()).cloned().collect();
    if unknown.is_empty() {
        return Ok(());
    }
    let known = supergraph.subgraphs.iter().map(|subgraph| subgraph.name.clone()).collect();
    Err(TopologyProblem::SubgraphsUnknown { unknown, known })
}

fn service_at_url(
    subgraph: &Subgraph,
    traffic: &TrafficPolicy,
) -> Result<Service, TopologyProblem> {
    if subgraph.url.is_empty() {
        return Err(TopologyProblem::NoUrl);
    }
    Ok(Service::Plain(replicas(std::slice::from_ref(&subgraph.url), traffic)?))
}

fn configured_service(
    subgraph: &SubgraphConfig,
    is_partitioned: bool,
    version_of: impl Fn(&str) -> Option<usize>,
) -> Result<Service, TopologyProblem> {
    match &subgraph.source {
        Source::Single { endpoints, .. } if !is_partitioned => {
            Ok(Service::Plain(replicas(endpoints, &subgraph.traffic)?))
        }
        Source::Single { .. } => Err(TopologyProblem::Partitioned(subgraph.name.clone())),
        Source::Partitioned(_) if !is_partitioned => {
            Err(TopologyProblem::NotPartitioned(subgraph.name.clone()))
        }
        Source::Partitioned(configured) => {
            let owned = configured.iter().flat_map(|partition| {
                partition.owns.iter().map(|key| (partition.key.as_str(), key.as_str()))
            });
            let partitions: Vec<Partition> = configured
                .iter()
                .map(|configured| partition(configured, &subgraph.traffic))
                .collect::<Result<_, _>>()?;
            let partitions = Partitions::new(partitions)?.of_versions(version_of).owning(owned)?;
            Ok(Service::Partitioned(partitions))
        }
    }
}

fn partition(
    configured: &PartitionConfig,
    traffic: &TrafficPolicy,
) -> Result<Partition, TopologyProblem> {
    Ok(Partition {
        key: configured.key.clone(),
        labels: configured.labels.clone(),
        replicas: replicas(&configured.endpoints, traffic)?,
    })
}

fn replicas(urls: &[String], traffic: &TrafficPolicy) -> Result<Arc<Replicas>, TopologyProblem> {
    let endpoints: Vec<Endpoint> =
        urls.iter().map(|url| Endpoint::parse(url)).collect::<Result<_, _>>()?;
    Ok(Arc::new(Replicas::with_policy(endpoints, traffic.clone())?))
}
