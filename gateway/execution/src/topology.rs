//! Who serves which subgraph: a plain subgraph by one service, a partitioned one by a service for
//! each partition. Built from the configuration; what a partition's rows are is not known here.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use contract::ids::is_partition_key;
use gateway_subgraph_client::{Replicas, SubscriptionTransport};
use thiserror::Error;

/// All services of a supergraph, by the name of the subgraph.
#[derive(Debug, Default)]
pub struct Topology {
    subgraphs: HashMap<String, Service>,
    subscriptions: HashMap<String, SubscriptionTransport>,
}

/// Who serves a subgraph.
#[derive(Debug)]
pub enum Service {
    /// One service has everything.
    Plain(Arc<Replicas>),
    /// Each partition has its own rows.
    Partitioned(Partitions),
    /// The gateway itself, for a gateway above it: it knows the keys that it is asked with, and
    /// this SDL.
    Entry(Arc<str>),
}

/// The partitions of a subgraph, sorted by key. A partition is known by its place in this order.
#[derive(Debug)]
pub struct Partitions {
    sorted: Vec<Partition>,
    /// Parallel to them: which of the older versions of the subgraph each one runs.
    versions: Vec<Option<usize>>,
    /// The keys behind partitions that are gateways, and the places of these.
    owners: HashMap<String, usize>,
    /// The places of partitions that are gateways.
    gateways: BTreeSet<usize>,
}

/// One partition.
#[derive(Debug)]
pub struct Partition {
    /// Its key, for a district the GB/T 2260 code.
    pub key: String,
    /// What it can be chosen by besides its key.
    pub labels: BTreeMap<String, String>,
    /// Its service.
    pub replicas: Arc<Replicas>,
}

/// Why a list of partitions is refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TopologyError {
    /// A key with other characters than a key has.
    #[error("`{0}` is not a partition key: use 1 to 32 letters, digits, `_` or `-`")]
    KeyInvalid(String),
    /// Two partitions with one key.
    #[error("the partition `{0}` is configured twice")]
    KeyTwice(String),
    /// No partition at all.
    #[error("a partitioned subgraph needs at least one partition")]
    NoPartitions,
}

impl Topology {
    /// An empty topology.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a subgraph, or replaces the one of this name.
    #[must_use]
    pub fn with(mut self, subgraph: impl Into<String>, service: Service) -> Self {
        self.subgraphs.insert(subgraph.into(), service);
        self
    }

    /// Says how a subgraph is subscribed to; others over a WebSocket where their queries go.
    #[must_use]
    pub fn with_subscriptions(
        mut self,
        subgraph: impl Into<String>,
        transport: SubscriptionTransport,
    ) -> Self {
        self.subscriptions.insert(subgraph.into(), transport);
        self
    }

    /// How a subgraph is subscribed to.
    pub(crate) fn subscription_transport(&self, subgraph: &str) -> SubscriptionTransport {
        self.subscriptions.get(subgraph).cloned().unwrap_or_default()
    }

    /// Who serves a subgraph.
    #[must_use]
    pub fn service(&self, subgraph: &str) -> Option<&Service> {
        self.subgraphs.get(subgraph)
    }

    /// All services with their subgraph and, where it has partitions, their key; in no order.
    pub fn services(&self) -> impl Iterator<Item = (&str, Option<&str>, &Arc<Replicas>)> {
        self.subgraphs.iter().flat_map(|(subgraph, service)| {
            let (plain, partitions) = match service {
                Service::Plain(replicas) => (Some(replicas), [].as_slice()),
                Service::Partitioned(partitions) => (None, partitions.all()),
                Service::Entry(_) => (None, [].as_slice()),
            };
            let partitions = partitions
                .iter()
                .map(|partition| (Some(partition.key.as_str()), &partition.replicas));
            let all = plain.map(|replicas| (None, replicas)).into_iter().chain(partitions);
            all.map(|(partition, replicas)| (subgraph.as_str(), partition, replicas))
        })
    }

    /// The partitions of a subgraph, when it has any.
    #[must_use]
    pub fn partitions(&self, subgraph: &str) -> Option<&Partitions> {
        match self.subgraphs.get(subgraph) {
            Some(Service::Partitioned(partitions)) => Some(partitions),
            _ => None,
        }
    }
}

impl Partitions {
    /// Sorts and checks a list of partitions.
    ///
    /// # Errors
    /// [`TopologyError`] when a key is malformed or stands twice, or when there is no partition.
    pub fn new(partitions: impl IntoIterator<Item = Partition>) -> Result<Self, TopologyError> {
        let mut sorted: Vec<Partition> = partitions.into_iter().collect();
        sorted.sort_unstable_by(|a, b| a.key.cmp(&b.key));
        if sorted.is_empty() {
            return Err(TopologyError::NoPartitions);
        }
        if let Some(bad) = sorted.iter().find(|partition| !is_partition_key(&partition.key)) {
            return Err(TopologyError::KeyInvalid(bad.key.clone()));
        }
        if let Some(pair) = sorted.windows(2).find(|pair| pair[0].key == pair[1].key) {
            return Err(TopologyError::KeyTwice(pair[0].key.clone()));
        }
        let versions = vec![None; sorted.len()];
        let (owners, gateways) = (HashMap::new(), BTreeSet::new());
        Ok(Self { sorted, versions, owners, gateways })
    }

    /// The same partitions, each of the version that a function says: one of the older versions
    /// that plans know, or none for one that has all of its subgraph's schema.
    #[must_use]
    pub fn of_versions(mut self, version_of: impl Fn(&str) -> Option<usize>) -> Self {
        self.versions = self.sorted.iter().map(|partition| version_of(&partition.key)).collect();
        self
    }

    /// The same partitions, of which some are gateways that own the keys behind them.
    ///
    /// # Errors
    /// [`TopologyError`] when a key is malformed, or has two owners.
    pub fn owning<'k>(
        mut self,
        owned: impl IntoIterator<Item = (&'k str, &'k str)>,
    ) -> Result<Self, TopologyError> {
        for (partition, key) in owned {
            if !is_partition_key(key) {
                return Err(TopologyError::KeyInvalid(key.to_owned()));
            }
            let is_twice = self.position(key).is_some();
            let place = self.position(partition).filter(|_| !is_twice);
            let place = place.ok_or_else(|| TopologyError::KeyTwice(key.to_owned()))?;
            self.owners.insert(key.to_owned(), place);
            self.gateways.insert(place);
        }
        Ok(self)
    }

    /// Whether some partitions own other keys than their own.
    #[must_use]
    pub fn has_gateways(&self) -> bool {
        !self.owners.is_empty()
    }

    /// Whether a partition may have rows whose ids begin with a key.
    #[must_use]
    pub fn owns(&self, partition: &str, key: &str) -> bool {
        match self.owners.get(key) {
            Some(&place) => self.sorted[place].key == partition,
            None => partition == key,
        }
    }

    /// Which older version the partition at a place runs.
    #[must_use]
    pub fn version(&self, place: usize) -> Option<usize> {
        self.versions.get(place).copied().flatten()
    }

    /// All partitions, sorted by key.
    #[must_use]
    pub fn all(&self) -> &[Partition] {
        &self.sorted
    }

    /// Whether the partition at a place is a gateway, which owns other keys than its own.
    #[must_use]
    pub fn is_gateway(&self, place: usize) -> bool {
        self.gateways.contains(&place)
    }

    /// Whether a partition may have rows for which a label has a value. One that is a gateway and
    /// has not this label may have rows for each of its values, and knows itself which.
    #[must_use]
    pub fn may_have(&self, place: usize, label: &str, value: &str) -> bool {
        match self.sorted[place].labels.get(label) {
            Some(own) => own == value,
            None => self.is_gateway(place),
        }
    }

    /// Where the partition with this key stands, or the one that owns it.
    #[must_use]
    pub fn position(&self, key: &str) -> Option<usize> {
        let own = self.sorted.binary_search_by(|partition| partition.key.as_str().cmp(key)).ok();
        own.or_else(|| self.owners.get(key).copied())
    }

    /// The keys, sorted.
    pub fn keys(&self) -> impl ExactSizeIterator<Item = &str> {
        self.sorted.iter().map(|partition| partition.key.as_str())
    }

    /// The keys by which partitions are chosen, sorted: their own, and of gateways those behind them.
    #[must_use]
    pub fn known_keys(&self) -> Vec<&str> {
        let leaves = self.keys().enumerate().filter(|(place, _)| !self.is_gateway(*place));
        let behind = self.owners.keys().map(String::as_str);
        let mut keys: Vec<&str> = leaves.map(|(_, key)| key).chain(behind).collect();
        keys.sort_unstable();
        keys
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use gateway_subgraph_client::Endpoint;

    use super::*;

    /// Partitions with these keys and the label `peerGroup`; nobody serves them.
    pub(crate) fn partitions(keys_and_groups: &[(&str, &str)]) -> Partitions {
        Partitions::new(keys_and_groups.iter().map(|(key, group)| partition(key, group)))
            .expect("valid keys")
    }

    fn partition(key: &str, group: &str) -> Partition {
        let endpoint = Endpoint::parse("http://127.0.0.1:9/graphql").expect("a URL");
        Partition {
            key: key.into(),
            labels: [("peerGroup".into(), group.into())].into(),
            replicas: Arc::new(Replicas::new([endpoint], 1).expect("one endpoint")),
        }
    }

    #[test]
    fn partitions_stand_in_the_order_of_their_keys() {
        let partitions = partitions(&[("231004", "URBAN"), ("231002", "RURAL")]);
        assert_eq!(partitions.keys().collect::<Vec<_>>(), ["231002", "231004"]);
        assert_eq!(partitions.position("231004"), Some(1));
        assert_eq!(partitions.position("231003"), None);
    }

    #[test]
    fn keys_behind_gateways_lead_to_them() {
        let cities = || partitions(&[("231000", ""), ("230100", "")]);
        let owning = cities().owning([("231000", "231004"), ("230100", "230102")]);
        let owning = owning.expect("each has one owner");
        assert_eq!(owning.position("231004"), owning.position("231000"));
        assert_eq!(owning.position("231005"), None);
        assert!(owning.owns("231000", "231004") && owning.owns("231000", "231000"));
        assert!(!owning.owns("230100", "231004"));
        assert_eq!(owning.known_keys(), ["230102", "231004"]);
        let twice = cities().owning([("231000", "x"), ("230100", "x")]);
        assert_eq!(twice.map(|_| ()), Err(TopologyError::KeyTwice("x".into())));
    }

    #[test]
    fn a_gateway_may_have_every_value_of_a_label_that_it_has_not() {
        let places = partitions(&[("230100", "URBAN"), ("231000", ""), ("231004", "")]);
        let mut places =
            places.owning([("230100", "230102"), ("231000", "231002")]).expect("one each");
        places.sorted[1].labels.clear();
        places.sorted[2].labels.clear();
        let urban = [0, 1, 2].map(|place| places.may_have(place, "peerGroup", "URBAN"));
        let rural = [0, 1, 2].map(|place| places.may_have(place, "peerGroup", "RURAL"));
        assert_eq!((urban, rural), ([true, true, false], [false, true, false]));
    }

    #[test]
    fn bad_lists_are_refused() {
        let refused = |keys: &[&str]| {
            Partitions::new(keys.iter().map(|key| partition(key, "x"))).expect_err("refused")
        };
        assert_eq!(refused(&[]), TopologyError::NoPartitions);
        assert_eq!(refused(&["a", "b", "a"]), TopologyError::KeyTwice("a".into()));
        assert_eq!(refused(&["a b"]), TopologyError::KeyInvalid("a b".into()));
    }
}
