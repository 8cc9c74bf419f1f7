//! The subgraphs and who serves them.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use contract::ids::is_partition_key;
use gateway_subgraph_client::{
    Endpoint, HeaderRules, ResponseHeaderRules, SubscriptionTransport, TrafficPolicy,
};

use super::{
    headers,
    reader::{Located, Problems, Section},
    subscriptions, traffic,
};

/// One subgraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubgraphConfig {
    /// Its name in plans, logs and errors.
    pub name: String,
    /// One service, or several partitions.
    pub source: Source,
    /// How it is called.
    pub traffic: TrafficPolicy,
    /// Which headers of clients travel on to it, after the rules for all subgraphs.
    pub headers: HeaderRules,
    /// Which headers of its answers travel on to clients, after the rules for all subgraphs.
    pub response_headers: ResponseHeaderRules,
    /// How it is subscribed to.
    pub subscriptions: SubscriptionTransport,
}

impl SubgraphConfig {
    /// A subgraph that is called as all are by default.
    #[must_use]
    pub fn new(name: impl Into<String>, source: Source) -> Self {
        let (traffic, headers) = (TrafficPolicy::default(), HeaderRules::default());
        let response_headers = ResponseHeaderRules::default();
        let subscriptions = SubscriptionTransport::default();
        Self { name: name.into(), source, traffic, headers, response_headers, subscriptions }
    }

    /// The files with SDL.
    pub(super) fn schema_files(&self) -> impl Iterator<Item = &Path> {
        let (single, partitions) = match &self.source {
            Source::Single { schema, .. } => (schema.as_deref(), [].as_slice()),
            Source::Partitioned(partitions) => (None, partitions.as_slice()),
        };
        single.into_iter().chain(partitions.iter().filter_map(|p| p.schema.as_deref()))
    }

    /// Whether it is left to the supergraph to say where it is.
    pub(crate) fn is_without_endpoints(&self) -> bool {
        matches!(&self.source, Source::Single { endpoints, .. } if endpoints.is_empty())
    }

    fn names_a_schema(&self) -> bool {
        self.schema_files().next().is_some()
    }
}

/// Who answers for a subgraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// One service with one or more replicas.
    Single {
        /// URLs of the replicas. With a supergraph file there may be none: then it is where the
        /// supergraph says.
        endpoints: Vec<String>,
        /// A file with its SDL; without one the service is asked.
        schema: Option<PathBuf>,
    },
    /// Several services with the same schema over other rows.
    Partitioned(Vec<PartitionConfig>),
}

/// One partition of a subgraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartitionConfig {
    /// The key that ids begin with.
    pub key: String,
    /// What `@route(by: LABEL)` chooses by.
    pub labels: BTreeMap<String, String>,
    /// URLs of the replicas.
    pub endpoints: Vec<String>,
    /// A file with its SDL; without one the service is asked.
    pub schema: Option<PathBuf>,
    /// The keys behind it, when it is a gateway itself.
    pub owns: Vec<String>,
}

/// Reads the list of subgraphs. With a supergraph of their own file, `composed` is false: they only
/// say where services are, and may be left out.
pub(super) fn read(
    root: &mut Section<'_>,
    folder: &Path,
    problems: &Problems<'_>,
    composed: bool,
    all: &TrafficPolicy,
) -> Vec<SubgraphConfig> {
    let offset = root.offset();
    let sections = root.sections("subgraphs");
    if sections.is_empty() && composed {
        problems.add(
            offset,
            "no subgraph is named: at least one `[[subgraphs]]` is needed, or `supergraph`",
        );
    }
    let mut names = BTreeSet::new();
    let mut subgraphs = Vec::new();
    for section in sections {
        let offset = section.offset();
        let subgraph = read_subgraph(section, folder, problems, &mut names, composed, all);
        if !composed && subgraph.as_ref().is_some_and(SubgraphConfig::names_a_schema) {
            problems.add(offset, "`schema` has no use here: the schema is that of `supergraph`");
        }
        subgraphs.extend(subgraph);
    }
    subgraphs
}

fn read_subgraph(
    mut section: Section<'_>,
    folder: &Path,
    problems: &Problems<'_>,
    names: &mut BTreeSet<String>,
    composed: bool,
    all: &TrafficPolicy,
) -> Option<SubgraphConfig> {
    let offset = section.offset();
    let name = section.required_text("name");
    if let Some(name) = &name {
        check_subgraph_name(name, problems, names);
    }
    let schema = section.text("schema").map(|path| folder.join(path.value));
    let endpoints = read_endpoints(&mut section, problems);
    let traffic = match section.section("traffic") {
        Some(section) => traffic::read_for_subgraph(section, all),
        None => all.clone(),
    };
    let headers = headers::read(&mut section, problems);
    let response_headers = headers::read_of_answers(&mut section, problems);
    let subscriptions =
        section.section("subscriptions").map(subscriptions::read_transport).unwrap_or_default();
    let partitions = section.sections("partitions");
    let source = if partitions.is_empty() {
        if endpoints.is_empty() && composed {
            problems.add(offset, "a subgraph needs `endpoints`, or `[[subgraphs.partitions]]`");
        }
        Source::Single { endpoints, schema }
    } else {
        if !endpoints.is_empty() || schema.is_some() {
            problems.add(
                offset,
                "`endpoints` and `schema` belong to each partition of a partitioned subgraph",
            );
        }
        let mut keys = BTreeSet::new();
        let read = |section| read_partition(section, folder, problems, &mut keys);
        Source::Partitioned(partitions.into_iter().filter_map(read).collect())
    };
    section.finish();
    let name = name?.value;
    Some(SubgraphConfig { name, source, traffic, headers, response_headers, subscriptions })
}

fn check_subgraph_name(
    name: &Located<String>,
    problems: &Problems<'_>,
    names: &mut BTreeSet<String>,
) {
    let text = &name.value;
    let well_formed = text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
    if !well_formed {
        problems.add(
            name.offset,
            format!("`{text}` is not a subgraph name: a letter, then letters, digits, `_` or `-`"),
        );
    }
    if !names.insert(text.clone()) {
        problems.add(name.offset, format!("the subgraph `{text}` is named twice"));
    }
}

fn read_partition(
    mut section: Section<'_>,
    folder: &Path,
    problems: &Problems<'_>,
    keys: &mut BTreeSet<String>,
) -> Option<PartitionConfig> {
    let offset = section.offset();
    let key = section.required_text("key");
    if let Some(key) = &key {
        if !is_partition_key(&key.value) {
            problems.add(
                key.offset,
                format!(
                    "`{}` is not a partition key: 1 to 32 letters, digits, `_` or `-`",
                    key.value
                ),
            );
        }
        if !keys.insert(key.value.clone()) {
            problems.add(key.offset, format!("the partition `{}` is named twice", key.value));
        }
    }
    let labels = section.text_table("labels");
    let owns = read_owned(&mut section, problems, keys);
    let endpoints = read_endpoints(&mut section, problems);
    if endpoints.is_empty() {
        problems.add(offset, "a partition needs `endpoints`");
    }
    let schema = section.text("schema").map(|path| folder.join(path.value));
    section.finish();
    Some(PartitionConfig { key: key?.value, labels, endpoints, schema, owns })
}

/// The keys behind a partition that is a gateway. They are unique among all keys.
fn read_owned(
    section: &mut Section<'_>,
    problems: &Problems<'_>,
    keys: &mut BTreeSet<String>,
) -> Vec<String> {
    let owned = section.texts("owns");
    for key in &owned {
        if !is_partition_key(&key.value) {
            problems.add(key.offset, format!("`{}` is not a partition key", key.value));
        }
        if !keys.insert(key.value.clone()) {
            problems.add(key.offset, format!("the partition `{}` is named twice", key.value));
        }
    }
    owned.into_iter().map(|key| key.value).collect()
}

fn read_endpoints(section: &mut Section<'_>, problems: &Problems<'_>) -> Vec<String> {
    let endpoints = section.texts("endpoints");
    for endpoint in &endpoints {
        if let Err(error) = Endpoint::parse(&endpoint.value) {
            problems.add(endpoint.offset, error.to_string());
        }
    }
    endpoints.into_iter().map(|endpoint| endpoint.value).collect()
}
