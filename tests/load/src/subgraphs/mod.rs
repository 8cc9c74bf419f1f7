//! The four subgraphs of the usual federation benchmark (accounts, products, reviews, inventory)
//! over small fixed data of our own, served in one process, each on its own port.

mod accounts;
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

use async_graphql::{EmptyMutation, EmptySubscription, ObjectType, Schema};
use async_graphql_axum::{GraphQLRequest, GraphQLResponse};
use axum::{Router, extract::State, routing::post};
use tokio::net::TcpListener;

/// A subgraph that runs.
pub struct Subgraph {
    /// Its name in the supergraph.
    pub name: &'static str,
    /// Where it listens.
    pub address: SocketAddr,
    /// Its SDL.
    pub sdl: String,
    /// How many requests it has answered.
    pub answered: Arc<AtomicU64>,
}

impl Subgraph {
    /// The URL that a gateway is given.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}/graphql", self.address)
    }
}

/// Starts all four.
///
/// # Errors
/// When a port cannot be bound.
pub async fn start() -> anyhow::Result<Vec<Subgraph>> {
    Ok(vec![
        serve("accounts", accounts::Query).await?,
        serve("inventory", inventory::Query).await?,
        serve("products", products::Query).await?,
        serve("reviews", reviews::Query).await?,
    ])
}

async fn serve<Q: ObjectType + 'static>(name: &'static str, query: Q) -> anyhow::Result<Subgraph> {
    let schema =
        Schema::build(query, EmptyMutation, EmptySubscription).enable_federation().finish();
    let sdl = schema.sdl_with_options(async_graphql::SDLExportOptions::new().federation());
    let answered = Arc::new(AtomicU64::new(0));
    let state = (schema, Arc::clone(&answered));
    let router = Router::new().route("/graphql", post(answer)).with_state(state);
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(Subgraph { name, address, sdl, answered })
}

type Served<Q> = (Schema<Q, EmptyMutation, EmptySubscription>, Arc<AtomicU64>);

async fn answer<Q: ObjectType + 'static>(
    State((schema, answered)): State<Served<Q>>,
    request: GraphQLRequest,
) -> GraphQLResponse {
    answered.fetch_add(1, Ordering::Relaxed);
    schema.execute(request.into_inner()).await.into()
}
