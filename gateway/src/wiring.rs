//! From the configuration to the parts of a running gateway. Each part gets its own section and
//! knows nothing of the file.

use std::{path::Path, sync::Arc};

use anyhow::{Context, bail};
use contract::identity::SigningKey;
use gateway_execution::{
    Executor, ExecutorConfig, HeaderPolicy, Limits, ResponseHeaderPolicy, Service, Topology,
};
use gateway_operation::PrepareSettings;
use gateway_planning::PlannerSettings;
use gateway_server::{
    CostSettings, DocumentSettings, RequestSettings, ServerConfig, Snapshot, Tls,
};
use gateway_subgraph_client::{ClientConfig, Endpoint, SubgraphClient, TrustedRoots};
use gateway_supergraph::{ENTRY, Supergraph, subgraph_sdl, with_entry};
use tokio::sync::Notify;

use crate::{
    config::{Config, OwnCertificate},
    persisted_documents,
    topology::topology,
};

/// Everything that a request needs of one version of schema, topology and settings.
pub(crate) fn snapshot(
    config: &Config,
    supergraph_sdl: &str,
    skew_noticed: Arc<Notify>,
) -> anyhow::Result<Snapshot> {
    let mut supergraph = Supergraph::parse(supergraph_sdl)?;
    let mut topology = topology(config, &supergraph)?;
    if config.as_subgraph {
        let offered = Service::Entry(Arc::from(subgraph_sdl(&supergraph)));
        supergraph = Supergraph::parse(&with_entry(supergraph_sdl)?)?;
        topology = topology.with(ENTRY, offered);
    }
    warn_of_labels(config, &supergraph);
    let (supergraph, topology) = (Arc::new(supergraph), Arc::new(topology));
    let executor_config = executor_config(config, &supergraph, skew_noticed)?;
    let client = client(config, endpoints(&topology))?;
    let executor = Executor::new(topology, client, executor_config);
    let settings = request_settings(config)?;
    Ok(Snapshot::new(supergraph, executor, planner_settings(config), settings)?)
}

/// A label goes from the supergraph when its move is over. That must not stop a gateway whose
/// configuration still has it, but a misspelt one should be found.
fn warn_of_labels(config: &Config, supergraph: &Supergraph) {
    for label in config.override_labels.keys() {
        if !supergraph.override_labels.names().any(|name| name == label) {
            tracing::warn!(label, "the supergraph has no override with this label");
        }
    }
}

/// How operations are planned.
pub(crate) fn planner_settings(config: &Config) -> PlannerSettings {
    let limits = &config.limits;
    let prepare = PrepareSettings {
        limits: gateway_operation::Limits {
            depth: limits.depth,
            fields: limits.fields,
            ..gateway_operation::Limits::default()
        },
        introspection: config.introspection,
        from_gateways: config.as_subgraph,
    };
    PlannerSettings { prepare, cached_bytes: limits.plan_cache_bytes, ..PlannerSettings::default() }
}

/// What needs a restart to change.
pub(crate) fn server_config(config: &Config) -> ServerConfig {
    ServerConfig {
        max_connections: config.limits.connections,
        max_concurrent_requests: config.limits.concurrent_requests,
        max_streams: config.subscriptions.connections,
        max_subscriptions: config.subscriptions.open,
        ..ServerConfig::default()
    }
}

fn request_settings(config: &Config) -> anyhow::Result<RequestSettings> {
    let examples = config.graphiql.examples.iter().map(|path| read_text(path));
    let examples: Vec<String> = examples.collect::<anyhow::Result<_>>()?;
    Ok(RequestSettings {
        max_body_bytes: config.limits.body_bytes,
        body_time: config.limits.body_time,
        request_time: config.limits.request_time,
        partitions: config.partitions.settings(&config.partition_policy),
        cost: CostSettings { max: config.limits.max_cost, list_size: config.limits.list_size },
        compression: config.http.compression,
        csrf_prevention: config.http.csrf_prevention,
        cors: config.http.cors.as_ref().map(|cors| cors.rule()).transpose()?,
        override_labels: config.override_labels.clone(),
        documents: document_settings(config)?,
        streams: config.subscriptions.streams(),
        graphiql: config.graphiql.enabled.then_some(examples),
        tls: config.tls.own.as_ref().map(own_certificate).transpose()?,
    })
}

/// What clients are shown.
fn own_certificate(own: &OwnCertificate) -> anyhow::Result<Tls> {
    let read =
        |path: &Path| std::fs::read(path).with_context(|| format!("read {}", path.display()));
    let (certificate, key) = (read(&own.certificate_file)?, read(&own.key_file)?);
    let (certificate_file, key_file) = (own.certificate_file.display(), own.key_file.display());
    Tls::from_pem(&certificate, &key).with_context(|| format!("{certificate_file}, {key_file}"))
}

fn document_settings(config: &Config) -> anyhow::Result<DocumentSettings> {
    let documents = &config.documents;
    let persisted = documents.folder.as_deref().map(persisted_documents::read).transpose()?;
    Ok(DocumentSettings {
        persisted: persisted.unwrap_or_default(),
        require: documents.require,
        automatic: documents.automatic,
    })
}

fn endpoints(topology: &Topology) -> impl Iterator<Item = &Endpoint> {
    topology.services().flat_map(|(_, _, replicas)| replicas.endpoints())
}

/// Calls these endpoints.
pub(crate) fn client<'a>(
    config: &Config,
    endpoints: impl IntoIterator<Item = &'a Endpoint>,
) -> anyhow::Result<SubgraphClient> {
    let is_secure = endpoints.into_iter().any(Endpoint::is_secure);
    Ok(SubgraphClient::new(ClientConfig {
        max_answer_bytes: config.limits.subgraph_answer_bytes,
        keep_headers: !response_headers(config).is_empty(),
        roots: trusted_roots(config, is_secure)?,
        subscriptions: config.subscriptions.sources(),
        ..ClientConfig::default()
    }))
}

/// Who may vouch for subgraphs. The system is asked only when some are called over TLS.
fn trusted_roots(config: &Config, is_secure: bool) -> anyhow::Result<TrustedRoots> {
    if let Some(path) = &config.tls.trusted_roots_file {
        let pem = std::fs::read(path).with_context(|| format!("read {}", path.display()))?;
        return TrustedRoots::from_pem(&pem).with_context(|| path.display().to_string());
    }
    if is_secure {
        return TrustedRoots::of_system()
            .context("no certificates of the system; name a file in `tls.trusted_roots_file`");
    }
    Ok(TrustedRoots::default())
}

fn executor_config(
    config: &Config,
    supergraph: &Supergraph,
    skew_noticed: Arc<Notify>,
) -> anyhow::Result<ExecutorConfig> {
    let signing_key =
        config.identity.signing_key_file.as_deref().map(read_signing_key).transpose()?;
    let own = config.subgraphs.iter().map(|subgraph| (subgraph.name.as_str(), &subgraph.headers));
    let headers = HeaderPolicy::new(&config.headers, own);
    let limits = Limits {
        max_rows_per_list: config.limits.rows_per_list,
        max_rows_per_partition: config.limits.rows_per_partition,
        max_rows: config.limits.rows,
        subscriptions: config.subscriptions.limits(config.limits.request_time),
        ..Limits::default()
    };
    Ok(ExecutorConfig {
        limits,
        signing_key,
        subgraph_errors: config.errors.clone(),
        interface_objects: supergraph.interface_objects().map(ToOwned::to_owned).collect(),
        policy_floor: config.partitions.policy_floor.clone(),
        skew_noticed,
        headers,
        response_headers: response_headers(config),
    })
}

/// What clients get of the headers of answers.
fn response_headers(config: &Config) -> ResponseHeaderPolicy {
    let subgraphs = config.subgraphs.iter();
    let own = subgraphs.map(|subgraph| (subgraph.name.as_str(), &subgraph.response_headers));
    ResponseHeaderPolicy::new(&config.response_headers, own)
        .with_cache_control(config.http.cache_control)
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
