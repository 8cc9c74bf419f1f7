//! The stages of a request, in their order: request → document → plan → variables → introspection →
//! execution. Each stage is a crate of its own; here is only their succession.

use std::{
    collections::HashMap,
    sync::Arc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use axum::http::HeaderMap;
use bytes::Bytes;
use contract::{ErrorCode, identity::CallerContext};
use gateway_execution::{ClientDocument, Execution, ExecutionRequest, Location, Subscription};
use gateway_operation::{GraphQlRequest, RequestError, Variables};
use gateway_plan::OperationKind;
use gateway_planning::Planned;
use telemetry::names;
use tokio::time::Instant;
use tracing::Instrument as _;

use crate::{
    cost,
    documents::{self, AutomaticDocuments},
    partition_demand::{Granted, PartitionDemand},
    snapshot::Snapshot,
};

/// A request as HTTP hands it on.
pub(crate) struct Incoming {
    pub(crate) request: GraphQlRequest,
    /// What its headers demand of partitions.
    pub(crate) demand: PartitionDemand,
    /// How long the caller waits, when it says so.
    pub(crate) time_left: Option<Duration>,
    /// It came by a method that must not change anything.
    pub(crate) read_only: bool,
    pub(crate) request_id: String,
    /// What the client sent, when some of it travels on.
    pub(crate) headers: Arc<HeaderMap>,
}

/// What has become of a request whose results are streamed.
pub(crate) enum Started {
    /// It was a query or a mutation, and this is its one answer.
    Answer(Execution),
    /// It is a subscription.
    Events(Box<Subscription>),
}

/// Runs a query or a mutation to its answer.
///
/// # Errors
/// All problems of the first stage that finds one. What fails during execution stands in the
/// answer instead.
pub(crate) async fn run(
    snapshot: &Snapshot,
    automatic: &AutomaticDocuments,
    incoming: Incoming,
) -> Result<Execution, Vec<RequestError>> {
    let (request, _) = request(snapshot, automatic, incoming, false).await?;
    let span = tracing::info_span!(target: "gateway", names::EXECUTE_SPAN);
    Ok(snapshot.executor.execute(request).instrument(span).await)
}

/// Runs a query or a mutation to its answer, or opens a subscription.
///
/// # Errors
/// As [`run`].
pub(crate) async fn start(
    snapshot: &Snapshot,
    automatic: &AutomaticDocuments,
    incoming: Incoming,
) -> Result<Started, Vec<RequestError>> {
    let (request, kind) = request(snapshot, automatic, incoming, true).await?;
    let span = tracing::info_span!(target: "gateway", names::EXECUTE_SPAN);
    if kind == OperationKind::Subscription {
        let subscription = span.in_scope(|| snapshot.executor.subscribe(request));
        return Ok(Started::Events(Box::new(subscription)));
    }
    Ok(Started::Answer(snapshot.executor.execute(request).instrument(span).await))
}

/// All stages before execution.
async fn request(
    snapshot: &Snapshot,
    automatic: &AutomaticDocuments,
    incoming: Incoming,
    streams: bool,
) -> Result<(ExecutionRequest, OperationKind), Vec<RequestError>> {
    let arrived = Instant::now();
    let most = snapshot.settings.request_time;
    let planned = plan(snapshot, automatic, &incoming.request, &incoming.request_id).await?;
    admit(&planned, incoming.read_only, streams).map_err(|error| vec![error])?;
    let prepared = prepare(snapshot, &planned, &incoming.request)?;
    let Granted { policy, answer_within } =
        demand(snapshot, &planned, &incoming, &prepared.variables).map_err(|error| vec![error])?;
    let cost = cost::price(snapshot, &planned, &incoming.request, &prepared.variables)
        .map_err(|error| vec![error])?;
    let request = ExecutionRequest {
        plan: Arc::clone(&planned.plan),
        document: Some(Arc::new(OfClient(Arc::clone(&planned)))),
        variables: prepared.variables,
        introspection: prepared.introspection,
        policy,
        deadline: arrived + incoming.time_left.map_or(most, |left| left.min(most)),
        answer_by: answer_within.and_then(|time| arrived.checked_add(time)),
        caller: CallerContext::public(seconds_since_1970()),
        request_id: incoming.request_id,
        client_headers: incoming.headers,
        explain: wants_plan(&incoming.request),
        extensions: cost.map(|cost| ("cost".to_owned(), cost)).into_iter().collect(),
    };
    Ok((request, planned.plan.kind))
}

/// The document of a request, which errors point into. Documents share plans, but not this.
#[derive(Debug)]
struct OfClient(Arc<Planned>);

impl ClientDocument for OfClient {
    fn locations(&self, keys: &[&str], variables: &Variables) -> Vec<Location> {
        let value = |name: &str| variables.get(name).and_then(serde_json::Value::as_bool);
        let places = self.0.operation.locations(keys, &value).into_iter();
        places.map(|place| Location { line: place.line, column: place.column }).collect()
    }
}

async fn plan(
    snapshot: &Snapshot,
    automatic: &AutomaticDocuments,
    request: &GraphQlRequest,
    request_id: &str,
) -> Result<Arc<Planned>, Vec<RequestError>> {
    let document = documents::resolve(request, &snapshot.settings.documents, automatic)
        .map_err(|error| vec![error])?;
    let text = document.text.as_ref();
    let span = tracing::info_span!(target: "gateway", names::PLAN_SPAN);
    let overrides = snapshot.overrides(request_id);
    let name = request.operation_name.as_deref();
    let planning = snapshot.planner.plan_for(text, name, overrides, &request.variables);
    let planned = planning.instrument(span).await.map_err(|failure| failure.errors().to_vec())?;
    if let Some(hash) = document.keep {
        automatic.keep(hash, text);
    }
    Ok(planned)
}

fn admit(planned: &Planned, read_only: bool, streams: bool) -> Result<(), RequestError> {
    match planned.plan.kind {
        OperationKind::Query => Ok(()),
        OperationKind::Mutation if read_only => {
            let message = "mutations are not served over GET; use POST";
            Err(RequestError::new(ErrorCode::MethodNotAllowed, message))
        }
        OperationKind::Mutation => Ok(()),
        OperationKind::Subscription if streams => Ok(()),
        OperationKind::Subscription => {
            let message = "a subscription has events, not one answer; accept `text/event-stream`, \
                           or open a WebSocket with `graphql-transport-ws`";
            Err(RequestError::new(ErrorCode::BadRequest, message))
        }
    }
}

/// What execution needs of a request besides the plan.
struct Prepared {
    variables: Variables,
    introspection: HashMap<String, Bytes>,
}

fn prepare(
    snapshot: &Snapshot,
    planned: &Planned,
    request: &GraphQlRequest,
) -> Result<Prepared, Vec<RequestError>> {
    let _span = tracing::info_span!(target: "gateway", names::PREPARE_SPAN).entered();
    let variables = planned.variables(&snapshot.supergraph, &request.variables)?;
    let introspection = snapshot
        .introspector
        .answer(&planned.operation, &variables)
        .map_err(|error| vec![error])?
        .into_iter()
        .collect();
    Ok(Prepared { variables, introspection })
}

/// What the request demands of partitions, the nearest to the operation first.
fn demand(
    snapshot: &Snapshot,
    planned: &Planned,
    incoming: &Incoming,
    variables: &Variables,
) -> Result<Granted, RequestError> {
    let directive = snapshot
        .supergraph
        .demand_directive()
        .and_then(|name| planned.operation.directive(name, variables))
        .map(|arguments| PartitionDemand::from_directive(&arguments))
        .transpose()?;
    let extension = PartitionDemand::from_extensions(&incoming.request.extensions)?;
    directive
        .unwrap_or_default()
        .or(extension)
        .or(incoming.demand.clone())
        .grant(&snapshot.settings.partitions)
}

/// Whether the request asks for `extensions.plan`, by the extension `explain: true`.
fn wants_plan(request: &GraphQlRequest) -> bool {
    request.extensions.get("explain").and_then(serde_json::Value::as_bool).unwrap_or(false)
}

fn seconds_since_1970() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs())
}
