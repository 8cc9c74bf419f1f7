//! The entry of execution: one executor serves one snapshot of supergraph and topology, and a
//! request stays with the executor that it began with.

use std::sync::Arc;

use contract::{ErrorCode, identity::SigningKey};
use gateway_plan::OperationKind;
use gateway_subgraph_client::SubgraphClient;
use tokio::sync::Notify;

use crate::{
    call_headers::{CallHeaders, HeaderPolicy},
    headers::HeaderMaker,
    limits::Limits,
    policy::PartitionPolicy,
    request::{Execution, ExecutionRequest},
    response_headers::ResponseHeaderPolicy,
    run::Run,
    schedule,
    subgraph_error::SubgraphErrors,
    subscription::Sharing,
    topology::Topology,
};

/// Runs plans against the services of a topology.
#[derive(Debug)]
pub struct Executor {
    pub(crate) topology: Arc<Topology>,
    pub(crate) client: SubgraphClient,
    pub(crate) config: ExecutorConfig,
    headers: HeaderMaker,
    /// Sources of events that subscriptions share.
    pub(crate) sharing: Sharing,
}

/// What an executor is set up with.
#[derive(Clone, Default)]
pub struct ExecutorConfig {
    /// Bounds of one request.
    pub limits: Limits,
    /// What is demanded of partitions whatever a request says. A request can demand more.
    pub policy_floor: PartitionPolicy,
    /// Told when a partition refuses what should fit its schema: it runs another version by now.
    pub skew_noticed: Arc<Notify>,
    /// What clients see of the messages of subgraphs.
    pub subgraph_errors: SubgraphErrors,
    /// The interfaces that are objects to some subgraphs, whose names tell nothing of a type.
    pub interface_objects: Arc<[String]>,
    /// Signs the caller for the services. Without it they take every caller for the public.
    pub signing_key: Option<SigningKey>,
    /// Which headers of clients travel on.
    pub headers: HeaderPolicy,
    /// What clients get of the headers of answers. Only clients that keep them have any.
    pub response_headers: ResponseHeaderPolicy,
}

impl std::fmt::Debug for ExecutorConfig {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ExecutorConfig")
            .field("limits", &self.limits)
            .field("policy_floor", &self.policy_floor)
            .field("subgraph_errors", &self.subgraph_errors)
            .field("interface_objects", &self.interface_objects)
            .field("signs", &self.signing_key.is_some())
            .field("headers", &self.headers)
            .field("response_headers", &self.response_headers)
            .finish()
    }
}

impl Executor {
    /// An executor for the services of a topology.
    #[must_use]
    pub fn new(topology: Arc<Topology>, client: SubgraphClient, config: ExecutorConfig) -> Self {
        let headers = HeaderMaker::new(
            config.signing_key.clone(),
            config.headers.clone(),
            config.policy_floor.clone(),
        );
        Self { topology, client, config, headers, sharing: Sharing::default() }
    }

    /// The services that this executor calls.
    #[must_use]
    pub fn topology(&self) -> &Topology {
        &self.topology
    }

    /// Runs a query or a mutation to its end. What fails on the way stands in the answer; the
    /// call itself does not fail.
    ///
    /// A subscription is refused: its events come from [`Executor::subscribe`].
    pub async fn execute(&self, request: ExecutionRequest) -> Execution {
        if request.plan.kind == OperationKind::Subscription {
            let message = "a subscription has events, not one answer";
            return Execution::refused(ErrorCode::BadRequest, message);
        }
        let headers = self.headers(&request);
        let mut run = Run::new(self, &request);
        if !run.is_undecided() {
            schedule::run(&mut run, &headers).await;
        }
        run.into_answer()
    }

    /// Whether headers of clients are of use, in [`ExecutionRequest::client_headers`].
    #[must_use]
    pub fn reads_client_headers(&self) -> bool {
        !self.config.headers.is_empty()
    }

    /// The headers of all calls of a request: the caller is signed once.
    pub(crate) fn headers<'r>(&self, request: &'r ExecutionRequest) -> CallHeaders<'r> {
        self.headers.headers(request, &request.caller)
    }

    pub(crate) fn header_maker(&self) -> HeaderMaker {
        self.headers.clone()
    }
}
