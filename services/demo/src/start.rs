//! Starts the parts: databases are migrated and filled when they are empty, services listen, then
//! the gateway composes what they serve.

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    time::{Duration, Instant},
};

use anyhow::Context;
use district::{
    dataset::{self, ImportOptions},
    generate::{self, Spec},
};
use futures::stream::{self, StreamExt as _, TryStreamExt as _};
use storage::DatabaseOptions;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::{
    DataFolder,
    districts::{DISTRICTS, DemoDistrict},
    gateway_config::gateway_config,
};

const SCHEMA_PATIENCE: Duration = Duration::from_secs(20);
const FILLED_AT_ONCE: usize = 4;

/// What a demo is started with.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where its data is.
    pub folder: DataFolder,
    /// The port of the gateway; the city service and the districts take those 100 and more above
    /// it. 0 takes any that are free.
    pub port: u16,
    /// What the invented districts start from.
    pub seed: u64,
    /// How large they are: at 1 a few hundred petitions a year.
    pub scale: f64,
    /// The districts that are started.
    pub districts: Vec<DemoDistrict>,
}

impl Options {
    /// All ten districts, as the command line starts them.
    #[must_use]
    pub fn new(folder: DataFolder) -> Self {
        Self { folder, port: 4000, seed: 1, scale: 1.0, districts: DISTRICTS.to_vec() }
    }
}

/// What happens while a city starts.
#[derive(Debug, Clone, PartialEq)]
pub enum Progress {
    /// A district's database was empty and is filled.
    Filled {
        /// Which.
        district: DemoDistrict,
        /// With how many records.
        records: u64,
        /// In what time.
        elapsed: Duration,
    },
    /// A district's database was filled by an earlier start.
    Reused {
        /// Which.
        district: DemoDistrict,
    },
}

/// A part that serves.
#[derive(Debug)]
pub struct Part {
    /// Where.
    pub address: SocketAddr,
    stop: CancellationToken,
    serving: JoinHandle<anyhow::Result<()>>,
}

impl Part {
    /// Ends this part alone and waits until it has ended.
    ///
    /// # Errors
    /// When it did not end as it should.
    pub async fn stop(self) -> anyhow::Result<()> {
        self.stop.cancel();
        self.serving.await?
    }
}

/// A city that serves.
#[derive(Debug)]
pub struct City {
    /// The gateway.
    pub gateway: Part,
    /// The city service.
    pub city: Part,
    /// The districts, by code.
    pub districts: Vec<(DemoDistrict, Part)>,
}

impl City {
    /// Where clients send operations.
    #[must_use]
    pub fn graphql_url(&self) -> String {
        format!("http://{}/graphql", self.gateway.address)
    }

    /// Ends one district, as an outage would; the gateway goes on asking it.
    ///
    /// # Errors
    /// When there is no such district, or it did not end as it should.
    pub async fn take_down(&mut self, code: &str) -> anyhow::Result<()> {
        let place = self.districts.iter().position(|(district, _)| district.code == code);
        let place = place.with_context(|| format!("no district {code} is running"))?;
        let (_, part) = self.districts.remove(place);
        part.stop().await
    }

    /// Ends all parts, the gateway first, and waits until they have ended.
    ///
    /// # Errors
    /// When one did not end as it should.
    pub async fn stop(self) -> anyhow::Result<()> {
        self.gateway.stop().await?;
        self.city.stop().await?;
        for (_, part) in self.districts {
            part.stop().await?;
        }
        Ok(())
    }
}

/// Starts a city.
///
/// # Errors
/// When a port is taken, a database cannot be made, or the schemas do not compose.
pub async fn start(options: &Options, progress: impl Fn(Progress)) -> anyhow::Result<City> {
    let city = start_city(options).await.context("start the city service")?;
    let districts = stream::iter(options.districts.iter().zip(101..))
        .map(|(district, offset)| start_district(options, *district, offset, &progress))
        .buffered(FILLED_AT_ONCE)
        .try_collect::<Vec<_>>()
        .await?;
    let config = gateway_config(
        options.address(0),
        city.address,
        &districts,
        options.folder.signing_key_file()?,
        options.folder.query_files()?,
    );
    let stop = CancellationToken::new();
    let running = gateway::start(config, SCHEMA_PATIENCE, stop.clone().cancelled_owned())
        .await
        .context("start the gateway")?;
    let address = running.address;
    let serving = tokio::spawn(running.ended());
    Ok(City { gateway: Part { address, stop, serving }, city, districts })
}

async fn start_city(options: &Options) -> anyhow::Result<Part> {
    let url = options.folder.database_url("city");
    city::migrate(&url).await?;
    let mut config = city::Config::new(url, options.address(100));
    config.server.signing_key = Some(options.folder.signing_key()?);
    let stop = CancellationToken::new();
    let server = city::serve(config, stop.clone().cancelled_owned()).await?;
    let address = server.address();
    let serving = tokio::spawn(async move { Ok(server.finished().await?) });
    Ok(Part { address, stop, serving })
}

async fn start_district(
    options: &Options,
    district: DemoDistrict,
    offset: u16,
    progress: &impl Fn(Progress),
) -> anyhow::Result<(DemoDistrict, Part)> {
    let url = options.folder.database_url(&format!("district-{}", district.code));
    district::migrate(&url).await?;
    progress(
        fill(options, district, &url).await.with_context(|| format!("fill {}", district.name))?,
    );

    let mut config =
        district::Config::new(vec![district.code.parse()?], url, options.address(offset));
    config.server.signing_key = Some(options.folder.signing_key()?);
    let stop = CancellationToken::new();
    let server = district::serve(config, stop.clone().cancelled_owned())
        .await
        .with_context(|| format!("start {}", district.name))?;
    let address = server.address();
    let serving = tokio::spawn(async move { Ok(server.finished().await?) });
    Ok((district, Part { address, stop, serving }))
}

async fn fill(options: &Options, district: DemoDistrict, url: &str) -> anyhow::Result<Progress> {
    let database = district::open(url, &DatabaseOptions::default()).await?;
    if dataset::holds(&database, district.code).await? {
        return Ok(Progress::Reused { district });
    }
    let start = Instant::now();
    let spec =
        Spec { district: district.code.to_owned(), seed: options.seed, scale: options.scale };
    let generated = tokio::task::spawn_blocking(move || generate::generate(&spec)).await??;
    let report = dataset::import_records(
        &database,
        &generated.header,
        generated.records,
        ImportOptions::default(),
    )
    .await?;
    Ok(Progress::Filled { district, records: report.total(), elapsed: start.elapsed() })
}

impl Options {
    fn address(&self, offset: u16) -> SocketAddr {
        let port = if self.port == 0 { 0 } else { self.port.saturating_add(offset) };
        SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port)
    }
}
