//! The settings and their defaults; larger concerns have files of their own.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
};

use gateway_execution::{PartitionPolicy, SubgraphErrors};
use gateway_subgraph_client::{HeaderRules, ResponseHeaderRules, TrafficPolicy};
use gateway_supergraph::LabelShares;

use super::{
    documents::{self, DocumentsConfig},
    errors, headers,
    http::{self, HttpConfig},
    limits::{self, LimitsConfig},
    overrides,
    partitions::{self, PartitionsConfig},
    reader::{Problems, Section},
    subgraphs::{self, SubgraphConfig},
    subscriptions::{self, SubscriptionsConfig},
    tls::{self, TlsConfig},
    traffic,
};

/// Everything that the file says.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// Where clients connect.
    pub listen: SocketAddr,
    /// The file with a supergraph that was composed elsewhere; without one, the subgraphs are
    /// composed.
    pub supergraph: Option<PathBuf>,
    /// Inputs that are `@oneOf` although the supergraph does not say so, as its composer has left it
    /// out.
    pub one_of_inputs: Vec<String>,
    /// The subgraphs in the order of the file. With a supergraph file they say where services are,
    /// and those that are left out are where the supergraph says.
    pub subgraphs: Vec<SubgraphConfig>,
    /// What happens when partitions do not answer and the request says nothing about it.
    pub partition_policy: PartitionPolicy,
    /// What requests may demand of partitions.
    pub partitions: PartitionsConfig,
    /// Bounds on requests and answers.
    pub limits: LimitsConfig,
    /// How subgraphs are called that say nothing else themselves.
    pub traffic: TrafficPolicy,
    /// Bounds of subscriptions.
    pub subscriptions: SubscriptionsConfig,
    /// Which headers of clients travel on to every subgraph.
    pub headers: HeaderRules,
    /// Which headers of the answers of every subgraph travel on to clients.
    pub response_headers: ResponseHeaderRules,
    /// Certificates.
    pub tls: TlsConfig,
    /// Compression and browsers.
    pub http: HttpConfig,
    /// Where documents may come from.
    pub documents: DocumentsConfig,
    /// What clients see of the errors of subgraphs.
    pub errors: SubgraphErrors,
    /// For whom the labels of progressive overrides hold.
    pub override_labels: LabelShares,
    /// How services know the gateway.
    pub identity: IdentityConfig,
    /// The page at `/`.
    pub graphiql: GraphiqlConfig,
    /// Whether clients may ask for the schema.
    pub introspection: bool,
    /// Whether it is a subgraph of another gateway, and answers `_service` and `_entities`.
    pub as_subgraph: bool,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 4000)),
            supergraph: None,
            one_of_inputs: Vec::new(),
            subgraphs: Vec::new(),
            partition_policy: PartitionPolicy::default(),
            partitions: PartitionsConfig::default(),
            limits: LimitsConfig::default(),
            traffic: TrafficPolicy::default(),
            subscriptions: SubscriptionsConfig::default(),
            headers: HeaderRules::default(),
            response_headers: ResponseHeaderRules::default(),
            tls: TlsConfig::default(),
            http: HttpConfig::default(),
            documents: DocumentsConfig::default(),
            errors: SubgraphErrors::default(),
            override_labels: LabelShares::new(),
            identity: IdentityConfig::default(),
            graphiql: GraphiqlConfig::default(),
            introspection: true,
            as_subgraph: false,
        }
    }
}

impl Config {
    /// The files and folders that it names. When one of them changes, what is served may change.
    #[must_use]
    pub fn files(&self) -> Vec<&Path> {
        let schemas = self.subgraphs.iter().flat_map(SubgraphConfig::schema_files);
        self.supergraph
            .as_deref()
            .into_iter()
            .chain(schemas)
            .chain(self.documents.folder.as_deref())
            .chain(self.tls.files())
            .chain(self.identity.signing_key_file.as_deref())
            .chain(self.graphiql.examples.iter().map(PathBuf::as_path))
            .collect()
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

impl Default for GraphiqlConfig {
    fn default() -> Self {
        Self { enabled: true, examples: Vec::new() }
    }
}

/// Reads the root of the file; mistakes go to `problems`.
pub(super) fn read(
    mut root: Section<'_>,
    folder: &Path,
    supergraph: Option<&Path>,
    problems: &Problems<'_>,
) -> Config {
    let default = Config::default();
    let listen = root.parsed("listen", |text| {
        text.parse().map_err(|_| "expected an address and a port, as in 127.0.0.1:4000")
    });
    let configured = root.text("supergraph").map(|path| folder.join(path.value));
    let supergraph = supergraph.map(Path::to_owned).or(configured);
    let limits = root.section("limits").map(limits::read).unwrap_or_default();
    let concurrency = limits.calls_per_endpoint;
    let traffic = match root.section("traffic") {
        Some(section) => traffic::read(section, concurrency),
        None => TrafficPolicy { concurrency, ..TrafficPolicy::default() },
    };
    let config = Config {
        listen: listen.unwrap_or(default.listen),
        introspection: root.boolean("introspection").unwrap_or(default.introspection),
        one_of_inputs: root.texts("one_of_inputs").into_iter().map(|name| name.value).collect(),
        as_subgraph: root.boolean("as_subgraph").unwrap_or(default.as_subgraph),
        partition_policy: root.parsed("partition_policy", str::parse).unwrap_or_default(),
        partitions: root
            .section("partitions")
            .map(|s| partitions::read(s, problems))
            .unwrap_or_default(),
        headers: headers::read(&mut root, problems),
        response_headers: headers::read_of_answers(&mut root, problems),
        tls: root.section("tls").map(|s| tls::read(s, folder, problems)).unwrap_or_default(),
        subscriptions: root.section("subscriptions").map(subscriptions::read).unwrap_or_default(),
        http: root.section("http").map(|s| http::read(s, problems)).unwrap_or_default(),
        documents: root
            .section("persisted_documents")
            .map(|s| documents::read(s, folder, problems))
            .unwrap_or_default(),
        errors: root.section("errors").map(errors::read).unwrap_or_default(),
        override_labels: root.section("override_labels").map(overrides::read).unwrap_or_default(),
        identity: root.section("identity").map(|s| read_identity(s, folder)).unwrap_or_default(),
        graphiql: root.section("graphiql").map(|s| read_graphiql(s, folder)).unwrap_or_default(),
        subgraphs: subgraphs::read(&mut root, folder, problems, supergraph.is_none(), &traffic),
        supergraph,
        limits,
        traffic,
    };
    root.finish();
    config
}

fn read_identity(mut section: Section<'_>, folder: &Path) -> IdentityConfig {
    let signing_key_file = section.text("signing_key_file").map(|path| folder.join(path.value));
    section.finish();
    IdentityConfig { signing_key_file }
}

fn read_graphiql(mut section: Section<'_>, folder: &Path) -> GraphiqlConfig {
    let enabled = section.boolean("enabled").unwrap_or(true);
    let examples =
        section.texts("examples").into_iter().map(|path| folder.join(path.value)).collect();
    section.finish();
    GraphiqlConfig { enabled, examples }
}
