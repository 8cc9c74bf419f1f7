//! The running service: database, schema and server put together.

use std::{future::Future, net::SocketAddr};

use anyhow::Context as _;
use futures::future::BoxFuture;
use storage::{Database, DatabaseOptions};
use subgraph_server::{Server, ServerConfig, Subgraph};

use crate::{
    database,
    graph::{self, CitySchema},
    loaders::Loaders,
};

/// The name of the service in logs and traces.
pub const PART: &str = "city";

/// The merged parts of a comparison come in a request's body, which makes it larger than others.
pub const MAX_BODY_BYTES: usize = 16 * 1024 * 1024;

/// What the service needs to run.
#[derive(Debug, Clone)]
pub struct Config {
    /// `postgres://…` or `sqlite:PATH`, migrated.
    pub database_url: String,
    /// How the database is used.
    pub database: DatabaseOptions,
    /// How GraphQL is served.
    pub server: ServerConfig,
}

impl Config {
    /// The defaults, for a database and an address.
    #[must_use]
    pub fn new(database_url: impl Into<String>, listen: SocketAddr) -> Self {
        let server = ServerConfig { max_body_bytes: MAX_BODY_BYTES, ..ServerConfig::new(listen) };
        Self { database_url: database_url.into(), database: DatabaseOptions::default(), server }
    }
}

/// Starts the service. It runs until `shutdown` is done; [`Server::finished`] waits for its end.
///
/// # Errors
/// When the database is not ready, or the address is taken.
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
    let database = database::open(&config.database_url, &config.database)
        .await
        .context("the city's database is not ready")?;
    let server = subgraph(&database).serve(&config.server, shutdown).await?;
    tracing::info!(address = %server.address(), "the city service is listening");
    Ok(server)
}

/// The schema with the data of all requests; [`Loaders`] are to be added to each.
#[must_use]
pub fn schema(database: &Database) -> CitySchema {
    graph::schema().data(database.clone()).finish()
}

/// The service without a socket.
#[must_use]
pub fn subgraph(database: &Database) -> Subgraph<CitySchema> {
    let schema = schema(database);
    let (for_requests, for_readiness) = (database.clone(), database.clone());
    Subgraph::new(PART, schema)
        .request_data(move |_, data| {
            data.insert(Loaders::new(&for_requests));
        })
        .ready_when(move || {
            let database = for_readiness.clone();
            async move { database.ping().await }
        })
}
