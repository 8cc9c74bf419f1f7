//! The running service: database, schema and server put together.

use std::{future::Future, net::SocketAddr, sync::Arc};

use anyhow::{Context as _, ensure};
use futures::future::BoxFuture;
use storage::{Database, DatabaseOptions};
use subgraph_server::{Server, ServerConfig, Subgraph, graphql::DistrictCode};

use crate::{
    database, district,
    graph::{self, DistrictSchema},
    request::{Districts, RequestContext},
    time,
};

/// What the service needs to run.
#[derive(Debug, Clone)]
pub struct Config {
    /// The districts that the service holds: one as a rule.
    pub districts: Vec<DistrictCode>,
    /// `postgres://…` or `sqlite:PATH`, migrated.
    pub database_url: String,
    /// How the database is used.
    pub database: DatabaseOptions,
    /// How GraphQL is served.
    pub server: ServerConfig,
}

impl Config {
    /// The defaults, for districts, a database and an address.
    #[must_use]
    pub fn new(
        districts: Vec<DistrictCode>,
        database_url: impl Into<String>,
        listen: SocketAddr,
    ) -> Self {
        Self {
            districts,
            database_url: database_url.into(),
            database: DatabaseOptions::default(),
            server: ServerConfig::new(listen),
        }
    }

    /// The name of the service in logs and traces: `district-231004`.
    #[must_use]
    pub fn part(&self) -> String {
        part(&Districts::new(self.districts.clone()))
    }
}

/// Starts the service. It runs until `shutdown` is done; [`Server::finished`] waits for its end.
///
/// # Errors
/// When no district is named, the database is not ready or holds other districts, or the address
/// is taken.
pub fn serve(
    config: Config,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> BoxFuture<'static, anyhow::Result<Server>> {
    start(config, Box::pin(shutdown))
}

/// Neither generic nor an `async fn`: what it runs is compiled with this crate, once, and not again
/// in every program that calls it.
#[inline(never)]
fn start(
    config: Config,
    shutdown: BoxFuture<'static, ()>,
) -> BoxFuture<'static, anyhow::Result<Server>> {
    Box::pin(listen(config, shutdown))
}

async fn listen(config: Config, shutdown: BoxFuture<'static, ()>) -> anyhow::Result<Server> {
    ensure!(!config.districts.is_empty(), "no district is named that the service is to hold");
    let database = database::open(&config.database_url, &config.database)
        .await
        .context("the district's database is not ready")?;
    let districts = Arc::new(Districts::new(config.districts));
    refuse_other_districts(&database, &districts).await?;
    let part = part(&districts);
    let server = subgraph(&database, &districts).serve(&config.server, shutdown).await?;
    tracing::info!(part, address = %server.address(), "the district service is listening");
    Ok(server)
}

/// The service without a socket.
#[must_use]
pub fn subgraph(database: &Database, districts: &Arc<Districts>) -> Subgraph<DistrictSchema> {
    let (for_requests, for_readiness) = (database.clone(), database.clone());
    let held = Arc::clone(districts);
    Subgraph::new(part(districts), graph::schema())
        .request_data(move |_, data| {
            data.insert(RequestContext::new(&for_requests, &held, time::today()));
        })
        .ready_when(move || {
            let database = for_readiness.clone();
            async move { database.ping().await }
        })
}

/// Lists show every row of the database, so that no statement needs to name the district. A
/// database with rows of a district that is not served would show them.
async fn refuse_other_districts(database: &Database, held: &Districts) -> anyhow::Result<()> {
    let mut db = database.connection().await?;
    for code in district::queries::codes(&mut db).await? {
        let code: DistrictCode = code.parse()?;
        ensure!(held.holds(&code), "the database holds district {code}, which is not to be served");
    }
    Ok(())
}

fn part(districts: &Districts) -> String {
    let codes: Vec<_> = districts.codes().iter().map(DistrictCode::as_str).collect();
    format!("district-{}", codes.join("-"))
}

#[cfg(test)]
mod tests;
