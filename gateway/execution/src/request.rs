//! What execution is given and what it gives back.

use std::{collections::HashMap, sync::Arc};

use bytes::Bytes;
use contract::{ErrorCode, identity::CallerContext};
use gateway_plan::Plan;
use gateway_response::ResponsePath;
use http::HeaderMap;
use serde_json::{Map, Value};
use tokio::time::Instant;

use crate::{
    call_body,
    coverage::Coverage,
    error::{Errors, FieldError},
    policy::PartitionPolicy,
    route::Variables,
};

/// The client's document, which errors point into.
pub trait ClientDocument: std::fmt::Debug + Send + Sync {
    /// Where the field at the end of a path of response keys stands. Empty when it is not known.
    /// Conditions hold by the values of `variables`.
    fn locations(&self, keys: &[&str], variables: &Variables) -> Vec<Location>;
}

/// A place in a document; both numbers start at 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Location {
    /// The line.
    pub line: usize,
    /// The column, in characters.
    pub column: usize,
}

/// One operation to run.
#[derive(Debug, Clone)]
pub struct ExecutionRequest {
    /// What to do.
    pub plan: Arc<Plan>,
    /// What errors point into; without it they say no more than their path.
    pub document: Option<Arc<dyn ClientDocument>>,
    /// The coerced variables of the client and those that planning lifted.
    pub variables: Variables,
    /// The answers to `__schema` and `__type`, by response key.
    pub introspection: HashMap<String, Bytes>,
    /// What the request demands of the partitions that it asks.
    pub policy: PartitionPolicy,
    /// When the answer must be there. What has not answered then is missing from it.
    pub deadline: Instant,
    /// When the request wants to be answered with the partitions that have answered a query by
    /// then; the others are late. It cuts off nothing else.
    pub answer_by: Option<Instant>,
    /// Who asks; signed for the services when the executor has a key.
    pub caller: CallerContext,
    /// The id of the client's request.
    pub request_id: String,
    /// The headers of the client, of which the configuration passes some on to the services.
    pub client_headers: Arc<HeaderMap>,
    /// Whether the answer tells how it was made, in `extensions.plan`.
    pub explain: bool,
    /// What the answer's extensions say beside what execution does.
    pub extensions: Map<String, Value>,
}

impl ExecutionRequest {
    /// Where in the client's document the field stands that a path leads to.
    pub(crate) fn locations(&self, keys: &[&str]) -> Vec<Location> {
        let document = self.document.as_ref();
        document.map_or_else(Vec::new, |document| document.locations(keys, &self.variables))
    }
}

/// The client's answer.
#[derive(Debug, Clone)]
pub struct Execution {
    /// The whole GraphQL response as JSON: `data`, `errors`, `extensions`.
    pub body: Bytes,
    /// Whether every service that was asked answered in full. Others must not be cached.
    pub complete: bool,
    /// How many errors the answer lists.
    pub errors: usize,
    /// What became of the partitions that were asked; empty when none was.
    pub partitions: Coverage,
    /// What the client gets of the headers of the answers that it is made of, when there are rules
    /// about them.
    pub headers: Option<Box<HeaderMap>>,
}

impl Execution {
    /// The answer to an operation that is not run at all: an error and no `data`.
    pub(crate) fn refused(code: ErrorCode, message: &str) -> Self {
        let mut errors = Errors::new(1);
        errors.push(FieldError::new(code, ResponsePath::default(), message));
        let mut body = b"{\"errors\":".to_vec();
        call_body::json(&mut body, &errors.to_json(&|_| Vec::new()));
        body.push(b'}');
        Self {
            body: body.into(),
            complete: true,
            errors: 1,
            partitions: Coverage::default(),
            headers: None,
        }
    }
}
