//! The four subgraphs of the usual federation benchmark (accounts, products, reviews, inventory),
//! served in one process, each on its own port.

mod accounts;
pub(super) mod data;
mod inventory;
mod products;
mod reviews;

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use async_graphql::{EmptyMutation, EmptySubscription, ObjectType, SDLExportOptions, Schema};
use async_graphql_axum::{GraphQLRequest, GraphQLResponse};
use axum::{
    Router,
    extract::State,
    routing::{get, post},
};
use serde::{Deserialize, Serialize};
use tokio::net::TcpListener;

/// A subgraph that runs.
#[derive(Debug, Serialize, Deserialize)]
pub struct Subgraph {
    /// Its name in the supergraph.
    pub name: String,
    /// Where it listens.
    pub address: SocketAddr,
    /// Its SDL.
    pub sdl: String,
}

impl Subgraph {
    /// The URL that a gateway is given.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}/graphql", self.address)
    }
}

/// Starts all four. Each tells at `/answered` how many requests all have answered.
///
/// # Errors
/// When a port cannot be bound.
pub async fn start() -> anyhow::Result<Vec<Subgraph>> {
    let answered = Arc::new(AtomicU64::new(0));
    Ok(vec![
        serve("accounts", accounts::Query, &answered).await?,
        serve("inventory", inventory::Query, &answered).await?,
        serve("products", products::Query, &answered).await?,
        serve("reviews", reviews::Query, &answered).await?,
    ])
}

async fn serve<Q: ObjectType + 'static>(
    name: &str,
    query: Q,
    answered: &Arc<AtomicU64>,
) -> anyhow::Result<Subgraph> {
    let schema =
        Schema::build(query, EmptyMutation, EmptySubscription).enable_federation().finish();
    let sdl = schema.sdl_with_options(SDLExportOptions::new().federation());
    let count = Arc::clone(answered);
    let router = Router::new()
        .route("/graphql", post(answer))
        .route("/answered", get(async move || count.load(Ordering::Relaxed).to_string()))
        .with_state((schema, Arc::clone(answered)));
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(Subgraph { name: name.to_owned(), address, sdl })
}

type Served<Q> = (Schema<Q, EmptyMutation, EmptySubscription>, Arc<AtomicU64>);

async fn answer<Q: ObjectType + 'static>(
    State((schema, answered)): State<Served<Q>>,
    request: GraphQLRequest,
) -> GraphQLResponse {
    answered.fetch_add(1, Ordering::Relaxed);
    schema.execute(request.into_inner()).await.into()
}
