//! The settings and their defaults.

use std::{
    collections::{BTreeMap, BTreeSet},
    net::SocketAddr,
    path::{Path, PathBuf},
    time::Duration,
};

use contract::ids::is_partition_key;
use gateway_execution::PartitionPolicy;

use super::reader::{Located, Problems, Section};

/// Everything that the file says.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// Where clients connect.
    pub listen: SocketAddr,
    /// The subgraphs in the order of the file.
    pub subgraphs: Vec<SubgraphConfig>,
    /// What happens when partitions do not answer and the request says nothing about it.
    pub partition_policy: PartitionPolicy,
    /// Bounds on requests and answers.
    pub limits: LimitsConfig,
    /// How services know the gateway.
    pub identity: IdentityConfig,
    /// The page at `/`.
    pub graphiql: GraphiqlConfig,
    /// Whether clients may ask for the schema.
    pub introspection: bool,
}

/// One subgraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubgraphConfig {
    /// Its name in plans, logs and errors.
    pub name: String,
    /// One service, or several partitions.
    pub source: Source,
}

/// Who answers for a subgraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// One service with one or more replicas.
    Single {
        /// URLs of the replicas.
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
}

/// Bounds; what is absent keeps the default of the part that it concerns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LimitsConfig {
    /// The largest request body, in bytes.
    pub body_bytes: usize,
    /// The most requests that are worked on at once.
    pub concurrent_requests: usize,
    /// The longest that a request may take.
    pub request_time: Duration,
    /// The deepest nesting of fields, fragments expanded.
    pub depth: usize,
    /// The most fields, fragments expanded.
    pub fields: usize,
    /// The largest answer that is read from one subgraph call, in bytes.
    pub subgraph_answer_bytes: usize,
    /// The most calls to one endpoint at once.
    pub calls_per_endpoint: usize,
    /// The most memory that cached plans may take, in bytes.
    pub plan_cache_bytes: usize,
}

impl Default for LimitsConfig {
    fn default() -> Self {
        Self {
            body_bytes: 512 << 10,
            concurrent_requests: 1_000,
            request_time: Duration::from_secs(30),
            depth: 50,
            fields: 10_000,
            subgraph_answer_bytes: 16 << 20,
            calls_per_endpoint: 256,
            plan_cache_bytes: 64 << 20,
        }
    }
}

/// The key that signs caller contexts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IdentityConfig {
    /// The file that holds the key; without one, contexts are not sent.
    pub signing_key_file: Option<PathBuf>,
}

/// The page at `/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GraphiqlConfig {
    /// Whether it is served.
    pub enabled: bool,
    /// Files with operations that stand in its first tabs.
    pub examples: Vec<PathBuf>,
}

/// Reads the root of the file; mistakes go to `problems`.
pub(super) fn read(mut root: Section<'_>, folder: &Path, problems: &Problems<'_>) -> Config {
    let listen = root
        .parsed("listen", |text| {
            text.parse().map_err(|_| "expected an address and a port, as in 127.0.0.1:4000")
        })
        .unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 4000)));
    let introspection = root.boolean("introspection").unwrap_or(true);
    let partition_policy = root.parsed("partition_policy", str::parse).unwrap_or_default();
    let limits = root.section("limits").map(read_limits).unwrap_or_default();
    let identity = root.section("identity").map(|s| read_identity(s, folder)).unwrap_or_default();
    let graphiql = read_graphiql(root.section("graphiql"), folder);

    let offset = root.offset();
    let sections = root.sections("subgraphs");
    if sections.is_empty() {
        problems.add(offset, "no subgraph is named: at least one `[[subgraphs]]` is needed");
    }
    let mut names = BTreeSet::new();
    let mut subgraphs = Vec::new();
    for section in sections {
        subgraphs.extend(read_subgraph(section, folder, problems, &mut names));
    }
    root.finish();
    Config { listen, subgraphs, partition_policy, limits, identity, graphiql, introspection }
}

fn read_subgraph(
    mut section: Section<'_>,
    folder: &Path,
    problems: &Problems<'_>,
    names: &mut BTreeSet<String>,
) -> Option<SubgraphConfig> {
    let offset = section.offset();
    let name = section.required_text("name");
    if let Some(name) = &name {
        check_subgraph_name(name, problems, names);
    }
    let schema = section.text("schema").map(|path| folder.join(path.value));
    let endpoints = read_endpoints(&mut section, problems);
    let partitions = section.sections("partitions");
    let source = if partitions.is_empty() {
        if endpoints.is_empty() {
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
    Some(SubgraphConfig { name: name?.value, source })
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
    let endpoints = read_endpoints(&mut section, problems);
    if endpoints.is_empty() {
        problems.add(offset, "a partition needs `endpoints`");
    }
    let schema = section.text("schema").map(|path| folder.join(path.value));
    section.finish();
    Some(PartitionConfig { key: key?.value, labels, endpoints, schema })
}

fn read_endpoints(section: &mut Section<'_>, problems: &Problems<'_>) -> Vec<String> {
    let endpoints = section.texts("endpoints");
    for endpoint in &endpoints {
        let is_url = endpoint
            .value
            .parse::<http::Uri>()
            .is_ok_and(|uri| uri.scheme_str() == Some("http") && uri.authority().is_some());
        if !is_url {
            problems.add(
                endpoint.offset,
                format!("`{}` is not a URL of the form http://host:port/path", endpoint.value),
            );
        }
    }
    endpoints.into_iter().map(|endpoint| endpoint.value).collect()
}

fn read_limits(mut section: Section<'_>) -> LimitsConfig {
    let default = LimitsConfig::default();
    let mut size = |key, range, default: usize| {
        section.integer(key, range).and_then(|n| usize::try_from(n).ok()).unwrap_or(default)
    };
    let limits = LimitsConfig {
        body_bytes: size("body_bytes", 1_024..=64 << 20, default.body_bytes),
        concurrent_requests: size(
            "concurrent_requests",
            1..=1_000_000,
            default.concurrent_requests,
        ),
        depth: size("depth", 1..=200, default.depth),
        fields: size("fields", 1..=1_000_000, default.fields),
        subgraph_answer_bytes: size(
            "subgraph_answer_bytes",
            1_024..=1 << 30,
            default.subgraph_answer_bytes,
        ),
        calls_per_endpoint: size("calls_per_endpoint", 1..=100_000, default.calls_per_endpoint),
        plan_cache_bytes: size("plan_cache_bytes", 0..=8 << 30, default.plan_cache_bytes),
        request_time: section
            .integer("request_ms", 10..=600_000)
            .map_or(default.request_time, Duration::from_millis),
    };
    section.finish();
    limits
}

fn read_identity(mut section: Section<'_>, folder: &Path) -> IdentityConfig {
    let signing_key_file = section.text("signing_key_file").map(|path| folder.join(path.value));
    section.finish();
    IdentityConfig { signing_key_file }
}

fn read_graphiql(section: Option<Section<'_>>, folder: &Path) -> GraphiqlConfig {
    let Some(mut section) = section else {
        return GraphiqlConfig { enabled: true, examples: Vec::new() };
    };
    let enabled = section.boolean("enabled").unwrap_or(true);
    let examples =
        section.texts("examples").into_iter().map(|path| folder.join(path.value)).collect();
    section.finish();
    GraphiqlConfig { enabled, examples }
}
