//! A small city: partitions with a split of rows behind proxies, the city service, a gateway, and
//! the oracle. It is started once and asked many times.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
    time::Duration,
};

use demo::DISTRICTS;
use gateway::config::{Config, LimitsConfig, PartitionConfig, Source, SubgraphConfig};
use rand::{Rng, seq::IndexedRandom as _};
use serde_json::{Value, json};
use tempfile::TempDir;
use tests::{Client, Meddler};
use tokio_util::sync::CancellationToken;

use super::{
    fault::Faults,
    graph::{Graph, Kind},
    oracle::Oracle,
    rows::{self, Rows},
    service::{Backend, DistrictService},
    skew,
};

/// The longest that a request to the gateway may take. Only partitions that are silent on purpose
/// take so long.
pub const REQUEST_TIME: Duration = Duration::from_secs(8);

/// After what time requests with a cut-off are answered with what is there.
pub const CUT_OFF: Duration = Duration::from_secs(4);

/// How long the gateway may take to find all schemas.
const PATIENCE: Duration = Duration::from_secs(60);

/// How many partitions, and on which databases.
#[derive(Clone, Copy)]
pub struct Plan {
    pub partitions: usize,
    /// Those of the partitions, in turn.
    pub backends: &'static [Backend],
    pub oracle: Backend,
    /// The place of one that is of an older version.
    pub older: Option<usize>,
}

impl Plan {
    pub const fn new(partitions: usize, backends: &'static [Backend], oracle: Backend) -> Self {
        Self { partitions, backends, oracle, older: None }
    }

    pub const fn with_older(self, place: usize) -> Self {
        Self { older: Some(place), ..self }
    }
}

/// A city.
pub struct UnionCity {
    pub partitions: Vec<Partition>,
    pub gateway: Client,
    /// The city service, which makes rows of the parts of comparisons.
    pub statistics: Client,
    pub oracle: Oracle,
    /// The partition that is of an older version.
    pub older: Option<usize>,
    /// The ids of all rows, by kind.
    pub ids: BTreeMap<String, Vec<String>>,
    /// Cursors of all rows, by the order that they belong to.
    pub cursors: BTreeMap<String, Vec<String>>,
    stop: CancellationToken,
    _folder: TempDir,
}

/// A district behind its proxy.
pub struct Partition {
    pub code: &'static str,
    pub peer_group: &'static str,
    pub meddler: Meddler,
    /// The file with its schema, when it is not what the service says itself.
    schema: Option<PathBuf>,
    service: DistrictService,
}

impl Partition {
    /// Asks the district itself, past its proxy.
    pub async fn ask(&self, request: Value) -> Value {
        Client::new(self.service.address).run(request).await
    }
}

impl UnionCity {
    pub async fn start(graph: &Graph, random: &mut impl Rng, plan: Plan) -> Self {
        let mut districts: Vec<_> =
            DISTRICTS.choose_multiple(random, plan.partitions).copied().collect();
        districts.sort_by_key(|district| district.code);
        let codes: Vec<&str> = districts.iter().map(|district| district.code).collect();
        let rows = rows::split(random, &codes);

        let folder = tempfile::tempdir().expect("a folder");
        let older_schema = folder.path().join("older.graphql");
        std::fs::write(&older_schema, skew::older_schema()).expect("a temporary file");
        let mut partitions: Vec<Partition> = Vec::new();
        for ((district, rows), backend) in
            districts.iter().zip(&rows).zip(plan.backends.iter().cycle())
        {
            let service = DistrictService::start(*backend, std::slice::from_ref(rows)).await;
            let meddler = Meddler::in_front_of(service.address).await.expect("a proxy");
            let is_older = plan.older == Some(partitions.len());
            if is_older {
                meddler.do_not_know(&skew::UNKNOWN_WORDS);
            }
            partitions.push(Partition {
                code: district.code,
                peer_group: district.peer_group,
                meddler,
                schema: is_older.then(|| older_schema.clone()),
                service,
            });
        }
        let stop = CancellationToken::new();
        let statistics = start_statistics(&folder, &stop).await;
        let gateway = start_gateway(statistics, &partitions, &stop).await;
        let mut known = rows.clone();
        if let Some(older) = plan.older.and_then(|place| known.get_mut(place)) {
            *older = skew::older_rows(older);
        }
        let oracle = Oracle::new(known, plan.oracle);
        let cursors = cursors(graph, &oracle, partitions.len()).await;
        let ids = all_ids(rows);
        Self {
            partitions,
            gateway: Client::new(gateway),
            statistics: Client::new(statistics),
            oracle,
            older: plan.older,
            ids,
            cursors,
            stop,
            _folder: folder,
        }
    }

    pub fn codes(&self) -> Vec<&'static str> {
        self.partitions.iter().map(|partition| partition.code).collect()
    }

    /// Lets these partitions fail and all others behave.
    pub fn spoil(&self, faults: &Faults) {
        for (place, partition) in self.partitions.iter().enumerate() {
            match faults.get(&place) {
                Some(failure) => failure.happen_to(&partition.meddler),
                None => partition.meddler.behave(),
            }
        }
    }
}

impl Drop for UnionCity {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

async fn start_statistics(folder: &TempDir, stop: &CancellationToken) -> std::net::SocketAddr {
    let url = format!("sqlite:{}", folder.path().join("city.sqlite").display());
    city::migrate(&url).await.expect("migrations run");
    let config = city::Config::new(url, ([127, 0, 0, 1], 0).into());
    let server = city::serve(config, stop.clone().cancelled_owned()).await.expect("it serves");
    server.address()
}

async fn start_gateway(
    statistics: std::net::SocketAddr,
    partitions: &[Partition],
    stop: &CancellationToken,
) -> std::net::SocketAddr {
    let at = |address| vec![format!("http://{address}/graphql")];
    let partitions = partitions.iter().map(|partition| PartitionConfig {
        key: partition.code.to_owned(),
        labels: [("peerGroup".to_owned(), partition.peer_group.to_owned())].into(),
        endpoints: at(partition.meddler.address()),
        schema: partition.schema.clone(),
        owns: Vec::new(),
    });
    let districts = Source::Partitioned(partitions.collect());
    let statistics = Source::Single { endpoints: at(statistics), schema: None };
    let mut districts = SubgraphConfig::new("districts", districts);
    // A breaker would leave out a partition for what it did in the cases before.
    districts.traffic.breaker = None;
    // Neither do they spend what others may be asked again with.
    districts.traffic.retries.per_second = 1_000;
    let subgraphs = vec![SubgraphConfig::new("city", statistics), districts];
    let limits = LimitsConfig { request_time: REQUEST_TIME, ..LimitsConfig::default() };
    let listen = ([127, 0, 0, 1], 0).into();
    let config = Config { listen, subgraphs, limits, ..Config::default() };
    let running = gateway::start(config, PATIENCE, stop.clone().cancelled_owned()).await;
    running.expect("the gateway starts").address
}

fn all_ids(rows: Vec<Rows>) -> BTreeMap<String, Vec<String>> {
    let mut all: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (kind, ids) in rows.into_iter().flat_map(|rows| rows.ids) {
        all.entry(kind).or_default().extend(ids);
    }
    all
}

/// The cursors of all root lists in all their orders.
async fn cursors(graph: &Graph, oracle: &Oracle, places: usize) -> BTreeMap<String, Vec<String>> {
    let all: BTreeSet<usize> = (0..places).collect();
    let mut cursors = BTreeMap::new();
    for root in graph.roots() {
        let order = root.arguments.iter().find(|argument| argument.name == "orderBy");
        let Some(Kind::Enum(names)) = order.map(|order| graph.kind(&order.named_type)) else {
            continue;
        };
        for name in names {
            let field = &root.name;
            let query =
                format!("{{ {field}(orderBy: {name}, first: 100) {{ edges {{ cursor }} }} }}");
            let answer = oracle.ask(&all, json!({ "query": query })).await;
            let edges = answer["data"][field]["edges"].as_array().expect("a list");
            let found = edges.iter().filter_map(|edge| edge["cursor"].as_str());
            let found: Vec<String> = found.map(str::to_owned).collect();
            let order = order.map(|order| order.named_type.as_str()).unwrap_or_default();
            cursors.insert(format!("{order}.{name}"), found);
        }
    }
    cursors
}
