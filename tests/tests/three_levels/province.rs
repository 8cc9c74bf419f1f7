//! A province: a gateway over two city gateways, each over every other district of the shared city
//! and over its city service. A proxy stands before each district.

use std::{net::SocketAddr, time::Duration};

use demo::DISTRICTS;
use gateway::config::{Config, PartitionConfig, Source, SubgraphConfig};
use http::{Method, header};
use http_body_util::Full;
use serde_json::{Value, json};
use tests::{Answer, Client, Meddler, shared_city};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// How long a gateway may take to find all schemas.
const PATIENCE: Duration = Duration::from_secs(60);

/// The keys of the city gateways.
pub const CITIES: [&str; 2] = ["first", "second"];

/// A province that ends when it is dropped.
pub struct Province {
    pub client: Client,
    /// The city gateways, by [`CITIES`].
    pub cities: Vec<Gateway>,
    pub districts: Vec<District>,
    province: Gateway,
}

/// A district behind its proxy.
pub struct District {
    pub code: &'static str,
    /// The city gateway that it is behind.
    pub city: &'static str,
    pub proxy: Meddler,
}

impl Province {
    pub async fn start() -> Self {
        let mut districts = Vec::new();
        for (place, (code, district)) in shared_city().districts.iter().enumerate() {
            let proxy = Meddler::in_front_of(district.address()).await.expect("a proxy");
            districts.push(District { code, city: CITIES[place % 2], proxy });
        }
        let mut cities = Vec::new();
        for city in CITIES {
            cities.push(Gateway::start(city_config(city, &districts)).await);
        }
        let subgraphs = vec![city_gateways(&districts, &cities)];
        let province = Gateway::start(Config { subgraphs, ..Config::default() }).await;
        Self { client: Client::new(province.address), cities, districts, province }
    }

    pub fn district(&self, code: &str) -> &District {
        self.districts.iter().find(|district| district.code == code).expect("a district")
    }

    /// The codes of all districts but these.
    pub fn without(&self, codes: &[&str]) -> Vec<&'static str> {
        let all = self.districts.iter().map(|district| district.code);
        all.filter(|code| !codes.contains(code)).collect()
    }

    /// Asks with headers.
    pub async fn ask(&self, query: &str, headers: &[(&str, &str)]) -> Answer {
        let request = self.client.request(Method::POST, "/graphql");
        let request = request.header(header::CONTENT_TYPE, "application/json");
        let request =
            headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        let body = json!({ "query": query }).to_string();
        self.client.send(request.body(Full::new(body.into())).expect("a valid request")).await
    }

    /// Ends the gateway of the province and starts it again, where it was.
    pub async fn restart(&mut self) {
        self.province.restart().await;
    }
}

/// A gateway that ends when it is dropped.
pub struct Gateway {
    pub address: SocketAddr,
    config: Config,
    stop: CancellationToken,
    serving: Option<JoinHandle<anyhow::Result<()>>>,
}

impl Gateway {
    async fn start(config: Config) -> Self {
        let listen = ([127, 0, 0, 1], 0).into();
        Self::serve(Config { listen, ..config }).await.expect("the gateway starts")
    }

    async fn serve(config: Config) -> anyhow::Result<Self> {
        let stop = CancellationToken::new();
        let running =
            gateway::start(config.clone(), PATIENCE, stop.clone().cancelled_owned()).await?;
        let address = running.address;
        let serving = Some(tokio::spawn(running.ended()));
        let config = Config { listen: address, ..config };
        Ok(Self { address, config, stop, serving })
    }

    /// Ends it, as an outage would.
    pub async fn stop(&mut self) {
        self.stop.cancel();
        if let Some(serving) = self.serving.take() {
            serving.await.expect("its task ends").expect("it ends well");
        }
    }

    /// Ends it, if that has not been done, and starts it where it was.
    pub async fn restart(&mut self) {
        self.stop().await;
        *self = Self::serve(self.config.clone()).await.expect("the gateway starts again");
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

fn at(address: SocketAddr) -> Vec<String> {
    vec![format!("http://{address}/graphql")]
}

fn partition(key: &str, address: SocketAddr) -> PartitionConfig {
    let (key, endpoints) = (key.to_owned(), at(address));
    PartitionConfig { key, labels: Default::default(), endpoints, schema: None, owns: Vec::new() }
}

fn partitioned(name: &str, partitions: Vec<PartitionConfig>) -> SubgraphConfig {
    let mut subgraph = SubgraphConfig::new(name, Source::Partitioned(partitions));
    // A breaker would leave out a partition for what it did before.
    subgraph.traffic.breaker = None;
    subgraph
}

/// The city service, which every city has.
pub fn statistics() -> SubgraphConfig {
    let endpoints = at(shared_city().statistics.address());
    SubgraphConfig::new("city", Source::Single { endpoints, schema: None })
}

fn city_config(city: &str, districts: &[District]) -> Config {
    let own = districts.iter().filter(|district| district.city == city).map(|district| {
        let known = DISTRICTS.iter().find(|known| known.code == district.code);
        let group = known.expect("a district of the demo").peer_group.to_owned();
        let labels = [("peerGroup".to_owned(), group)].into();
        PartitionConfig { labels, ..partition(district.code, district.proxy.address()) }
    });
    let subgraphs = vec![statistics(), partitioned("districts", own.collect())];
    Config { as_subgraph: true, subgraphs, ..Config::default() }
}

/// The city gateways as one subgraph.
pub fn city_gateways(districts: &[District], cities: &[Gateway]) -> SubgraphConfig {
    let partitions = CITIES.iter().zip(cities).map(|(city, gateway)| {
        let own = districts.iter().filter(|district| district.city == *city);
        let owns = own.map(|district| district.code.to_owned()).collect();
        PartitionConfig { owns, ..partition(city, gateway.address) }
    });
    partitioned("cities", partitions.collect())
}

/// Leaves out how long things took.
pub fn without_times(mut told: Value) -> Value {
    match &mut told {
        Value::Object(fields) => {
            fields.remove("elapsedMs");
            fields.values_mut().for_each(|value| *value = without_times(value.take()));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| *item = without_times(item.take())),
        _ => {}
    }
    told
}
