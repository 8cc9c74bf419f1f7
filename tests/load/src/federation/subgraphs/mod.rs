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

use async_graphql::{
    EmptyMutation, EmptySubscription, ObjectType, Request, SDLExportOptions, Schema,
};
use async_graphql_axum::{GraphQLRequest, GraphQLResponse};
use axum::{
    Router,
    extract::State,
    routing::{get, post},
};
use bytes::Bytes;
use futures::executor::block_on;
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

/// A subgraph in this process.
pub struct Local {
    /// Its name in the supergraph.
    pub name: &'static str,
    /// Its SDL.
    pub sdl: String,
    /// Answers the body of a request.
    pub answer: AnswerFn,
}

/// Gives the body of the answer to the body of a request.
pub type AnswerFn = Box<dyn Fn(&[u8]) -> Bytes + Send + Sync>;

/// All four, without sockets.
#[must_use]
pub fn local() -> Vec<Local> {
    vec![
        answering("accounts", accounts::Query),
        answering("inventory", inventory::Query),
        answering("products", products::Query),
        answering("reviews", reviews::Query),
    ]
}

fn answering<Q: ObjectType + 'static>(name: &'static str, query: Q) -> Local {
    let (schema, sdl) = schema(query);
    let answer = move |body: &[u8]| {
        let request: Request = serde_json::from_slice(body).expect("a GraphQL request");
        let response = block_on(schema.execute(request));
        serde_json::to_vec(&response).expect("a response is JSON").into()
    };
    Local { name, sdl, answer: Box::new(answer) }
}

async fn serve<Q: ObjectType + 'static>(
    name: &str,
    query: Q,
    answered: &Arc<AtomicU64>,
) -> anyhow::Result<Subgraph> {
    let (schema, sdl) = schema(query);
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

type Built<Q> = Schema<Q, EmptyMutation, EmptySubscription>;

fn schema<Q: ObjectType + 'static>(query: Q) -> (Built<Q>, String) {
    let schema =
        Schema::build(query, EmptyMutation, EmptySubscription).enable_federation().finish();
    let sdl = schema.sdl_with_options(SDLExportOptions::new().federation());
    (schema, sdl)
}

type Served<Q> = (Built<Q>, Arc<AtomicU64>);

async fn answer<Q: ObjectType + 'static>(
    State((schema, answered)): State<Served<Q>>,
    request: GraphQLRequest,
) -> GraphQLResponse {
    answered.fetch_add(1, Ordering::Relaxed);
    schema.execute(request.into_inner()).await.into()
}
