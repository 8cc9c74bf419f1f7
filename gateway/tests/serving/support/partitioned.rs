//! A gateway over partitions of the test's own.

use std::path::Path;

use gateway::config::Config;
use tokio_util::sync::{CancellationToken, DropGuard};

use super::{Answer, Client, Version, VersionedPartition, served_by};

/// A gateway over the partitioned subgraph `items`, which ends with the test.
pub struct PartitionedGateway {
    /// A client of it.
    pub client: Client,
    /// The partitions, in the order of their keys.
    pub partitions: Vec<VersionedPartition>,
    _end: DropGuard,
}

impl PartitionedGateway {
    /// One over these partitions, with more lines in its configuration.
    pub async fn start(settings: &str, versions: Vec<(&str, Version)>) -> Self {
        let unlabelled = versions.into_iter().map(|(key, version)| (key, "", version));
        Self::labelled(settings, unlabelled.collect()).await
    }

    /// The same, each partition with its labels as the configuration writes them.
    pub async fn labelled(settings: &str, versions: Vec<(&str, &str, Version)>) -> Self {
        let mut partitions = Vec::with_capacity(versions.len());
        let mut listed = String::new();
        for (key, labels, version) in versions {
            let one = VersionedPartition::start(version).await;
            listed += &partition(key, &[&one]);
            listed += &format!("labels = {{ {labels} }}\n");
            partitions.push(one);
        }
        let text = format!(
            "listen = \"127.0.0.1:0\"\n{settings}\n[[subgraphs]]\nname = \"items\"\n\
             subscriptions = {{ protocol = \"sse\" }}\n{listed}"
        );
        let config = Config::parse(&text, Path::new("."), None).expect("a valid configuration");
        let end = CancellationToken::new();
        let client = served_by(config, end.clone()).await.expect("the gateway starts");
        Self { client, partitions, _end: end.drop_guard() }
    }

    /// What a client gets; no partition refuses what it is sent.
    pub async fn ask(&self, query: &str) -> Answer {
        let answer = self.client.query(query).await;
        let refusals: usize = self.partitions.iter().map(VersionedPartition::refusals).sum();
        assert_eq!(refusals, 0, "{}", answer.text());
        answer
    }

    /// How many operations each partition was sent.
    pub fn asked(&self) -> Vec<usize> {
        self.partitions.iter().map(|partition| partition.bodies().len()).collect()
    }
}

/// A partition with these replicas, for a configuration.
pub fn partition(key: &str, replicas: &[&VersionedPartition]) -> String {
    let urls: Vec<String> =
        replicas.iter().map(|replica| format!("\"{}\"", replica.url())).collect();
    format!("[[subgraphs.partitions]]\nkey = \"{key}\"\nendpoints = [{}]\n", urls.join(", "))
}
